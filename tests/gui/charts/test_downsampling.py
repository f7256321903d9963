"""Few points are drawn, and no peak is lost; a gap stays a gap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gui.charts.curves import column_width
from gui.charts.downsampling import dots, runs, thinned

SERIES = arrays(
    np.float64,
    st.integers(min_value=1, max_value=400),
    elements=st.floats(min_value=0, max_value=1e6) | st.just(float("nan")),
)
COLUMNS = st.floats(min_value=0.05, max_value=30)


@given(SERIES, COLUMNS)
def test_no_peak_is_lost(y: np.ndarray, column: float) -> None:
    x = np.linspace(0.1, y.size / 10, y.size)
    points = thinned(x, y, column)
    assert points.x.size <= min(y.size, x[-1] / column + 2)
    for whole, kept in ((np.fmax, points.high), (np.fmin, points.low)):
        assert np.array_equal(whole.reduce(y), whole.reduce(kept), equal_nan=True)
    held = np.isfinite(points.middle)
    assert np.array_equal(held, np.isfinite(points.high))
    slack = 1e-9 * (1 + np.abs(points.high[held]))
    assert (points.low[held] <= points.middle[held] + slack).all()
    assert (points.middle[held] <= points.high[held] + slack).all()
    assert (np.diff(points.x) > 0).all()
    assert points.x[-1] == x[-1]


def test_few_points_are_left_as_they_are() -> None:
    x, y = np.array([0.1, 0.2, 0.3]), np.array([1.0, np.nan, 3.0])
    points = thinned(x, y, 0.01)
    assert not points.is_range
    assert points.middle is y


def test_columns_stay_where_they_are_while_a_window_moves() -> None:
    x = np.linspace(0.1, 99.9, 999)
    y = np.sin(x * 7)
    whole, moved = thinned(x, y, 0.5), thinned(x[303:], y[303:], 0.5)
    assert np.array_equal(whole.high[-50:], moved.high[-50:])


def test_no_data_make_no_points() -> None:
    assert thinned(np.empty(0), np.empty(0), 1.0).x.size == 0


def test_a_gap_as_wide_as_a_column_is_a_gap() -> None:
    x = np.linspace(0, 9.9, 100)
    y = np.where((x >= 3) & (x < 5), np.nan, 1.0)
    points = thinned(x, y, 0.5)
    gap = (points.x > 3) & (points.x < 4.9)
    assert gap.sum() == 4
    assert np.isnan(points.middle[gap]).all()
    assert np.isfinite(points.middle[~gap]).all()


@pytest.mark.parametrize(
    ("finite", "expected"),
    [
        ([], []),
        ([False, False], []),
        ([True, True], [(0, 2)]),
        ([False, True, False, True, True], [(1, 2), (3, 5)]),
    ],
)
def test_runs_are_the_stretches_between_gaps(
    finite: list[bool], expected: list[tuple[int, int]]
) -> None:
    found = [(run.start, run.stop) for run in runs(np.array(finite, dtype=bool))]
    assert found == expected


def test_dots_are_evenly_spread_along_the_line_and_never_in_a_gap() -> None:
    x = np.array([0.0, 30.0, 60.0, 90.0, 120.0])
    y = np.array([0.0, 40.0, np.nan, 7.0, 7.0])
    at_x, at_y = dots(x, y, 10.0)
    assert at_x.tolist() == pytest.approx([0, 6, 12, 18, 24, 30, 90, 100, 110, 120])
    assert at_y.tolist() == pytest.approx([0, 8, 16, 24, 32, 40, 7, 7, 7, 7])


def test_columns_stay_while_a_time_axis_grows_a_little() -> None:
    least = [0.1 * (1 + n / 100) for n in range(100)]
    widths = [column_width(each) for each in least]
    assert all(a <= b <= 1.26 * a for a, b in zip(least, widths, strict=True))
    assert len(set(widths)) == 4
