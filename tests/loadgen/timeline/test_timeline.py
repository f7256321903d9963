"""Frames become columns: figures over the trailing second, gaps where nothing is measured."""

from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace

from loadgen.model.frame import LANES, Frame, LaneFrame, LaneId, LaneStatus
from loadgen.model.histogram import LatencyHistogram
from loadgen.timeline.figure_window import FIGURES
from loadgen.timeline.lane_timeline import COLUMNS
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.timeline import Timeline
from tests.support.synthetic_frames import READY, Side, SyntheticFrames, timeline

RUNS = Side(per_tick=10, latency_ms=50)


def test_throughput_is_per_second_over_the_trailing_second() -> None:
    lane = timeline((2, Side(per_tick=10), RUNS), (1, Side(per_tick=30), RUNS)).lane("a")
    throughput = lane.column("throughput")
    assert throughput[9] == pytest.approx(100)
    assert throughput[24] == pytest.approx(200)  # half of the second was at each rate
    assert throughput[-1] == pytest.approx(300)


def test_a_tick_without_a_snapshot_does_not_lower_the_throughput() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    for n in range(15):
        side = Side(per_tick=0, silent=True) if n % 3 == 2 else RUNS
        for frame in fabricator.frames(0.1, side, RUNS):
            line.add(frame)
    assert line.lane("a").column("throughput")[-1] == pytest.approx(100)


def test_there_is_no_figure_before_the_window_is_filled() -> None:
    lane = timeline((0.8, RUNS, RUNS), (0.2, RUNS, RUNS)).lane("a")
    for name in FIGURES:
        assert np.isnan(lane.column(name)[:8]).all()
        assert np.isfinite(lane.column(name)[8:]).all()


def test_a_generator_that_reports_nothing_any_more_leaves_a_gap() -> None:
    silent = Side(per_tick=0, silent=True)
    throughput = timeline((2, RUNS, RUNS), (3, silent, RUNS)).lane("a").column("throughput")
    assert throughput[24] == pytest.approx(100)  # four reports that are late are no reason for it
    assert np.isnan(throughput[40:]).all()


@pytest.mark.parametrize("block_s", [1, 3])
def test_no_rate_is_drawn_over_the_border_of_two_turns(block_s: int) -> None:
    """Answers drained after the border were rates of 1,550/s where 380/s are possible."""
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in drained(fabricator.turns(8, block_s, RUNS, RUNS), ok=64):
        line.add(frame)
    for id_ in LANES:
        lane = line.lane(id_)
        throughput = lane.column("throughput")
        assert throughput[np.isfinite(throughput)].tolist() == pytest.approx(
            [100] * np.isfinite(throughput).sum()
        )
        assert np.isfinite(throughput).sum() == 4 * (block_s * 10 - 8)
        assert LaneWindow(lane, [(0, 99)]).counts.ok == 4 * (block_s * 100 + 64), (
            "they belong to the turn"
        )


def drained(frames: Iterator[Frame], ok: int) -> Iterator[Frame]:
    """The frames, with so many answers more in the first tick after each turn."""
    late = LatencyHistogram()
    late.record(np.full(ok, 0.2))
    before: LaneId | None = None
    for frame in frames:
        if before is not None and frame.turn is None:
            lane = replace(frame.lanes[before], latency=late.sparse())
            frame = replace(frame, lanes=frame.lanes | {before: lane})
        before = frame.turn
        yield frame


def test_percentiles_are_those_of_the_merged_trailing_second() -> None:
    line, fabricator, expected = Timeline(), SyntheticFrames(), LatencyHistogram()
    for n in range(40):
        for frame in fabricator.frames(0.1, Side(per_tick=7, latency_ms=5 + n * n), RUNS):
            line.add(frame)
            if n >= 30:
                expected.add(frame.lanes["a"].latency)
    p50, p99 = expected.percentiles([0.5, 0.99]) * 1000
    lane = line.lane("a")
    assert lane.column("p50_ms")[-1] == pytest.approx(p50)
    assert lane.column("p99_ms")[-1] == pytest.approx(p99)


def test_a_failed_lane_leaves_a_gap_and_starts_afresh() -> None:
    failed = Side(state="failed", silent=True)
    line = timeline((2, RUNS, RUNS), (2, failed, RUNS), (1, Side(per_tick=50), RUNS))
    throughput = line.lane("a").column("throughput")
    assert np.isnan(throughput[20:48]).all()  # until most of a second is known again
    assert throughput[-1] == pytest.approx(500)  # nothing from before the gap is in it
    assert np.isnan(line.lane("a").column("rss_mib")[20:40]).all()
    assert not np.isnan(line.lane("b").column("throughput")[20:40]).any()


