"""Send what a child measures about itself to its parent, ten times a second."""

import contextlib
import itertools
import os
from collections.abc import Callable

import msgspec

from servers.process import native_threads

INTERVAL_S = 0.1


class Reporter:
    """Says ``ready``, then tells how it is going until the process ends, in a thread of its own.

    Nobody else writes to stdout: when the parent reads slowly, this thread waits and the server
    does not.
    ``on_said`` is called once, between ``ready`` and the first report, ``on_deaf`` when there is no
    reader any more.
    """

    def __init__(
        self,
        ready: msgspec.Struct,
        read: Callable[[int], msgspec.Struct],
        on_deaf: Callable[[], None],
        on_said: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_said = on_said
        self._ready = ready
        self._read = read
        self._on_deaf = on_deaf

    def start(self) -> None:
        """Begin."""
        native_threads.start(self._run)

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            _write_line(1, msgspec.json.encode(self._ready))
            self._on_said()
            report(self._read, 1)
        self._on_deaf()


def report(
    read: Callable[[int], msgspec.Struct],
    descriptor: int,
    is_wanted: Callable[[], bool] = lambda: True,
) -> None:
    """Write what ``read`` measures to that descriptor, one JSON line each INTERVAL_S.

    ``read`` takes the number of the report, from 0 on. Returns when it is not wanted any more;
    raises OSError when nobody reads there.
    """
    encoder = msgspec.json.Encoder()
    for seq in itertools.count():
        if not is_wanted():
            return
        _write_line(descriptor, encoder.encode(read(seq)))
        native_threads.sleep(INTERVAL_S)


def _write_line(descriptor: int, message: bytes) -> None:
    line = message + b"\n"
    while line:
        # os.write holds no lock of sys.stdout's while the pipe is full.
        line = line[os.write(descriptor, line) :]
