"""Ticks are few and readable, and the span of time follows the race."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.charts.axes import (
    nines,
    percentile_axis,
    short_latency,
    short_number,
    time_axis,
    time_span,
)
from tests.support.every_case import every_case


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


@every_case(
    ("until_s", "high"),
    [(0, 5), (3, 5), (5.1, 5.5), (12, 12), (30.1, 30.5), (60.2, 61), (599, 600), (4000, 4020)],
)
def test_time_follows_the_race_in_small_steps(until_s: float, high: float) -> None:
    assert time_span(until_s, None, over=False) == pytest.approx((0, high))


@given(st.floats(min_value=5, max_value=20_000))
def test_the_live_edge_is_near_the_plots_edge(until_s: float) -> None:
    _, high = time_span(until_s, None, over=False)
    assert until_s - 1e-6 <= high * (1 + 1e-9)
    assert high - until_s <= max(0.5, 0.02 * until_s) + 1e-6


@given(st.floats(min_value=60, max_value=20_000))
def test_the_live_edge_of_the_last_minute_is_near_too(until_s: float) -> None:
    _, high = time_span(until_s, 60, over=False)
    assert high - until_s <= 0.04 * 60 + 1e-6


def test_time_ends_with_the_race() -> None:
    assert time_span(12.34, None, over=True) == (0, 12.34)
    assert time_span(0.1, None, over=True) == (0, 1)


@pytest.mark.parametrize(
    ("until_s", "over", "span"),
    [(12, False, (0, 12)), (75.1, False, (16, 76)), (75.1, True, (15.1, 75.1))],
)
def test_the_last_minute_is_no_longer_than_the_race(
    until_s: float, over: bool, span: tuple[float, float]
) -> None:
    assert time_span(until_s, 60, over=over) == pytest.approx(span)


@given(st.floats(min_value=0, max_value=20_000), st.integers(min_value=1, max_value=12))
def test_time_has_no_more_ticks_than_there_is_room_for(duration_s: float, most: int) -> None:
    axis = time_axis(*time_span(duration_s, None, over=False), most)
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
