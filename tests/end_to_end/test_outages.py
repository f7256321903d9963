"""Outages of real servers and services: what is said while they last, and what is compared after.

A process that is stopped or killed is waited for by what the frames say, however busy the machine.
"""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import msgspec
import numpy as np
import psutil
import pytest

from loadgen.model.frame import LANES, Frame
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.race.dependencies import Dependencies
from loadgen.race.liveness import SILENCE_S
from loadgen.timeline.bands import Band
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import scenario
from servers.launcher import start_server
from tests.support.real_race import PLAN, RealRace, race, state

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]

DATABASE = msgspec.structs.replace(
    PLAN,
    scenario="database",
    parameters=defaults(scenario("database").parameters),
    # Users would send as fast as a dead database lets the servers fail: two full cores.
    model=OpenModel(60),
).checked()


@contextmanager
def stopped(pid: int | None) -> Iterator[None]:
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


class Headlines:
    """What the verdict says in every frame, and whether it compares."""

    def __init__(self, real: RealRace, plan: RacePlan) -> None:
        self._timeline, self._plan = real.timeline, plan
        self.said: list[tuple[Frame, str, bool]] = []
        real.also = self._take

    def _take(self, frame: Frame) -> None:
        verdict = judge(self._timeline, self._plan)
        self.said.append((frame, verdict.sentence, verdict.throughput_ratio is not None))

    def while_(self, condition: Callable[[Frame], bool]) -> list[tuple[str, bool]]:
        return [(said, compares) for frame, said, compares in self.said if condition(frame)]


def bands(timeline: Timeline, kind: str) -> list[Band]:
    return [band for band in timeline.bands() if band.kind == kind]


def steady(real: RealRace) -> Callable[[Frame], bool]:
    return lambda frame: all(real.timeline.outages.lanes[id_].is_steady for id_ in LANES)


def does_not_respond(frame: Frame) -> bool:
    status = frame.lanes["b"].status
    return (status.state, status.cause) == ("unresponsive", "server")


def test_a_stopped_server_is_the_headline_and_its_backlog_is_not_compared() -> None:
    async def story() -> None:
        async with race() as real:
            said = Headlines(real, PLAN)
            await real.until(lambda frame: real.timeline.stretch() is not None)
            # On a busy machine there may have been an outage already.
            await real.until(steady(real))
            with stopped(real.status("b").pid):
                stopped_at = time.monotonic()
                frame = await real.until(does_not_respond, within_ticks=30)
                assert "not responding" in frame.lanes["b"].status.text
                outage = real.timeline.outages.lanes["b"].all[-1]
                assert frame.lanes["b"].status.silent_s >= SILENCE_S
                assert (outage.kind, outage.cause) == ("no answer", "server")
                await real.until(lambda frame: frame.at_s - outage.from_s >= 2.5)
                stopped_s = time.monotonic() - stopped_at
            await real.until(steady(real))
            assert outage.seconds(0) > 2
            frame = await real.until_answers("b")
            # What was in flight took at least as long; a bucket is 0.8 % wide.
            longest_s = real.timeline.lane("b").histogram(0, frame.at_s).max_s
            assert longest_s > 0.99 * stopped_s > 2
            out = said.while_(does_not_respond)
            assert out
            # On a busy machine the other lane may be silent for a moment, too.
            assert all("FastAPI has" in words and "responded for" in words for words, _ in out)
            assert not any(compares for _, compares in out)
            await real.until(lambda frame: real.timeline.stretch() is not None)
            part = real.timeline.lane_stretch("b")
            assert part is not None
            assert part.histogram().max_s < outage.seconds(0)
            named = [band for band in bands(real.timeline, "no answer") if band.lane == "b"]
            assert outage.from_s in [band.from_s for band in named]
            assert "FastAPI: no answer" in judge(real.timeline, PLAN).evidence

    asyncio.run(story())


