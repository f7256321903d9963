"""Readers-writer lock between the worker processes of one test run.

Every test holds it shared; a test marked ``exclusive_cpu`` holds it alone, because what it measures
would show the work of the other worker.
"""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = pytest.StashKey[Path]()
"""Of the controller of a test run and its workers; set by ``tests/conftest.py``."""


class MachineLock:
    """Two lock files in ``folder``, which must exist and be the same for all workers.

    A writer keeps the gate closed while it waits for readers to finish, so that new readers queue
    behind it: otherwise a worker that goes from one short test to the next could starve it. The
    system releases the locks of a process that dies. Not reentrant. On Windows, whose file locks
    cannot be shared, it excludes nobody: run the tests there with ``-n 0``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._gate, self._machine = folder / "gate.lock", folder / "machine.lock"

    @contextlib.contextmanager
    def hold(self, *, exclusive: bool) -> Iterator[None]:
        """Wait, without limit, until the lock is free; hold it within the context."""
        with contextlib.ExitStack() as held:
            with _locked(self._gate, exclusive=True):
                held.enter_context(_locked(self._machine, exclusive=exclusive))
            yield


@contextlib.contextmanager
def _locked(path: Path, *, exclusive: bool) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with path.open("a") as file:  # closing it releases the lock
        fcntl.flock(file, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
        yield
