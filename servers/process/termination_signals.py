"""Ctrl-C, the end of the terminal and a request to terminate, all alike, in three steps.

The first ends the race in good order and writes what there is, the second writes at once what was
measured until then, the third leaves without another word.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

NUMBERS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_LAST = 3
_SHOW_CURSOR = b"\x1b[?25h"


class TerminationSignals:
    """Counts the signals while it is installed, in the main thread.

    ``nothing_to_lose`` is set until there is something to write: then the first signal ends the
    program at once. SIGHUP stays ignored where it is (``nohup``).
    """

    def __init__(self) -> None:
        self.count = 0
        self.nothing_to_lose = True
        self._first: signal.Signals | None = None
        self._call: Callable[[], object] | None = None
        self._before: dict[int, object] = {}

    @property
    def exit_code(self) -> int:
        """By the convention of shells: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP."""
        return 128 + (self._first or signal.SIGINT)

    def install(self) -> None:
        """Take the signals from now on."""
        for number in NUMBERS:
            if number != signal.SIGINT and signal.getsignal(number) is signal.SIG_IGN:
                continue
            self._before[number] = signal.signal(number, self._handle)

    def close(self) -> None:
        """Put back what handled them before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._before.clear()

    @contextlib.contextmanager
    def calling(self, call: Callable[[], object]) -> Iterator[None]:
        """Call from the running asyncio loop on each of them, instead of leaving."""
        loop = asyncio.get_running_loop()
        self._call = lambda: loop.call_soon_threadsafe(call)
        try:
            yield
        finally:
            self._call = None

    @contextlib.contextmanager
    def raising(self) -> Iterator[None]:
        """Raise KeyboardInterrupt on each of them: for a program without a loop."""
        self._call = _raise
        try:
            yield
        finally:
            self._call = None

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        self._first = self._first or signal.Signals(number)
        if self.count >= _LAST or (self._call is None and self.nothing_to_lose):
            leave(self.exit_code)
        if self._call is not None:
            self._call()


def _raise() -> None:
    raise KeyboardInterrupt


def leave(code: int) -> None:
    """End the process now. Its children leave when their stdin closes."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
        if sys.stderr.isatty():
            os.write(2, _SHOW_CURSOR)
    os._exit(code)
