"""Each limit that the why strip can name, produced for real, and named; and no other.

Both lanes get the same requests, so that mostly each of them runs into a limit of its own. What is
looked at is what a person sees: the limit of the last second, once it has lasted.
"""

import asyncio
import re
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec
import pytest

from loadgen.bottleneck.debounce import BottleneckDebounce
from loadgen.bottleneck.from_timeline import limits_now
from loadgen.bottleneck.rules import Bottleneck
from loadgen.model.frame import LANES, Frame, LaneId
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.race.dependencies import Dependencies
from loadgen.race.race import Race
from loadgen.timeline.timeline import Timeline
from servers.backing_services.launcher import start_service
from servers.process.processors import usable_processors
from tests.support.machine_use import measured, others_use_half_a_core

pytestmark = pytest.mark.process

LASTS = 5
"""In so many frames one after the other, half a second, it is the one limit that is shown."""
SETTLES_S, PATIENCE_S, LITTLE_PATIENCE_S = 0.7, 12, 6
Shown = dict[LaneId, list[Bottleneck]]

BUSY_UPSTREAM = Dependencies(
    start_service=partial(start_service, module="tests.end_to_end.children.busy_upstream")
)


def plan(
    a: LaneChoice, b: LaneChoice, scenario: str = "wait", users: int = 64, **others: Any
) -> RacePlan:
    """Until somebody stops it, or for so long that something is wrong."""
    plain = RacePlan(
        lanes={"a": a, "b": b},
        scenario=scenario,
        parameters=others.pop("parameters", {}),
        model=ClosedModel(users),
        duration_s=PATIENCE_S,
    )
    return msgspec.structs.replace(plain, **others).checked()


class Step(NamedTuple):
    """A plan, and of each lane the kind of its limit under it, with a pattern of its sentence."""

    plan: RacePlan
    a: tuple[str, str]
    b: tuple[str, str]

    @property
    def _limits(self) -> dict[LaneId, tuple[str, str]]:
        return {"a": self.a, "b": self.b}

    def is_shown(self, shown: Shown) -> bool:
        """Whether each lane's strip has shown its limit, and no other, for long enough."""
        return all(last_kinds(shown[lane]) == {self._limits[lane][0]} for lane in LANES)

    def check(self, shown: Shown) -> None:
        """Fail with all sentences where it was another one."""
        for lane, (kind, sentence) in self._limits.items():
            sentences = [each.sentence for each in shown[lane]]
            assert last_kinds(shown[lane]) == {kind}, sentences
            assert re.fullmatch(sentence, sentences[-1]), sentences[-1]


class Strips:
    """What each lane's strip showed in each step of a race, from when its load has settled."""

    def __init__(self, steps: Sequence[Step], means: Dependencies | None) -> None:
        together_s = sum(each.plan.duration_s or 0 for each in steps)
        self.steps = [
            each._replace(plan=msgspec.structs.replace(each.plan, duration_s=together_s))
            for each in steps
        ]
        self.shown: list[Shown] = []
        self._race = Race(self.steps[0].plan, self._look, means=means)
        self._timeline = Timeline()
        self._begin_step(0.0)

    async def watch(self) -> None:
        """Go on to the next step as soon as one is shown as expected."""
        await self._race.run()

    def _begin_step(self, at_s: float) -> None:
        self._plan = self.steps[len(self.shown)].plan
        self.shown.append({"a": [], "b": []})
        self._watches = {lane: BottleneckDebounce() for lane in LANES}
        self._running_since: dict[LaneId, float] = dict.fromkeys(LANES, at_s)

    def _look(self, frame: Frame) -> None:
        self._timeline.add(frame)
        for lane in LANES:
            if frame.lanes[lane].status.state != "running" or frame.phase != "racing":
                self._running_since[lane] = frame.at_s
            elif frame.at_s - self._running_since[lane] >= SETTLES_S:
                found, contradiction = limits_now(self._timeline, self._plan, lane)
                assert contradiction == ""
                self.shown[-1][lane].append(self._watches[lane].see(frame.at_s, found))
        if not self.steps[len(self.shown) - 1].is_shown(self.shown[-1]):
            return
        if len(self.shown) == len(self.steps):
            self._race.stop()
        else:
            self._begin_step(frame.at_s)
            self._race.change(self._plan)


def last_kinds(shown: list[Bottleneck]) -> set[str]:
    return {each.kind for each in shown[-LASTS:]} if len(shown) >= LASTS else set()


def assert_limits(*steps: Step, means: Dependencies | None = None) -> None:
    """Each step's limits are shown, one step after the other, by the same servers.

    Skips where other programs had the machine.
    """

    async def watch() -> Strips:
        strips = Strips(steps, means)
        await strips.watch()
        return strips

    with measured() as machine_use:
        strips = asyncio.run(watch())
    reached = strips.steps[: len(strips.shown)]
    if not reached[-1].is_shown(strips.shown[-1]):
        kinds = set().union(*map(last_kinds, strips.shown[-1].values()))
        machine_use.skip_if_taken(found_full="machine" in kinds)
    for step, shown in zip(reached, strips.shown, strict=True):
        step.check(shown)
    assert len(reached) == len(steps)