def test_a_killed_server_is_named_by_its_signal_and_what_was_before_it_stays() -> None:
    """Within a second; it is started again, and then answers."""

    async def story() -> None:
        async with race() as real:
            said = Headlines(real, PLAN)
            await real.until(lambda frame: real.timeline.stretch() is not None)
            pid = real.status("a").pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            frame = await real.until(state("a", "failed"), within_ticks=10)
            assert "killed by SIGKILL" in frame.lanes["a"].status.text
            await real.until_answers("b")
            before = real.timeline.stretch()
            assert before is not None
            real.comparison.restart("a")
            await real.until(steady(real))
            assert [mark.text for mark in real.timeline.marks if mark.lane == "a"] == [
                "Flask: server stopped (killed by SIGKILL)",
                "Flask restarted",
                "Flask answers again",
            ]
            found = real.timeline.outages.lanes["a"].all
            outage = next(each for each in found if each.kind == "stopped")
            assert outage.reason == "SIGKILL"
            out = said.while_(lambda frame: frame.lanes["a"].status.state == "failed")
            assert all("stopped (killed by SIGKILL)" in words for words, _ in out)
            assert not any(compares for _, compares in out)
            after = real.timeline.stretch()
            assert after is not None
            assert after.from_s == pytest.approx(before.from_s, abs=5)
            assert after.spans["a"][0][1] <= outage.from_s + 1e-6

    asyncio.run(story())


def postmaster() -> psutil.Process:
    for process in psutil.Process().children(recursive=True):
        if process.name().startswith("postgres"):
            parent = process.parent()
            if parent is None or not parent.name().startswith("postgres"):
                return process
    raise AssertionError("there is no PostgreSQL")


def test_a_dead_database_is_the_headline_of_both_lanes_until_it_is_back() -> None:
    async def story() -> None:
        async with race(DATABASE) as real:
            said = Headlines(real, DATABASE)
            await real.until_answers("a", "b")
            postmaster().kill()

            def down(frame: Frame) -> bool:
                return any(each.state == "failed" for each in frame.services.values())

            frame = await real.until(down)
            assert frame.services["database"].ended == "SIGKILL"
            out = said.while_(down)
            assert all("is down (SIGKILL): neither Flask nor FastAPI" in words for words, _ in out)
            real.comparison.restart_service("database")
            await real.until(steady(real), within_ticks=400)
            (band,) = bands(real.timeline, "service")
            assert band.lane is None
            assert band.to_s is not None
            assert {(mark.text.split(" ")[-1], mark.kind) for mark in real.timeline.marks} >= {
                ("failed", "service"),
                ("back", "service"),
            }

    asyncio.run(story())


def test_an_upstream_that_always_fails_is_the_headline_and_nothing_is_compared() -> None:
    parameters = defaults(scenario("upstream").parameters) | {"failure_percent": 100}
    plan = msgspec.structs.replace(PLAN, scenario="upstream", parameters=parameters).checked()

    def all_fail(frame: Frame) -> bool:
        causes = {(lane.status.state, lane.status.cause) for lane in frame.lanes.values()}
        return causes == {("failing", "requests")}

    async def story() -> None:
        async with race(plan) as real:
            said = Headlines(real, plan)
            await real.until(all_fail)
            found = said.while_(all_fail)
            assert all(re.match("Every request to .* has failed for", words) for words, _ in found)
            assert not any(compares for _, compares in found)
            for id_ in LANES:
                outage = real.timeline.outages.lanes[id_].open
                assert outage is not None
                assert (outage.kind, outage.cause) == ("no answer", "requests")

    asyncio.run(story())


def test_a_server_that_computes_in_silence_is_not_called_unresponsive() -> None:
    """For 1.2 s at a time it neither answers nor reports; a stopped one would use no CPU."""
    plan = msgspec.structs.replace(
        PLAN,
        scenario="cpu",
        parameters=defaults(scenario("cpu").parameters),
        model=ClosedModel(1),
    ).checked()
    means = Dependencies(
        start_server=partial(start_server, module="tests.end_to_end.children.holds_gil")
    )

    async def story() -> None:
        states: set[tuple[str, str]] = set()
        silent_s = 0.0

        def note(frame: Frame) -> None:
            nonlocal silent_s
            states.update((lane.status.state, lane.status.cause) for lane in frame.lanes.values())
            reports = real.timeline.lane("a").column("server_at")
            known = reports[np.isfinite(reports)]
            silent_s = float(np.diff(known).max()) if known.size > 1 else 0.0

        async with race(plan, means) as real:
            real.also = note
            await real.until(lambda frame: silent_s > SILENCE_S)
        # The generators share the processors: they may be late, which is not the server's fault.
        assert ("unresponsive", "server") not in states

    asyncio.run(story())
