"""Whether a race file is being written: its writer holds a lock for as long as it lives.

The system gives the lock back however the writer ends. Windows needs none: there a file that is
open cannot be deleted or renamed.
"""

import os
import sys
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
    try:
        with open(path, "rb") as file:
            return not lock(file.fileno())
    except OSError:
        return False