def test_a_frozen_server_is_drawn_at_zero_and_its_stall_shows_when_it_thaws() -> None:
    frozen = Side(per_tick=0, state="unresponsive")
    lane = timeline((2, RUNS, RUNS), (3, frozen, RUNS), (1, Side(latency_ms=3000), RUNS)).lane("a")
    assert (lane.column("throughput")[20:50] == 0).all()
    assert np.isnan(lane.column("p99_ms")[20:58]).all()
    assert lane.column("p99_ms")[-1] == pytest.approx(3000, rel=0.01)


def test_until_load_flows_there_is_no_row_but_the_lanes_are_known() -> None:
    line = Timeline()
    lanes = {id_: LaneFrame(status=LaneStatus("starting"), announced=READY) for id_ in LANES}
    line.add(Frame(seq=0, at_s=0.0, phase="starting", lanes=lanes))
    assert len(line.lane("a")) == 0
    assert line.lane("a").column("throughput").size == 0
    assert line.lane("a").announced == READY
    assert line.lane("a").status.state == "starting"


def test_telemetry_is_carried_over_a_tick_that_lacks_it_but_not_for_ever() -> None:
    silent = Side(silent=True, per_tick=0)
    lane = timeline((1, RUNS, RUNS), (2, silent, RUNS)).lane("a")
    rss = lane.column("rss_mib")
    assert rss[10] == 40
    assert np.isnan(rss[-1])


def test_server_cpu_is_of_one_core_over_the_last_second() -> None:
    assert timeline((3, RUNS, RUNS)).lane("a").column("cpu_percent")[-1] == pytest.approx(50)


@pytest.mark.slow
def test_columns_grow_and_are_views_that_nobody_writes_to() -> None:
    line = timeline((150, RUNS, RUNS))
    for name in COLUMNS:
        assert line.lane("a").column(name).shape == (1500,)
    assert line.lane("a").column("throughput")[8:].tolist() == pytest.approx([100] * 1492)
    with pytest.raises(ValueError, match="read-only"):
        line.lane("a").column("at_s")[0] = 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("from_s", "to_s"), [(0, 40), (0.05, 0.1), (3.3, 12.8), (12.8, 25.6), (5, 5), (39, 99)]
)
def test_a_stretch_merges_exactly_its_rows(from_s: float, to_s: float) -> None:
    line, fabricator, expected, failed = Timeline(), SyntheticFrames(), LatencyHistogram(), 0
    for n in range(400):
        for frame in fabricator.frames(0.1, Side(per_tick=n % 9, latency_ms=n + 1, failed=1), RUNS):
            line.add(frame)
            if from_s < frame.at_s <= to_s:
                expected.add(frame.lanes["a"].latency)
                failed += 1
    merged, counts = (
        line.lane("a").histogram(from_s, to_s),
        LaneWindow(line.lane("a"), [(from_s, to_s)]).counts,
    )
    assert (merged.counts == expected.counts).all()
    assert merged.max_s == expected.max_s
    assert (counts.ok, counts.failed) == (expected.count, failed)


@pytest.mark.parametrize(
    ("parts", "stretch"),
    [
        ([(1.9, RUNS, RUNS)], None),
        ([(2.1, RUNS, RUNS)], (0.05, 2.1)),
        # a slow lane needs one of its latencies until it answers what it is asked now
        ([(10, Side(latency_ms=3000), RUNS)], (3.0, 10.0)),
        # lanes that start slowly, in throughput or in latency, are found out
        ([(1, Side(per_tick=4), RUNS), (9, RUNS, RUNS)], (1.0, 10.0)),
        ([(1.5, RUNS, Side(latency_ms=90)), (8.5, RUNS, RUNS)], (1.5, 10.0)),
        # what was measured before an outage stays, and what comes after it is added
        ([(5, RUNS, RUNS), (1, Side(state="restarting"), RUNS), (4, RUNS, RUNS)], (0.05, 10.0)),
        ([(5, RUNS, RUNS), (1, RUNS, Side(state="failed"))], (0.05, 5.0)),
        ([(5, RUNS, RUNS), (2, Side(per_tick=0, state="unresponsive"), RUNS)], (0.05, 5.0)),
    ],
)
def test_the_stable_stretch(
    parts: list[tuple[float, Side, Side]], stretch: tuple[float, float] | None
) -> None:
    found = timeline(*parts).stretch()
    ends = None if found is None else (found.from_s, found.to_s)
    assert ends == (None if stretch is None else pytest.approx(stretch, rel=0.01))


