"""The folder that a service has for itself while it runs: made, removed, swept up after a crash."""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

from servers.backing_services.folder_lock import hold, is_abandoned, release
from servers.process.byte_units import MIB

_NAME = "faceoff-service-"
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - folders are made there by mkdtemp
_MEMORY_NEEDED_MIB = 1_024
_TRIES_S = 2.0


def make_folder() -> Path:
    """A new one, for temporary things, that others cannot write to; raises OSError.

    It is held by a lock, so that ``sweep`` knows what nobody needs any more; another process that
    goes on with it holds it, too. The number in its name is for the reader.
    """
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=place()))
    hold(folder)
    return folder


def place() -> Path:
    """Where folders are made.

    In memory where the system has room there, since a busy disk made initdb take 3 s instead of
    0.5; wherever TMPDIR says, if it says so. Raises OSError.
    """
    if sys.platform.startswith("linux") and "TMPDIR" not in os.environ:
        with contextlib.suppress(OSError):
            writable = os.access(_IN_MEMORY, os.W_OK | os.X_OK)
            if writable and _free_mib(_IN_MEMORY) >= _MEMORY_NEEDED_MIB:
                return _IN_MEMORY
    return Path(tempfile.gettempdir())


def free_mib() -> int:
    """How much fits into a new folder; raises OSError."""
    return _free_mib(place())


def remove_folder(folder: Path) -> None:
    """Remove it with all that is in it; what a dying process still holds is tried again."""
    release(folder)
    deadline = time.monotonic() + _TRIES_S
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists() or time.monotonic() > deadline:
            return
        time.sleep(0.02)


def sweep() -> None:
    """Remove the folders of ours that nobody holds any more, which a crash or a power cut left."""
    with contextlib.suppress(OSError):
        places = (_IN_MEMORY, Path(tempfile.gettempdir()))
        for folder in [each for where in places for each in where.glob(f"{_NAME}*")]:
            if _is_ours(folder) and is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """A name proves nothing in a folder where everybody may write."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and (
        not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    )


def _free_mib(where: Path) -> int:
    return shutil.disk_usage(where).free // MIB
