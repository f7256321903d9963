"""Short races of real servers and real generators; servers that are stopped or killed are in
``tests/end_to_end/test_outages.py``.
"""

import asyncio

import msgspec
import numpy as np
import psutil
import pytest

from loadgen.model.frame import LANES, Frame, LaneId
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from tests.support.machine_use import measured
from tests.support.real_race import PLAN, RealRace, race, state

pytestmark = pytest.mark.process


def assert_machine_is_accounted(timeline: Timeline) -> None:
    """All parts add up, and what the servers used is what they report of themselves.

    Between two reports CPU time is interpolated: at both ends it may be off by what one core can
    use in the longest of these gaps, 0.1 s on a quiet machine. On a busy one a report may be late
    at the ends themselves, so that the gaps there count as those between do.
    """
    use = timeline.machine_use(0.0, timeline.raced_until_s)
    assert use is not None
    parts = (*use.lanes.values(), use.generators, use.services, use.program, use.others, use.idle)
    assert sum(parts) == pytest.approx(use.processors)
    assert min(parts) >= 0
    for id_ in LANES:
        lane = timeline.lane(id_)
        used, at = (lane.values(name, 0.0, use.to_s) for name in ("server_cpu_s", "server_at"))
        gaps_s = np.diff([use.to_s - use.seconds, *at, use.to_s])
        off_s = 0.05 + 2 * float(gaps_s.max())
        assert use.lanes[id_] * use.seconds == pytest.approx(used[-1] - used[0], abs=off_s)


def test_four_seconds_of_flask_against_fastapi() -> None:
    async def story() -> RealRace:
        async with race(msgspec.structs.replace(PLAN, duration_s=4)) as real:
            await real.running
            return real

    with measured() as machine_use:
        real = asyncio.run(story())
    assert_machine_is_accounted(real.timeline)
    # 16 users against 4 threads, and the wait is nearly all there is to it.
    answered = [LaneWindow(real.timeline.lane(id_), [(1, 4)]).counts.ok for id_ in LANES]
    if not 2.5 < answered[1] / answered[0] < 5:
        machine_use.skip_if_taken()
    assert 2.5 < answered[1] / answered[0] < 5
    verdict = judge(real.timeline, PLAN)
    assert verdict.kind == "too-little", "the first interval takes six seconds"
    assert verdict.throughput_ratio is None
    for id_ in LANES:
        lane = real.timeline.lane(id_)
        assert lane.requests.failures == 0
        assert lane.announced is not None
        assert lane.announced.pid == 0 or lane.announced.settings
        assert lane.values("rss_mib", 0, 4).size > 30
        assert lane.values("p99_ms", 0, 4).min() >= PLAN.parameters["wait_ms"]


def test_frozen_for_a_second_the_latency_from_the_schedule_knows_it() -> None:
    async def story() -> None:
        async with race(msgspec.structs.replace(PLAN, model=OpenModel(50.0))) as real:
            # Below the 80/s that four threads can answer: nothing queues but what is frozen.
            await real.until_answers("a", "b")
            began_s = real.comparison.at_s
            real.comparison.freeze("b")
            # All that was due meanwhile comes late, at once, and was no failure.
            lane = real.timeline.lane("b")
            await real.until(lambda f: lane.histogram(began_s, f.at_s).max_s > 0.8)
            frame = await real.until(lambda frame: frame.lanes["b"].requests.in_flight < 25)
            assert lane.status.state == "running"
            assert lane.histogram(began_s, frame.at_s).percentile(0.5) > 0.2
            assert frame.lanes["b"].requests.failures == 0
            assert real.timeline.lane("a").histogram(began_s, frame.at_s).percentile(0.5) < 0.2
        assert [mark.text for mark in real.timeline.marks] == ["FastAPI frozen for 1 s"]

    asyncio.run(story())


