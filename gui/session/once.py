"""What is done once when the program leaves, from whichever thread notices first."""

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEEPS_S = 5.0
"""So long one may wait for what is being written when it is about to leave."""


class Once:
    """Calls ``work`` the first time that it is run; it returns None every other time."""

    def __init__(self, work: "Callable[[], Path | None]") -> None:
        self._work = work
        self._done, self._lock = False, threading.RLock()

    def run(self) -> "Path | None":
        """Do it, or wait ``KEEPS_S`` at most for another thread that is doing it."""
        if not self._lock.acquire(timeout=KEEPS_S):
            return None
        try:
            if self._done:
                return None
            self._done = True
            return self._work()
        finally:
            self._lock.release()