def patience_s() -> int:
    """Of a test that needs the processors for itself: where other programs use half a core it is
    skipped unless it passes soon.
    """
    return LITTLE_PATIENCE_S if others_use_half_a_core() else PATIENCE_S


FLASK, FASTAPI = LaneChoice.of("flask"), LaneChoice.of("fastapi")


def test_threads_are_busy_nothing_is_the_limit_and_arrivals_are_dropped() -> None:
    assert_limits(
        Step(
            plan(FLASK, FASTAPI, users=16),
            ("threads", r"4 of 4 threads busy, 1\d waiting"),
            ("nothing", r"nothing here is the limit: each of 16 users waits .* ms"),
        ),
        Step(
            plan(FLASK, FASTAPI, parameters={"wait_ms": 20}, model=OpenModel(40)),
            ("nothing", "all that arrives is answered"),
            ("nothing", "all that arrives is answered"),
        ),
        Step(
            plan(FLASK, FASTAPI, model=OpenModel(400, max_in_flight=10)),
            ("threads", r"4 of 4 threads busy, [3-6] waiting"),
            ("plan", r"the plan allows 10 in flight, so .* arrivals/s are dropped"),
        ),
    )


def test_pool_tokens_are_taken_and_a_loop_is_blocked() -> None:
    assert_limits(
        Step(
            # 400/s by the 40 tokens.
            plan(
                LaneChoice.of("fastapi-def"),
                LaneChoice.of("fastapi-blocking"),
                parameters={"wait_ms": 100},
            ),
            ("tokens", r"40 of 40 pool tokens taken, [12]\d waiting"),
            ("loop", r"event loop blocked up to .* m?s"),
        )
    )


@pytest.mark.exclusive_cpu
@pytest.mark.skipif(usable_processors().whole < 2, reason="two processes need two processors")
def test_the_cpu_of_one_core_and_of_two() -> None:
    in_turns = plan(
        FLASK,
        LaneChoice.of("fastapi", workers=2),
        "cpu",
        parameters={"primes_below": 20_000},
        users=64,
        mode="turns",
        block_s=2,
        duration_s=patience_s(),
    )
    of_both = r"CPU of both processes (nearly )?full: .*|CPU wanted .* of each of 2 cores: .*"
    assert_limits(
        Step(
            in_turns,
            ("cpu", r"CPU of one core (nearly )?full: \d+ % used|CPU wanted .* of one core: .*"),
            ("cpu", of_both),
        )
    )


@pytest.mark.exclusive_cpu
def test_the_load_generator() -> None:
    """Stock httpx with one client for all users: both servers have time to spare.

    In turns: together the generators of both lanes would fill a machine of two cores.
    """
    slow_client = plan(
        FLASK,
        FASTAPI,
        "hello",
        client="httpx-shared",
        users=128,
        mode="turns",
        block_s=2,
        duration_s=patience_s(),
    )
    limit = "generator", "the load generator is the limit, its (CPU is full|requests leave late)"
    assert_limits(Step(slow_client, limit, limit))


def test_the_database_pool_though_all_threads_are_busy() -> None:
    parameters = {"delay_ms": 100, "insert_every": 0, "database_pool": 8}  # 80/s by each pool
    assert_limits(
        Step(
            plan(LaneChoice.of("flask", threads=32), FASTAPI, "database", parameters=parameters),
            ("pool", r"the database pool is full: 8 of 8, 2\d waiting"),
            ("pool", r"the database pool is full: 8 of 8, 5\d waiting"),
        )
    )


def test_a_slow_upstream_for_which_one_has_the_threads_and_one_that_fails_mostly() -> None:
    """One that always fails makes the lanes failing instead: see ``test_outages``."""
    failures = "failures", r"[5-9]\d % of the requests fail"
    mostly = {"latency_ms": 50, "failure_percent": 80}
    assert_limits(
        Step(
            plan(FLASK, FASTAPI, "upstream", users=16, parameters={"latency_ms": 400}),
            ("threads", r"4 of 4 threads busy, 1\d waiting"),
            ("backend", r"the upstream answers in 4\d\d ms; nothing here is the limit"),
        ),
        Step(
            plan(FLASK, FASTAPI, "upstream", users=4, parameters=mostly),
            failures,
            failures,
        ),
    )


@pytest.mark.exclusive_cpu
def test_a_backing_service_whose_cpu_is_full() -> None:
    parameters = {"latency_ms": 0, "timeout_ms": 20_000}
    full = "service", r"Upstream's CPU is (nearly )?full: \d+ % of a core"
    busy = plan(FLASK, FASTAPI, "upstream", 32, parameters=parameters, duration_s=patience_s())
    assert_limits(Step(busy, full, full), means=BUSY_UPSTREAM)
