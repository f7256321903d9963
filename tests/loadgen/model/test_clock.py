"""Pauses of a process and of the machine, by a clock that the test moves."""

import sys
import time

import pytest

from loadgen.model.clock import PauseDetector, suspend_aware_clock


class MovedClock:
    def __init__(self, bound_s: float, interval_s: float = 0.0) -> None:
        self.now = 100.0
        self.detector = PauseDetector(bound_s, interval_s, lambda: self.now)
        assert self.detector.look() == 0

    def look_after(self, seconds: float) -> float:
        self.now += seconds
        return self.detector.look()


def test_a_look_within_the_bound_is_no_pause() -> None:
    clock = MovedClock(0.25)
    assert [clock.look_after(0.2) for _ in range(10)] == [0] * 10


def test_a_pause_is_reported_once_and_with_its_length() -> None:
    clock = MovedClock(0.25)
    assert clock.look_after(60) == pytest.approx(60)
    assert clock.look_after(0.01) == 0


def test_the_usual_interval_is_not_missed_time() -> None:
    clock = MovedClock(2, interval_s=0.1)
    assert clock.look_after(2.05) == 0
    assert clock.look_after(3.1) == pytest.approx(3)


def test_a_clock_that_goes_back_is_no_pause() -> None:
    assert MovedClock(0.25).look_after(-5) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the name of the clock is Linux's")
def test_the_clock_is_the_one_that_goes_on_in_suspension() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= suspend_aware_clock() <= time.clock_gettime(time.CLOCK_BOOTTIME)
