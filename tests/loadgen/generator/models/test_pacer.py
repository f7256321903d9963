"""Pacing is arithmetic: nothing here waits, and no clock is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadgen.generator.models.pacer import BUNCH_S, due_at, pace

RATES = st.floats(0.5, 100_000)


def test_the_first_is_due_at_once_and_the_next_one_later() -> None:
    assert tuple(pace(10, 0.0, 0)) == pytest.approx((1, 0.1))
    assert tuple(pace(10, 0.04, 1)) == pytest.approx((0, 0.06))
    assert tuple(pace(10, 0.1, 1)) == pytest.approx((1, 0.1))


def test_what_became_due_meanwhile_is_due_now() -> None:
    assert pace(1_000, 0.0505, 1).due == 50


def test_nothing_is_due_before_the_start() -> None:
    assert tuple(pace(10, -0.5, 0)) == pytest.approx((0, 0.5))


def test_more_of_them_than_one_can_wake_up_for_leave_in_bunches() -> None:
    assert pace(20_000, 0.0, 0).wait_s == BUNCH_S
    assert pace(20_000, BUNCH_S, 1).due == 5


@given(RATES, st.lists(st.floats(0, 0.02), min_size=1, max_size=200))
def test_however_late_it_is_asked_lateness_never_adds_up(rate: float, late: list[float]) -> None:
    elapsed_s, sent = 0.0, 0
    for each in late:
        due, wait_s = pace(rate, elapsed_s, sent)
        for number in range(sent, sent + due):
            assert due_at(rate, number) <= elapsed_s + 2e-6 / rate
        sent += due
        # Whatever is still to leave is not due yet.
        assert due_at(rate, sent) > elapsed_s - 1e-9
        assert wait_s >= BUNCH_S
        elapsed_s += wait_s + each


@given(RATES, st.integers(0, 10_000_000))
def test_asked_at_the_very_moment_one_is_due_it_is_that_one(rate: float, number: int) -> None:
    assert pace(rate, due_at(rate, number), number).due == 1


@pytest.mark.parametrize("rate", [1, 100, 3_999, 4_001, 20_000])
def test_asked_in_time_the_rate_is_kept_and_none_is_late_by_more_than_a_bunch(rate: float) -> None:
    elapsed_s, sent = 0.0, 0
    while elapsed_s < 10:
        due, wait_s = pace(rate, elapsed_s, sent)
        assert due == 0 or elapsed_s - due_at(rate, sent) <= BUNCH_S + 1e-9
        sent += due
        elapsed_s += wait_s
    assert sent == pytest.approx(10 * rate, rel=0.001, abs=1)
