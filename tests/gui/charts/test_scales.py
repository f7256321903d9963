"""A y axis fits what is shown: it grows at once, and shrinks when it was too wide for a while."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.charts.scales import SHRINK_AFTER_S, LinearScale, LogScale, Scale
from tests.support.every_case import every_case

VALUES = st.floats(min_value=1e-3, max_value=1e7)
KINDS: dict[str, Callable[[], Scale]] = {"linear": lambda: LinearScale(least=10), "log": LogScale}


def show(scale: Scale, *values: float, at_s: float = 0.0) -> tuple[float, float]:
    """Redraw with these values; the axis's ends."""
    scale.include_all(np.array(values))
    scale.settle(at_s)
    return scale.shown


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 10), (9, 10), (9.5, 15), (79, 100), (2_890, 4_000), (3_000, 4_000), (1e6, 1.5e6)],
)
def test_a_linear_axis_has_room_above_its_highest_value(highest: float, top: float) -> None:
    assert show(LinearScale(least=10), 0, highest)[1] == pytest.approx(top)


@pytest.mark.parametrize("kind", KINDS)
@given(values=st.lists(VALUES, min_size=1, max_size=20))
def test_at_any_moment_the_axis_holds_all_that_is_shown(kind: str, values: list[float]) -> None:
    scale = KINDS[kind]()
    for n, value in enumerate(values):
        low, high = show(scale, value, at_s=n)
        assert low <= value <= high
        axis = scale.axis(5)
        assert 2 <= len(axis.ticks) <= 6
        assert all(axis.low - 1e-6 <= tick.at <= axis.high + 1e-6 * high for tick in axis.ticks)
        if isinstance(scale, LogScale):
            assert high / low >= 10 * (1 - 1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_it_shrinks_when_it_was_too_wide_for_some_seconds(kind: str) -> None:
    scale = KINDS[kind]()
    wide = show(scale, 40, 4_200)
    assert show(scale, 36, 139, at_s=10) == wide
    assert show(scale, 36, 139, at_s=10 + SHRINK_AFTER_S - 0.1) == wide
    low, high = show(scale, 36, 139, at_s=10 + SHRINK_AFTER_S)
    assert high <= 200
    assert low <= 36


@pytest.mark.parametrize("kind", KINDS)
def test_one_high_value_meanwhile_keeps_it(kind: str) -> None:
    scale = KINDS[kind]()
    wide = show(scale, 40, 4_200)
    for at_s in range(1, 20):
        value = 4_000 if at_s % 3 == 0 else 100
        assert show(scale, 40, value, at_s=at_s) == wide


def test_noise_does_not_move_it() -> None:
    scale, random = LinearScale(least=10), np.random.default_rng(1)
    tops = {show(scale, 100 * random.uniform(0.75, 1.0), at_s=n / 10)[1] for n in range(1, 600)}
    assert len(tops) <= 2


@pytest.mark.parametrize("kind", KINDS)
def test_another_view_is_fitted_at_once(kind: str) -> None:
    scale = KINDS[kind]()
    show(scale, 40, 4_200)
    scale.refit()
    assert show(scale, 36, 139, at_s=0.1)[1] <= 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_run_starts_with_an_empty_axis(kind: str) -> None:
    scale = KINDS[kind]()
    empty = scale.shown
    show(scale, 1, 60_000)
    scale.reset()
    assert scale.shown == empty
    assert show(scale, 50, 60)[1] <= 100


@every_case("odd", [math.nan, math.inf, -5.0, 0.0])
@every_case("kind", KINDS)
def test_odd_values_do_not_move_an_axis(kind: str, odd: float) -> None:
    scale = KINDS[kind]()
    before = show(scale, 50, 500)
    assert show(scale, 50, odd, 500, at_s=10) == before


@pytest.mark.parametrize("kind", KINDS)
def test_where_nothing_is_shown_it_stays(kind: str) -> None:
    scale = KINDS[kind]()
    before = show(scale, 50, 500)
    assert show(scale, math.nan, at_s=10) == show(scale, at_s=100) == before


def test_a_log_axis_has_text_at_its_decades() -> None:
    scale = LogScale()
    show(scale, 52, 3_260)
    assert [tick.text for tick in scale.axis(4).ticks] == ["20", "100", "1 s", "5 s"]


def test_a_log_axis_has_zero_at_its_lower_end() -> None:
    scale = LogScale()
    low, _ = show(scale, 0, 120, 300)
    assert low == pytest.approx(50)
    assert scale.to_axis(np.array([0.0, math.nan, 100.0])).tolist() == pytest.approx(
        [math.log10(50), math.nan, 2.0], nan_ok=True
    )
