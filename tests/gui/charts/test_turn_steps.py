"""Figures of turns as levels over the windows that they are of."""

import numpy as np
import pytest

from gui.charts.throughput import ThroughputChart
from gui.charts.turn_steps import OwnTurns
from loadgen.model.race_plan import RacePlan
from tests.support.synthetic_lanes import SyntheticLane, timeline

GAP = float("nan")


def stepped(turns: list[list[float]]) -> list[list[float]]:
    """Turns of ticks of 0.1 s, with ten rows of the other lane between two of them."""
    x = np.arange(1.0, sum(map(len, turns)) + 1) * 0.1
    rows = np.concatenate(
        [100 * n + np.arange(len(turn), dtype=np.int64) for n, turn in enumerate(turns)]
    )
    found = OwnTurns(x, rows).step(np.array([y for turn in turns for y in turn]))
    return [each.tolist() for each in np.split(found, np.cumsum([len(t) for t in turns])[:-1])]


def test_a_short_turn_is_one_level_and_the_curve_breaks_between_two() -> None:
    turn, other = [GAP] * 8 + [90.0, 100.0], [GAP] * 8 + [190.0, 200.0]
    first, second = stepped([turn, other])
    np.testing.assert_array_equal(first, [GAP] + [100.0] * 9)
    np.testing.assert_array_equal(second, [GAP] + [200.0] * 9)


def test_a_long_turn_begins_with_the_level_of_its_first_window() -> None:
    (found,) = stepped([[GAP] * 8 + [90.0] + [100.0 + n for n in range(21)]])
    np.testing.assert_array_equal(found[:9], [GAP] + [90.0] * 8)
    assert found[9:] == [100.0 + n for n in range(21)]


def test_what_is_in_no_window_stays_a_gap() -> None:
    """A generator that stood still for 0.5 s at the start of a turn, and an outage inside one."""
    late, broken = [GAP] * 13 + [90.0, 100.0], [GAP] * 8 + [80.0, GAP, GAP, 100.0]
    first, second = stepped([late, broken])
    np.testing.assert_array_equal(first[:5], [GAP] * 5)
    np.testing.assert_array_equal(first[5:], [100.0] * 10)
    np.testing.assert_array_equal(second[8:], [80.0, GAP, GAP, 100.0])


def test_a_turn_without_a_full_window_has_no_level() -> None:
    (found,) = stepped([[GAP] * 7])
    assert np.isnan(found).all()


@pytest.mark.usefixtures("qapp")
def test_throughput_in_turns_of_1_s_is_a_line() -> None:
    chart = ThroughputChart()
    chart.resize(700, 340)
    run = timeline(40, SyntheticLane.steady(100, 0.01), SyntheticLane.steady(300, 0.01), block_s=1)
    for curve in chart.content(run, RacePlan.default()).curves:
        known = np.isfinite(curve.y)
        assert known.mean() > 0.8
        alone = known & ~np.append(False, known[:-1]) & ~np.append(known[1:], False)
        assert not alone.any(), "a dot"
