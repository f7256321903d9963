"""Older rows are merged: nothing is lost of histograms and counts, and the verdict is the same."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from loadgen.model.frame import LANES, Frame
from loadgen.model.race_plan import RacePlan
from loadgen.recording.small_curve import curves_of
from loadgen.timeline import turns_window
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.row_merging import Level, group_starts, last_known, sums
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import findings
from tests.support.synthetic_frames import Side, SyntheticFrames

LEVELS = (Level(20, 1), Level(60, 4))
A = Side(per_tick=40, jitter=4, spread=0.3, latency_ms=20)
B = Side(per_tick=60, jitter=5, spread=0.4, latency_ms=12)


def _steady(made: SyntheticFrames) -> Iterator[Frame]:
    yield from made.frames(241, A, B)


def _changed(made: SyntheticFrames) -> Iterator[Frame]:
    yield from made.frames(75.3, B, A)
    yield from made.frames(165.7, A, B, mark="threads 4 to 16")


def _out(made: SyntheticFrames) -> Iterator[Frame]:
    yield from made.frames(40.4, A, B)
    yield from made.frames(6.3, A, Side(per_tick=0, state="unresponsive"))
    yield from made.frames(194.3, A, B)


def _stood_still(made: SyntheticFrames) -> Iterator[Frame]:
    yield from made.frames(40.4, A, B)
    yield from made.frames(0.1, A, Side(per_tick=0, stood_still_s=3.0))
    yield from made.frames(200.5, A, B)


def _turns(made: SyntheticFrames) -> Iterator[Frame]:
    yield from made.turns(81, 3.0, A, B)


def _changed_in_turns(made: SyntheticFrames) -> Iterator[Frame]:
    yield from made.turns(20, 3.0, B, A)
    yield from made.frames(0.1, A, B, mark="threads 4 to 16")
    yield from made.turns(61, 3.0, A, B)


def _lines(frames: Sequence[Frame]) -> tuple[Timeline, Timeline]:
    whole, merged = Timeline(processors=2, levels=()), Timeline(processors=2, levels=LEVELS)
    for frame in frames:
        whole.add(frame)
        merged.add(frame)
    return whole, merged


@pytest.mark.parametrize("race", [_steady, _changed, _out, _stood_still, _turns, _changed_in_turns])
def test_merged_rows_lose_nothing_and_change_no_verdict(
    race: Callable[[SyntheticFrames], Iterator[Frame]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_window, "LOOKED_AT_S", LEVELS[0].after_s)
    frames = list(race(SyntheticFrames()))
    frames[300] = replace(
        frames[300],
        lanes={**frames[300].lanes, "a": replace(frames[300].lanes["a"], generators=7)},
    )
    whole, merged = _lines(frames)
    plan = RacePlan.default()
    for id_ in LANES:
        before, after = whole.lane(id_), merged.lane(id_)
        assert len(after) < len(before) / 3
        assert (np.diff(after.column("at_s")) > 0).all()
        assert after.peak("generators") == before.peak("generators")
        one, other = (LaneWindow(each, [(0.0, 300.0)]) for each in (before, after))
        assert one.counts == pytest.approx(other.counts)
        np.testing.assert_array_equal(one.histogram().counts, other.histogram().counts)
        assert one.histogram().max_s == other.histogram().max_s
        assert one.void_s == other.void_s
    assert merged.marks == whole.marks
    assert merged.stretch() == whole.stretch()
    assert [each.from_s for each in merged.bands()] == [each.from_s for each in whole.bands()]
    expected, found = findings(whole, plan), findings(merged, plan)
    assert found.kind == expected.kind == "comparison"
    for name in ("throughput_ratio", "p99_ratio", "memory_ratio"):
        was, now = getattr(expected, name), getattr(found, name)
        assert (now.estimate, now.low, now.high) == pytest.approx(
            (was.estimate, was.low, was.high), rel=1e-3
        )


def test_a_block_of_merged_rows_is_that_of_its_ticks() -> None:
    whole, merged = _lines(list(_steady(SyntheticFrames())))
    for from_s, to_s in ((0.0, 16.0), (32.0, 96.0), (224.0, 240.0)):
        one, other = (each.block("b", ((from_s, to_s),)).figures for each in (whole, merged))
        assert (one.ok, one.measured_s) == pytest.approx((other.ok, other.measured_s))
        np.testing.assert_array_equal(one.below, other.below)


def test_old_figures_are_those_of_their_row_and_gaps_stay_gaps() -> None:
    _, line = _lines(list(_out(SyntheticFrames())))
    lane = line.lane("b")
    at_s, throughput = lane.column("at_s"), lane.column("throughput")
    old = slice(*lane.rows(48.0, 160.0))
    assert throughput[old] == pytest.approx(lane.column("ok")[old] / lane.column("measured_s")[old])
    silent = (at_s > 42.0) & (at_s < 46.5)
    assert (throughput[silent] == 0).all()
    assert np.isnan(lane.column("p50_ms")[silent]).all()


def test_views_stay_as_they_were_while_rows_are_merged() -> None:
    frames = list(_steady(SyntheticFrames()))
    line = Timeline(levels=LEVELS)
    for frame in frames[:590]:
        line.add(frame)
    view = line.lane("a").column("ok")
    copied = view.copy()
    for frame in frames[590:700]:
        line.add(frame)
    assert len(line.lane("a")) < 590
    np.testing.assert_array_equal(view, copied)


def test_a_small_curve_of_merged_rows_has_equal_parts_of_time() -> None:
    made, slow, fast = SyntheticFrames(), Side(per_tick=10), Side(per_tick=30)
    frames = [*made.frames(120, slow, slow), *made.frames(120, fast, slow)]
    _, merged = _lines(frames)
    curve = curves_of(merged)["a"]
    assert len(curve) == 40
    assert curve[:20] == pytest.approx([100.0] * 20)
    assert curve[20:] == pytest.approx([300.0] * 20)


def test_groups_end_at_seconds_edges_and_changes() -> None:
    at_s = np.array([0.5, 1.0, 1.2, 1.9, 2.0, 2.1, 2.6, 3.0])
    state = np.array([0, 0, 0, 0, 0, 0, 1, 1])
    assert group_starts(at_s, 1, (1.2,), state).tolist() == [0, 2, 3, 5, 6]
    assert group_starts(np.array([]), 1, ()).tolist() == []


def test_a_group_has_the_sum_or_the_last_known_value() -> None:
    nan = float("nan")
    values, starts = np.array([1.0, nan, nan, nan, 3.0, 4.0]), np.array([0, 2, 4])
    np.testing.assert_array_equal(last_known(values, starts), [1.0, nan, 4.0])
    np.testing.assert_array_equal(sums(values, starts), [1.0, nan, 7.0])
