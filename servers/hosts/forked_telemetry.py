"""What a forked worker tells the process that forked it: telemetry, over a pipe of its own."""

import contextlib
import os
from collections.abc import Callable

import msgspec

from servers.process import native_threads, parent_death
from servers.process.child_environment import PARENT_PID
from servers.process.line_splitter import LineSplitter
from servers.telemetry.messages import Telemetry
from servers.telemetry.reporter import report

_LINE_LIMIT = 65_536
_decoder = msgspec.json.Decoder(Telemetry)


class ForkedWorker:
    """One worker, made before the fork. ``tell`` is for the child, the rest for the parent."""

    def __init__(self) -> None:
        self._parent = os.getpid()
        self._from, self._to = os.pipe()
        os.set_blocking(self._from, False)
        self._lines = LineSplitter(_LINE_LIMIT)
        self._latest: Telemetry | None = None

    def die_with_parent(self) -> None:
        """In the child, first of all: go when the parent is gone, whatever takes it."""
        os.environ[PARENT_PID] = f"{self._parent}"
        parent_death.die_with_parent()

    def tell(self, read: Callable[[int], Telemetry]) -> None:
        """In the child, once it serves: tell ten times a second how it goes."""

        def tell() -> None:
            # Where there is no parent-death signal, this is how the end of the parent is noticed.
            with contextlib.suppress(OSError):
                report(read, self._to, lambda: os.getppid() == self._parent)
            os._exit(1)

        native_threads.start(tell)

    def latest(self) -> Telemetry | None:
        """Its last report; None before it serves. Never waits."""
        with contextlib.suppress(OSError):
            while said := os.read(self._from, 65_536):
                for line in self._lines.feed(said):
                    self._latest = _decoder.decode(line)
        return self._latest

    def close(self) -> None:
        """It has ended."""
        os.close(self._from)
        os.close(self._to)
