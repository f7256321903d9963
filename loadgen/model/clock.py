"""A clock that counts the time in which the machine sleeps, and a detector of pauses by it."""

import sys
import time
from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds since some moment."""


def suspend_aware_clock() -> float:
    """Seconds since some moment, including those in which the machine was suspended."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # perf_counter and monotonic stop there
    return time.perf_counter()


class PauseDetector:
    """Detect that this process did not run: it was stopped or starved, or the machine slept.

    ``interval_s`` is the usual time from one look to the next; ``bound_s`` is what may be missed
    beyond it, since a busy machine is late now and then.
    """

    def __init__(
        self, bound_s: float, interval_s: float = 0.0, clock: Clock = suspend_aware_clock
    ) -> None:
        self._bound_s = bound_s
        self._interval_s = interval_s
        self._clock = clock
        self._looked_at: float | None = None

    def look(self) -> float:
        """Seconds missed since the last look; 0 at the first one, and within the bound."""
        now, before = self._clock(), self._looked_at
        self._looked_at = now
        missed_s = 0.0 if before is None else now - before - self._interval_s
        return missed_s if missed_s > self._bound_s else 0.0
