"""Each limit that the why strip can name, produced for real, and named; and no other.

Both lanes get the same requests, so that mostly each of them runs into a limit of its own. What is
looked at is what a person sees: the limit of the last second, once it has lasted.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

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


def watched(
    plan: RacePlan, enough: Callable[[Shown], bool], means: Dependencies | None = None
) -> Shown:
    """What each lane's strip showed, from when load has settled there until ``enough``."""
    timeline = Timeline()
    shown: Shown = {"a": [], "b": []}
    stops: list[Callable[[], None]] = []
    watches = {lane: BottleneckDebounce() for lane in LANES}
    running_since: dict[LaneId, float] = defaultdict(float)

    def look(frame: Frame) -> None:
        timeline.add(frame)
        for lane in LANES:
            if frame.lanes[lane].status.state != "running" or frame.phase != "racing":
                running_since[lane] = frame.at_s
            elif frame.at_s - running_since[lane] >= SETTLES_S:
                found, contradiction = limits_now(timeline, plan, lane)
                assert contradiction == ""
                shown[lane].append(watches[lane].see(frame.at_s, found))
        if enough(shown):
            stops[0]()

    async def race() -> None:
        comparison = Race(plan, look, means=means)
        stops.append(comparison.stop)
        await comparison.run()

    asyncio.run(race())
    return shown


def last_kinds(shown: list[Bottleneck]) -> set[str]:
    return {each.kind for each in shown[-LASTS:]} if len(shown) >= LASTS else set()


def assert_limits(
    plan: RacePlan, a: tuple[str, str], b: tuple[str, str], means: Dependencies | None = None
) -> None:
    """The kind of each lane's limit, and a pattern of its sentence; skips where other programs had
    the machine.
    """
    expected = {"a": a, "b": b}

    def as_expected(shown: Shown) -> bool:
        return all(last_kinds(shown[lane]) == {expected[lane][0]} for lane in LANES)

    with measured() as machine_use:
        shown = watched(plan, as_expected, means)
    if not as_expected(shown):
        machine_use.skip_if_taken()
    for lane in LANES:
        sentences = [each.sentence for each in shown[lane]]
        assert last_kinds(shown[lane]) == {expected[lane][0]}, sentences
        assert re.fullmatch(expected[lane][1], sentences[-1]), sentences[-1]


def patience_s() -> int:
    """Of a test that needs the processors for itself: where other programs use half a core it is
    skipped unless it passes soon.
    """
    return LITTLE_PATIENCE_S if others_use_half_a_core() else PATIENCE_S


FLASK, FASTAPI = LaneChoice.of("flask"), LaneChoice.of("fastapi")


def test_threads_are_busy_and_where_nothing_is_the_limit() -> None:
    assert_limits(
        plan(FLASK, FASTAPI, users=16),
        ("threads", r"4 of 4 threads busy, 1\d waiting"),
        ("nothing", r"nothing here is the limit: each of 16 users waits .* ms"),
    )


def test_pool_tokens_are_taken_and_a_loop_is_blocked() -> None:
    assert_limits(
        plan(LaneChoice.of("fastapi-def"), LaneChoice.of("fastapi-blocking")),
        ("tokens", r"40 of 40 pool tokens taken, [12]\d waiting"),
        ("loop", r"event loop blocked up to .* m?s"),
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
    assert_limits(
        in_turns,
        ("cpu", r"CPU of one core (nearly )?full: \d+ % used|CPU wanted .* of one core: .*"),
        ("cpu", r"CPU of both processes (nearly )?full: .*|CPU wanted .* of each of 2 cores: .*"),
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
    told = "the load generator is the limit, its (CPU is full|requests leave late)"
    assert_limits(slow_client, ("generator", told), ("generator", told))


def test_the_database_pool_though_all_threads_are_busy() -> None:
    parameters = {"delay_ms": 50, "insert_every": 0, "database_pool": 8}
    assert_limits(
        plan(LaneChoice.of("flask", threads=32), FASTAPI, "database", parameters=parameters),
        ("pool", r"the database pool is full: 8 of 8, 2\d waiting"),
        ("pool", r"the database pool is full: 8 of 8, 5\d waiting"),
    )


def test_a_slow_upstream_for_which_one_has_the_threads_and_one_has_not() -> None:
    parameters = {"latency_ms": 200}
    assert_limits(
        plan(FLASK, FASTAPI, "upstream", users=32, parameters=parameters),
        ("threads", r"4 of 4 threads busy, 2\d waiting"),
        ("backend", r"the upstream answers in 2\d\d ms; nothing here is the limit"),
    )


@pytest.mark.exclusive_cpu
def test_a_backing_service_whose_cpu_is_full() -> None:
    parameters = {"latency_ms": 0, "timeout_ms": 20_000}
    duration_s = patience_s()
    assert_limits(
        plan(FLASK, FASTAPI, "upstream", 32, parameters=parameters, duration_s=duration_s),
        ("service", r"Upstream's CPU is (nearly )?full: \d+ % of a core"),
        ("service", r"Upstream's CPU is (nearly )?full: \d+ % of a core"),
        BUSY_UPSTREAM,
    )


def test_an_upstream_that_fails_most_of_the_time() -> None:
    """One that always fails makes the lanes failing instead: see ``test_outages``."""
    parameters = {"latency_ms": 50, "failure_percent": 80}
    assert_limits(
        plan(FLASK, FASTAPI, "upstream", users=4, parameters=parameters),
        ("failures", r"[5-9]\d % of the requests fail"),
        ("failures", r"[5-9]\d % of the requests fail"),
    )


def test_the_open_model_within_what_both_can_do() -> None:
    assert_limits(
        plan(FLASK, FASTAPI, parameters={"wait_ms": 20}, model=OpenModel(40)),
        ("nothing", "all that arrives is answered"),
        ("nothing", "all that arrives is answered"),
    )


def test_more_arrivals_than_the_plan_allows_in_flight() -> None:
    assert_limits(
        plan(FLASK, FASTAPI, model=OpenModel(400, max_in_flight=10)),
        ("threads", r"4 of 4 threads busy, [3-6] waiting"),
        ("plan", r"the plan allows 10 in flight, so .* arrivals/s are dropped"),
    )
