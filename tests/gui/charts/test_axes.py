"""Axes grow by steps, never jump back, and their ticks are few and readable."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.charts.axes import (
    LinearScale,
    LogScale,
    nines,
    percentile_axis,
    short_latency,
    short_number,
    time_axis,
    time_top,
)

VALUES = st.floats(min_value=1e-3, max_value=1e7)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.5, "0.5"), (60, "60"), (1000, "1k"), (1500, "1.5k"), (25e3, "25k"), (2e6, "2M")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert short_number(value) == text


@pytest.mark.parametrize(
    ("value_ms", "text"), [(0.5, "0.5"), (100, "100"), (1000, "1 s"), (10_000, "10 s")]
)
def test_latencies_are_in_ms_and_from_a_second_on_in_seconds(value_ms: float, text: str) -> None:
    assert short_latency(value_ms) == text


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 10), (9, 10), (9.5, 15), (79, 100), (2_890, 4_000), (3_000, 4_000), (1e6, 1.5e6)],
)
def test_a_linear_axis_has_room_above_its_highest_value(highest: float, top: float) -> None:
    scale = LinearScale(least=10)
    scale.include(0, highest)
    assert scale.top == pytest.approx(top)


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_a_linear_axis_only_grows_and_holds_all(values: list[float]) -> None:
    scale, tops = LinearScale(least=10), [10.0]
    for value in values:
        scale.include(value, value)
        tops.append(scale.top)
    assert tops == sorted(tops)
    assert scale.top >= max(values)
    ticks = scale.axis(5).ticks
    assert 2 <= len(ticks) <= 6
    assert ticks[0].at == 0
    assert all(tick.at <= scale.top * (1 + 1e-9) for tick in ticks)


@pytest.mark.parametrize("odd", [math.nan, math.inf, -5.0, 0.0])
def test_odd_values_do_not_move_an_axis(odd: float) -> None:
    linear, log = LinearScale(least=10), LogScale()
    log.include(50, 500)
    before = log.range_ms
    linear.include(odd, odd)
    log.include(odd, odd)
    assert linear.top == 10
    assert log.range_ms == before


def test_a_new_run_lets_an_axis_shrink() -> None:
    linear, log = LinearScale(least=10), LogScale()
    linear.include(0, 5_000)
    log.include(1, 60_000)
    linear.reset()
    log.reset()
    log.include(50, 60)
    assert linear.top == 10
    assert log.range_ms[1] <= 200


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_a_log_axis_only_grows_and_holds_all(values: list[float]) -> None:
    scale, low, high = LogScale(), math.inf, 0.0
    for value in values:
        scale.include(value, value)
        low, high = scale._low, scale._high
        assert low <= value <= high
    assert scale.range_ms[0] <= min(values)
    assert scale.range_ms[1] >= max(values)
    assert scale.range_ms[1] / scale.range_ms[0] >= 10 * (1 - 1e-9)
    axis = scale.axis(5)
    assert 2 <= len(axis.ticks) <= 6
    assert all(axis.low - 1e-6 <= tick.at <= axis.high + 1e-6 for tick in axis.ticks)


def test_a_log_axis_has_text_at_its_decades() -> None:
    scale = LogScale()
    scale.include(52, 3_260)
    assert [tick.text for tick in scale.axis(4).ticks] == ["20", "100", "1 s", "5 s"]


@pytest.mark.parametrize(
    ("duration_s", "top"),
    [(0, 10), (10, 10), (10.1, 15), (31, 45), (60, 60), (599, 600), (4000, 5400)],
)
def test_time_grows_by_steps(duration_s: float, top: float) -> None:
    assert time_top(duration_s) == top


@given(st.floats(min_value=0, max_value=20_000), st.integers(min_value=1, max_value=12))
def test_time_has_no_more_ticks_than_there_is_room_for(duration_s: float, most: int) -> None:
    axis = time_axis(0, time_top(duration_s), most)
    assert len(axis.ticks) <= most + 1
    assert len({tick.text for tick in axis.ticks}) == len(axis.ticks)


def test_time_is_told_in_seconds_and_later_as_a_clock() -> None:
    assert [tick.text for tick in time_axis(0, 20, 5).ticks] == ["0 s", "5", "10", "15", "20"]
    assert [tick.text for tick in time_axis(540, 600, 3).ticks] == ["9:00", "9:30", "10:00"]
    assert time_axis(3600, 3660, 3).ticks[0].text == "1:00:00"


def test_each_nine_of_a_percentile_is_as_wide() -> None:
    axis = percentile_axis()
    assert [tick.text for tick in axis.ticks] == ["0", "50 %", "90 %", "99 %", "99.9 %", "99.99 %"]
    assert [nines(p) for p in (0, 0.9, 0.99, 0.999)] == pytest.approx([0, 1, 2, 3])
    assert axis.high == pytest.approx(4)