def test_four_seconds_of_turns() -> None:
    # Of shorter requests than elsewhere: so many that a rate over part of a second is even.
    turns = msgspec.structs.replace(
        PLAN, mode="turns", block_s=1, duration_s=4, pinned=True, parameters={"wait_ms": 20}
    )
    frames: list[Frame] = []

    async def story() -> RealRace:
        async with race(turns) as real:
            real.also = frames.append
            await real.running
            return real

    with measured() as machine_use:
        real = asyncio.run(story())
    under_load = [frame for frame in frames if frame.block is not None]
    # On a busy machine a generator may stand still, and its pair be raced again: both take turns.
    assert {frame.turn for frame in under_load} == {"a", "b"}
    for frame in under_load:
        for id_ in LANES:
            if id_ != frame.turn:
                assert frame.lanes[id_].requests.in_flight == 0
                assert frame.lanes[id_].status.state == "ready"
    assert real.timeline.lane("a").requests.cancelled == 0
    # 16 users against 4 threads, and the wait is nearly all there is to it.
    a, b = (
        sum(f.lanes[id_].ok for f in under_load if f.turn == id_)
        / sum(f.lanes[id_].interval_s for f in under_load if f.turn == id_)
        for id_ in LANES
    )
    # What is drained after a turn, or comes in the first moment of one, makes no rate.
    drawn = real.timeline.lane("a").column("throughput")
    drawn = drawn[np.isfinite(drawn)]
    wait_s = turns.parameters["wait_ms"] / 1000
    assert drawn.size
    assert 0 < drawn.min() <= drawn.max() <= 1.15 * 4 / wait_s
    if not 2 < b / a < 6:
        machine_use.skip_if_taken()
    assert 2 < b / a < 6


def test_load_and_settings_change_and_a_killed_generator_fails_its_lane() -> None:
    async def story() -> None:
        async with race() as real:
            await real.until_answers("a", "b")
            await change_load_and_settings(real)
            await kill_generator_of_b(real)

    asyncio.run(story())


async def change_load_and_settings(real: RealRace) -> None:
    """Only the lane whose settings change is started again."""
    more = msgspec.structs.replace(PLAN, model=ClosedModel(48))
    real.comparison.change(more)
    frame = await real.until(
        lambda f: all(f.lanes[id_].requests.in_flight > 16 for id_ in LANES),
        within_ticks=10,
    )
    threads = PLAN.lanes | {"a": LaneChoice.of("flask", threads=32)}
    real.comparison.change(msgspec.structs.replace(more, lanes=threads))
    await real.until(state("a", "restarting"), within_ticks=10)
    before = real.status("b")
    frame = await real.until(state("a", "running"))
    after = frame.lanes["b"].status
    assert (after.pid, after.port) == (before.pid, before.port)
    await real.until_answers("a", "b")
    announced = real.timeline.lane("a").announced
    assert announced is not None
    assert {s.key: s.value for s in announced.settings}["threads"] == "32"
    assert [mark.text for mark in real.timeline.marks] == [
        "concurrency 16 → 48",
        "Flask threads 4 → 32",
    ]


async def kill_generator_of_b(real: RealRace) -> None:
    """What it measured stays, and the other lane goes on."""
    (generator,) = real.comparison._lanes["b"]._flow.pids
    psutil.Process(generator).kill()
    frame = await real.until(state("b", "failed"), within_ticks=10)
    assert "what was measured stays" in frame.lanes["b"].status.text
    assert frame.lanes["b"].requests.ok > 0
    assert frame.lanes["b"].requests.failed.get("generator", 0) > 0
    await real.until_answers("a")


def test_starts_and_stops_in_a_row_leave_nothing_behind() -> None:
    async def story() -> None:
        # From before the children exist to when they nearly serve.
        for moment_s in (0.0, 0.08, 0.24):
            async with race():
                await asyncio.sleep(moment_s)  # the moment is what is tried out

    asyncio.run(story())


def test_connections_that_are_closed_after_so_many_requests_are_no_failures() -> None:
    async def story() -> None:
        quick = msgspec.structs.replace(PLAN, parameters=PLAN.parameters | {"wait_ms": 20})
        closing = msgspec.structs.replace(quick, requests_per_connection=10)
        async with race(closing) as real:
            await check_connections(real, dict.fromkeys(LANES, (0, 0)), 10)
            real.comparison.change(msgspec.structs.replace(quick, requests_per_connection=1))
            # The mark comes when the value has rested for 0.3 s.
            changed = await real.until(lambda frame: bool(real.timeline.marks))
            await check_connections(real, {id_: sent_opened(changed, id_) for id_ in LANES}, 1)

    asyncio.run(story())


def sent_opened(frame: Frame, lane: LaneId) -> tuple[int, int]:
    """The requests that were sent, and the connections that were opened for them."""
    return frame.lanes[lane].requests.sent, frame.lanes[lane].connections_opened


async def check_connections(
    real: RealRace, since: dict[LaneId, tuple[int, int]], limit: int
) -> None:
    """As many are opened as 100 requests of each lane and more need; 16 users hold one each."""
    frame = await real.until(
        lambda frame: all(sent_opened(frame, id_)[0] > since[id_][0] + 100 for id_ in LANES)
    )
    for id_ in LANES:
        sent, opened = (
            after - before
            for after, before in zip(sent_opened(frame, id_), since[id_], strict=True)
        )
        assert sent / limit - 16 <= opened <= sent / limit + 16
        assert frame.lanes[id_].requests.failed == {}
