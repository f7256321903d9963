"""Knows when the generator itself stood still: stopped, starved, or on a laptop that slept."""

import time
from collections.abc import Callable

STALL_S = 0.25
"""Standing still for longer than this spoils a measurement."""

Clock = Callable[[], float]


def _always() -> Clock:
    """A clock that goes on while the machine sleeps, which ``perf_counter`` may not."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):  # Linux's, macOS's
        number = getattr(time, name, None)
        if number is not None:
            return lambda: time.clock_gettime(number)
    return time.perf_counter


class StallDetector:
    """To be asked often, at least every few hundredths of a second."""

    def __init__(self, awake: Clock = time.perf_counter, always: Clock | None = None) -> None:
        self._awake = awake
        self._always = always or _always()
        self.restart()

    def restart(self) -> None:
        """Nobody asked for a while, and that was meant."""
        self._asked_at = self._awake(), self._always()

    def look(self) -> float | None:
        """None, or that the process stood still since it was asked last.

        For how long, in seconds of ``awake``, which may be 0 where that clock stood still, too.
        """
        before, self._asked_at = self._asked_at, (self._awake(), self._always())
        awake_s, always_s = (now - then for now, then in zip(self._asked_at, before, strict=True))
        return awake_s if max(awake_s, always_s) > STALL_S else None
