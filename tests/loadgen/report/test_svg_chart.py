"""Charts as SVG: ticks, gaps, and the number of points."""

import math

import numpy as np
import pytest

from loadgen.model import number_format
from loadgen.report.svg_chart import POINTS, Curve, TimeChart, log_ticks, thinned, ticks


@pytest.mark.parametrize(
    ("high", "found"),
    [
        (100, [0, 20, 40, 60, 80, 100]),
        (1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (7, [0, 2, 4, 6]),
        (0, [0]),
    ],
)
def test_ticks_are_round(high: float, found: list[float]) -> None:
    assert ticks(high) == pytest.approx(found)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [(1, 100, [1, 2, 5, 10, 20, 50, 100]), (0.5, 3_000, [1, 10, 100, 1000]), (40, 70, [50])],
)
def test_logarithmic_ticks_are_round(low: float, high: float, found: list[float]) -> None:
    assert log_ticks(low, high) == pytest.approx(found)


def chart(y: list[float], *, logarithmic: bool = False) -> str:
    curve = Curve("a", "Flask", np.arange(len(y), dtype=float), np.array(y))
    return str(
        TimeChart("Answers", [curve], number_format.rate, len(y) - 1, logarithmic=logarithmic).svg()
    )


def path(svg: str) -> str:
    return svg.split('class="curve lane-a" d="')[1].split('"')[0]


def test_a_gap_is_no_line() -> None:
    assert path(chart([1, 2, math.nan, 4, 5])).count("M") == 2


def test_nothing_below_zero_is_on_a_logarithmic_axis() -> None:
    assert path(chart([1, 0, 10], logarithmic=True)).count("M") == 2


def test_a_chart_without_values_is_drawn() -> None:
    assert path(chart([math.nan, math.nan])) == ""
    assert path(chart([math.nan, math.nan], logarithmic=True)) == ""


def test_every_point_stands_where_its_value_is() -> None:
    values = [3, 1, 4, 1, 5, 9, 2, 6]
    begin, *steps = path(chart(list(values))).split("l")
    places = [np.array(begin.removeprefix("M").split(), float)]
    for step in steps:
        places.append(places[-1] + np.array(step.split(), float))
    for n, ((x, y), value) in enumerate(zip(places, values, strict=True)):
        assert x == pytest.approx(58 + 490 * n / 7, abs=0.11)
        assert y == pytest.approx(214 - 204 * value / (9 * 1.08), abs=0.11)


def test_long_curves_are_thinned_to_their_means() -> None:
    x = np.arange(36_000, dtype=float)
    found_x, found_y = thinned(x, 2 * x)
    assert found_x.size == POINTS
    assert found_y == pytest.approx(2 * found_x)
