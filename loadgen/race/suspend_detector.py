"""When this program, or the whole machine, stood still: a gap in every chart, nobody's fault."""

import sys
import time
from collections.abc import Callable

LEAST_S = 2.0
"""What is shorter is lateness, as a busy machine has it."""


def waking_clock() -> float:
    """Seconds since some moment, those in which the machine slept among them."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # time.monotonic stops when it sleeps
    return time.monotonic()


class SuspendDetector:
    """Asked in every tick."""

    def __init__(self, clock: Callable[[], float], tick_s: float) -> None:
        self._clock = clock
        self._tick_s = tick_s
        self._asked_at: float | None = None

    def seconds(self) -> float:
        """For how long nothing was done since it was asked last; 0 when that was no standstill."""
        now, before = self._clock(), self._asked_at
        self._asked_at = now
        missed_s = 0.0 if before is None else now - before - self._tick_s
        return missed_s if missed_s >= LEAST_S else 0.0
