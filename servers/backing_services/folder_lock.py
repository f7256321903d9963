"""A lock in a folder: held by each process that uses it, so that only an abandoned one is removed.

A process number would say nothing to another container that shares the place. Standard library
only: the supervisor has it, too.
"""

import contextlib
import os
import secrets
import sys
from pathlib import Path

NAME = "lock"
_held: dict[Path, int] = {}


def hold(folder: Path) -> None:
    """Hold the folder until ``release``, or until this process ends, however it does.

    A file is locked before it has its name, so that nobody ever sees one that is not. Where the
    file system has no locks there is none, and the folder is never taken for abandoned.
    """
    file = folder / NAME
    unnamed = folder / f".{NAME}-{secrets.token_hex(4)}"
    with contextlib.suppress(OSError):
        known = file.exists()
        flags = os.O_RDWR if known else os.O_RDWR | os.O_CREAT | os.O_EXCL
        descriptor = os.open(file if known else unnamed, flags, 0o600)
        try:
            _lock_shared(descriptor)
            if not known:
                os.rename(unnamed, file)
        except OSError:
            os.close(descriptor)
            raise
        _held[folder] = descriptor


def release(folder: Path) -> None:
    """Hold it no longer."""
    descriptor = _held.pop(folder, None)
    if descriptor is not None:
        os.close(descriptor)


def is_abandoned(folder: Path) -> bool:
    """Whether it was held, and nobody holds it any more."""
    file = folder / NAME
    try:
        if sys.platform == "win32":
            file.unlink()  # refused while anybody has it open
            return True
        import fcntl

        descriptor = os.open(file, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(descriptor)
    except OSError:  # held; or never was, as while it is being made
        return False
    return True


def _lock_shared(descriptor: int) -> None:
    """Windows needs no more than the open file."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
