"""The lock between the workers of a test run: readers together, a writer alone and not starved."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.support.machine_lock import MachineLock

pytestmark = pytest.mark.process

HOLDER = """
import sys
from pathlib import Path
from tests.support.machine_lock import MachineLock

print("waits", flush=True)
with MachineLock(Path(sys.argv[1])).hold(exclusive=sys.argv[2] == "alone"):
    print("holds", flush=True)
    sys.stdin.read()
print("released", flush=True)
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="file locks that can be shared")


class Holder:
    """A process that takes the lock and holds it until it is told to let go."""

    def __init__(self, folder: Path, how: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, folder, how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.says("waits")

    def says(self, word: str) -> None:
        """Block until it does; a wrong word fails."""
        assert self._stdout.readline() == f"{word}\n"

    def let_go(self) -> None:
        self.process.communicate(timeout=20)

    @property
    def _stdout(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout


@contextlib.contextmanager
def holder(folder: Path, how: str) -> Iterator[Holder]:
    process = Holder(folder, how)
    try:
        yield process
    finally:
        process.process.kill()
        process.process.communicate()


def is_free(file: Path) -> bool:
    import fcntl

    with file.open("a") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@posix
def test_readers_hold_it_together(tmp_path: Path) -> None:
    with holder(tmp_path, "shared") as other:
        other.says("holds")
        with MachineLock(tmp_path).hold(exclusive=False):
            assert not is_free(tmp_path / "machine.lock")


@posix
def test_a_writer_waits_for_readers_and_new_readers_for_the_writer(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        reader = stack.enter_context(holder(tmp_path, "shared"))
        reader.says("holds")
        writer = stack.enter_context(holder(tmp_path, "alone"))
        while is_free(tmp_path / "gate.lock"):  # the writer is about to close the gate
            assert writer.process.poll() is None
        late = stack.enter_context(holder(tmp_path, "shared"))
        reader.let_go()
        writer.says("holds")  # not the late reader, which stands before the gate
        writer.let_go()
        late.says("holds")


@posix
def test_a_holder_that_dies_releases_it(tmp_path: Path) -> None:
    with holder(tmp_path, "alone") as other:
        other.says("holds")
        other.process.kill()
        with MachineLock(tmp_path).hold(exclusive=True):
            pass
