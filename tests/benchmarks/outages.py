"""Whether an outage is ever passed over: ``python -m tests.benchmarks.outages [--outages 20]
[--seed 1]``.

Outages at random moments in races of real servers: a server is stopped for a while, killed and
restarted, or its database killed and restarted; by turns. Counted are the seconds in which the
headline compares both lanes as if nothing were wrong, from ``DETECTED_S`` after the process was
stopped or killed until the lane answers again; the bar is 0. Beside it stand how long it took until
the headline spoke of it, and how many outages are no band on the time axes afterwards. The headline
is looked at in every frame, ten times a second, as window and terminal show it. Exit code 1 when
the bar does not hold.
"""

import argparse
import asyncio
import itertools
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import psutil

from loadgen.model.frame import LANES, Frame, LaneId
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.race.race import Race
from loadgen.race.session_services import Services
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.headline import Headline
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import scenario
from tests.benchmarks.bars import Bar, report

Kind = Literal["stop", "kill", "service killed"]

DETECTED_S = 1.0
WAITS_S = 60.0


@dataclass
class Outcome:
    """What the headline said in one outage; seconds on the race's clock."""

    kind: Kind
    lane: str
    began_s: float
    passed_over_s: float = 0.0
    said_after_s: float | None = None
    has_band: bool = False
    compared: list[str] = field(default_factory=list)


class WatchedRace:
    """A race in the background; ``outcome`` is that of the outage that lasts, until the
    ``returning`` lanes have answered again.
    """

    def __init__(self, plan: RacePlan) -> None:
        self.plan = plan
        self.timeline = Timeline()
        self.services = Services()
        self.comparison = Race(plan, self._take, services=self.services)
        self._headline = Headline()
        self.outcome: Outcome | None = None
        self.returning: tuple[LaneId, ...] = ()
        self._news = asyncio.Event()
        self._last_s = 0.0
        self.frame: Frame | None = None

    def _take(self, frame: Frame) -> None:
        self.timeline.add(frame)
        self._headline.follow(self.timeline, self.plan)
        self.frame = frame
        passed_s, self._last_s = frame.at_s - self._last_s, frame.at_s
        if self.returning:
            self.returning = tuple(id_ for id_ in self.returning if not frame.lanes[id_].ok)
            self.outcome = self.outcome if self.returning else None
        if self.outcome is not None:
            self._judge(self.outcome, frame, passed_s)
        self._news.set()

    def _judge(self, outcome: Outcome, frame: Frame, passed_s: float) -> None:
        verdict = self._headline.verdict
        if verdict.throughput_ratio is None:
            if outcome.said_after_s is None:
                outcome.said_after_s = frame.at_s - outcome.began_s
        elif frame.at_s - outcome.began_s > DETECTED_S:
            outcome.passed_over_s += passed_s
            outcome.compared.append(f"{frame.at_s - outcome.began_s:.1f} s: {verdict.sentence}")

    async def until(self, condition: Callable[[Frame], bool]) -> None:
        """The next frame of which it is true."""
        async with asyncio.timeout(WAITS_S):
            while True:
                self._news.clear()
                await self._news.wait()
                if self.frame is not None and condition(self.frame):
                    return

    async def until_steady(self) -> None:
        """Both lanes answer, no backlog is left, and the headline compares."""
        await self.until(
            lambda frame: (
                all(self.timeline.outages.lanes[id_].is_steady for id_ in LANES)
                and all(frame.lanes[id_].ok for id_ in LANES)
                and self._headline.verdict.throughput_ratio is not None
            )
        )


def _plan(kind: Kind, waits: random.Random) -> RacePlan:
    key = "database" if kind == "service killed" else waits.choice(("wait", "hello"))
    return RacePlan(
        lanes={"a": LaneChoice.of("flask"), "b": LaneChoice.of("fastapi")},
        scenario=key,
        parameters=defaults(scenario(key).parameters),
        model=ClosedModel(16),
    ).checked()


async def one(kind: Kind, chance: random.Random) -> Outcome:
    """One race with one outage."""
    race = WatchedRace(_plan(kind, chance))
    running = asyncio.create_task(race.comparison.run())
    try:
        await race.until_steady()
        moment_s = race.comparison.at_s + chance.uniform(0.0, 2.0)
        await race.until(lambda frame: frame.at_s >= moment_s)
        lane: LaneId = chance.choice(LANES)
        outcome = race.outcome = Outcome(kind, race.plan.name(lane), race.comparison.at_s)
        await _break(race, kind, lane, chance.uniform(1.5, 5.0))
        await race.until_steady()
        outcome.has_band = any(band.kind not in _PLAIN for band in race.timeline.bands())
        return outcome
    finally:
        race.comparison.stop()
        await running
        await race.services.close()


_PLAIN = ("warm-up", "catching up", "disturbance")


async def _break(race: WatchedRace, kind: Kind, lane: LaneId, lasts_s: float) -> None:
    """Make the outage, end it after so long, and wait until the lane answers again."""
    until_s = race.comparison.at_s + lasts_s
    pid = race.timeline.lane(lane).status.pid
    assert pid is not None
    if kind == "service killed":
        _postmaster().kill()
    else:
        os.kill(pid, signal.SIGSTOP if kind == "stop" else signal.SIGKILL)
    await race.until(lambda frame: frame.at_s >= until_s)
    if kind == "stop":
        os.kill(pid, signal.SIGCONT)
    elif kind == "kill":
        race.comparison.restart(lane)
    else:
        race.comparison.restart_service("database")
    race.returning = LANES if kind == "service killed" else (lane,)
    await race.until(lambda frame: race.outcome is None)


def _postmaster() -> psutil.Process:
    for process in psutil.Process().children(recursive=True):
        parent = process.parent()
        if process.name() == "postgres" and parent and parent.name() != "postgres":
            return process
    raise LookupError("There is no PostgreSQL to be killed.")


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outages", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    kinds: tuple[Kind, ...] = ("stop", "kill", "service killed")
    found = []
    for _, kind in zip(range(options.outages), itertools.cycle(kinds), strict=False):
        began = time.monotonic()
        outcome = asyncio.run(one(kind, chance))
        found.append(outcome)
        said = "never" if outcome.said_after_s is None else f"after {outcome.said_after_s:.2f} s"
        print(
            f"{kind:15} {outcome.lane:8} said {said:13} passed over {outcome.passed_over_s:.1f} s"
            f"{'' if outcome.has_band else '  NO BAND'}   ({time.monotonic() - began:.0f} s)"
        )
        for line in outcome.compared:
            print(f"    {line}")
    passed_over_s = sum(each.passed_over_s for each in found)
    unnamed = sum(not each.has_band for each in found)
    return report(
        (
            Bar("seconds passed over", f"{passed_over_s:.1f}", "0", passed_over_s == 0),
            Bar("outages without a band", f"{unnamed} of {len(found)}", "0", unnamed == 0),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
