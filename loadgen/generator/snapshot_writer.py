"""What a generator says: snapshots on stdout, words on stderr."""

import os
import sys
import threading

import msgspec

from loadgen.model.snapshot import Snapshot


def tell(sentence: str) -> None:
    """Say something to the user, or to the program, on stderr."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


class SnapshotWriter:
    """Writes from a thread: a reader that is slow, or gone, does not hold up the load.

    One snapshot at most is on its way. While it is, none is to be made: the next one then covers
    the longer time, so nothing is lost and nothing piles up. ``broken``: nobody can read any more.
    """

    def __init__(self, descriptor: int = 1) -> None:
        self._descriptor = descriptor
        self._handed_over = threading.Semaphore(0)
        self._line = b""
        self._idle = threading.Event()
        self._idle.set()
        self.broken = False
        threading.Thread(target=self._run, name="snapshots", daemon=True).start()

    @property
    def free(self) -> bool:
        """Whether a snapshot can be taken."""
        return self._idle.is_set()

    def write(self, snapshot: Snapshot) -> None:
        """Hand over a snapshot; only while ``free``."""
        self._line = msgspec.json.encode(snapshot) + b"\n"
        self._idle.clear()
        self._handed_over.release()

    def wait(self, patience_s: float) -> bool:
        """Wait so long until all is written; whether it is."""
        return self._idle.wait(patience_s)

    def _run(self) -> None:
        while True:
            self._handed_over.acquire()
            rest = memoryview(self._line)
            try:
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
            except OSError:  # the parent has closed its end
                self.broken = True
            self._idle.set()
