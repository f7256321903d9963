"""How late an event loop is."""

import time
from collections.abc import Callable
from typing import Protocol

_PERIOD_S = 0.05


class Timers(Protocol):
    """What is needed of a loop; one of asyncio's has it."""

    def call_later(self, delay: float, callback: Callable[..., None], *args: object) -> object:
        """Call back from within the loop, after so many seconds."""


class LoopLag:
    """Sets a timer twenty times a second and notes how late it rings.

    ``start`` and the timer run in the loop, ``worst_ms`` is asked from another thread.
    """

    def __init__(self) -> None:
        self._due: float | None = None
        self._worst_s = 0.0

    def start(self, loop: Timers) -> None:
        """Begin; from within the loop."""
        self._due = time.monotonic() + _PERIOD_S
        loop.call_later(_PERIOD_S, self._ring, loop)

    def worst_ms(self) -> float | None:
        """The worst since the last call; a timer that is overdue by now counts too."""
        if self._due is None:
            return None
        overdue = time.monotonic() - self._due
        worst, self._worst_s = max(self._worst_s, overdue, 0.0), 0.0
        return 1000 * worst

    def _ring(self, loop: Timers) -> None:
        if self._due is not None:
            self._worst_s = max(self._worst_s, time.monotonic() - self._due)
        self.start(loop)
