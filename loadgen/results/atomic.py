"""Files that are written whole or not at all."""

import contextlib
import os
import secrets
from pathlib import Path


class WriteError(Exception):
    """A file that could not be written; the message says why, in one sentence."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, replacing what was there; raises WriteError, and then nothing
    changed.

    The bytes go to a file beside it, which takes its name once they are on the disk.
    """
    path = path.resolve()  # a link stays a link, and its target is replaced
    beside = _beside(path)
    try:
        with open(beside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        raise WriteError(f"{path} could not be written: {_reason(error)}.") from error
    finally:
        # Gone already when all went well.
        with contextlib.suppress(OSError):
            beside.unlink()


def check_writable(path: Path) -> None:
    """Raises WriteError when ``write_atomically`` would fail now for a reason that can be known
    before.
    """
    path = path.resolve()
    if path.is_dir():
        raise WriteError(f"{path} is a folder; give the name of a file in it.")
    if not path.parent.is_dir():
        raise WriteError(f"The folder {path.parent} does not exist; create it first.")
    beside = _beside(path)
    try:
        beside.touch(exist_ok=False)
        beside.unlink()
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {_reason(error)}.") from error


def _beside(path: Path) -> Path:
    # Cut, since the name may be as long as names may be.
    return path.with_name(f".{path.name[:64]}.{secrets.token_hex(4)}.part")


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
