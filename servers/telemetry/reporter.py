"""Send what a child measures about itself to its parent, ten times a second."""

import contextlib
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
        encoder = msgspec.json.Encoder()

        def say(message: msgspec.Struct) -> None:
            line = encoder.encode(message) + b"\n"
            while line:
                # os.write holds no lock of sys.stdout's while the pipe is full.
                line = line[os.write(1, line) :]

        seq = 0
        with contextlib.suppress(OSError):
            say(self._ready)
            self._on_said()
            while True:
                say(self._read(seq))
                seq += 1
                native_threads.sleep(INTERVAL_S)
        self._on_deaf()