def test_a_mark_and_the_cool_down_end_a_stable_stretch() -> None:
    line, fabricator = Timeline(), SyntheticFrames()
    for frame in fabricator.frames(5, RUNS, RUNS):
        line.add(frame)
    for frame in fabricator.frames(5, RUNS, RUNS, mark="concurrency 16 → 64"):
        line.add(frame)
    for frame in fabricator.frames(5, RUNS, RUNS):
        line.add(frame)
    for frame in fabricator.frames(2, Side(state="stopped"), RUNS, phase="stopping"):
        line.add(frame)
    stretch = line.stretch()
    assert stretch is not None
    assert (stretch.from_s, stretch.to_s) == pytest.approx((5.05, 15.0), abs=0.01)
    assert [mark.text for mark in line.marks] == ["concurrency 16 → 64"]
    assert line.duration_s == pytest.approx(17)


def test_in_which_part_the_generator_was_the_limit() -> None:
    lane = timeline((1, RUNS, RUNS), (1, Side(generator_cpu=97), RUNS)).lane("a")
    assert LaneWindow(lane, [(0, 2)]).generator_limited == pytest.approx(0.5)
    assert LaneWindow(lane, [(1, 2)]).generator_limited == 1
    assert LaneWindow(lane, [(9, 10)]).generator_limited == 0


def test_latency_from_the_sending_is_kept_apart_once_it_differs() -> None:
    waits = Side(latency_ms=900, service_ms=40)
    line = timeline((2, RUNS, RUNS), (3, waits, RUNS), (2, RUNS, RUNS))
    lane = line.lane("a")
    for name, at_2, at_5 in (("p99_ms", 50, 900), ("p99_send_ms", 50, 40)):
        assert lane.column(name)[19] == pytest.approx(at_2, rel=0.01)
        assert lane.column(name)[49] == pytest.approx(at_5, rel=0.01)
        assert lane.column(name)[69] == pytest.approx(50, rel=0.01)
    assert lane.histogram(0, 7, "send").max_s == 0.05
    assert lane.histogram(0, 7).max_s == 0.9
    assert lane.histogram(0, 7, "send").count == lane.histogram(0, 7).count


def test_dropped_arrivals_are_those_of_the_tick() -> None:
    lane = timeline((1, RUNS, RUNS), (1, Side(dropped=3), RUNS)).lane("a")
    assert lane.column("dropped").tolist() == [0] * 10 + [3] * 10
    assert LaneWindow(lane, [(0, 2)]).counts.dropped == 30


def test_where_the_generator_stood_still_there_is_a_gap_and_nothing_counts() -> None:
    silent = Side(per_tick=0, silent=True)
    woken = Side(per_tick=500, latency_ms=3_000, failed=7, stood_still_s=1.1)
    line = timeline((2, RUNS, RUNS), (1, silent, RUNS), (0.1, woken, RUNS), (2, RUNS, RUNS))
    lane = line.lane("a")
    assert np.array(line.void_spans("a")) == pytest.approx(np.array([(2.0, 3.1)]))
    assert line.void_spans("b") == ()
    for name in ("throughput", "p50_ms", "p99_send_ms"):
        assert np.isnan(lane.column(name)[20:39]).all()
        assert not np.isnan(lane.column(name)[8:20]).any()
        assert not np.isnan(lane.column(name)[39:]).any()
    assert lane.column("throughput")[39:] == pytest.approx(100)
    assert LaneWindow(lane, [(0, 6)]).counts.ok == 400
    assert LaneWindow(lane, [(0, 6)]).counts.failed == 0
    assert LaneWindow(lane, [(0, 6)]).counts.measured_s == pytest.approx(4)
    assert lane.histogram(0, 6).max_s == pytest.approx(0.05)
    assert lane.void_s(0, 6) == pytest.approx(1.1)
    assert lane.void_s(2.5, 2.8) == pytest.approx(0.3)


def test_void_intervals_that_follow_each_other_are_one_span() -> None:
    line = timeline((1, RUNS, RUNS), (0.3, Side(stood_still_s=0.1), RUNS), (1, RUNS, RUNS))
    assert np.array(line.void_spans("a")) == pytest.approx(np.array([(1.0, 1.3)]))


def test_a_lane_close_to_the_generators_ceiling_is_bound_by_it() -> None:
    line = timeline((2, Side(per_tick=79, ceiling=1_000), Side(per_tick=81, ceiling=1_000)))
    assert not LaneWindow(line.lane("a"), [(0, 2)]).generator_bound
    assert LaneWindow(line.lane("b"), [(0, 2)]).generator_bound
    assert not LaneWindow(timeline((2, RUNS, RUNS)).lane("a"), [(0, 2)]).generator_bound
