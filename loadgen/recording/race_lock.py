"""Whether a race file is being written, or open: locks that are held as long as their holder lives.

The writer's excludes all others, those of windows that show the race exclude the writer's. The
system gives them back however a program ends. Windows needs none for writers: there a file that is
being written cannot be deleted or renamed.
"""

import contextlib
import os
import sys
import weakref
from pathlib import Path


def lock(descriptor: int) -> bool:
    """Lock an open file until it is closed; False where another has locked it."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_being_written(path: Path) -> bool:
    """Whether the race is still going on, in this program or in another."""
    if sys.platform == "win32":
        try:
            os.rename(path, path)  # changes nothing, and is refused while the file is open
        except OSError as error:
            return isinstance(error, PermissionError)
        return False
    return _is_refused(path, shared=True)


def is_in_use(path: Path) -> bool:
    """Whether the race is going on, or is open in any program."""
    return is_being_written(path) if sys.platform == "win32" else _is_refused(path, shared=False)


class OpenRace:
    """Says that a race file is open, as long as this lives; not of one that is being written.

    Windows has no such sign: there the file may be deleted to make room, and stays shown.
    """

    def __init__(self, path: Path) -> None:
        if sys.platform == "win32":
            return
        import fcntl

        try:
            descriptor = os.open(path, os.O_RDONLY)
        except OSError:
            return
        weakref.finalize(self, os.close, descriptor)
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _is_refused(path: Path, *, shared: bool) -> bool:
    """Whether the lock of somebody else stands in the way of one of this kind."""
    if sys.platform == "win32":
        return False
    import fcntl

    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        with open(path, "rb") as file:
            try:
                fcntl.flock(file.fileno(), kind | fcntl.LOCK_NB)
            except OSError:
                return True
    except OSError:
        return False
    return False
