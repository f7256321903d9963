"""The documents of the last sweep, search for rates and board: leaving the window loses none."""

import logging

from loadgen.files import user_files

_log = logging.getLogger("faceoff.files")


def write_last_document(kind: str, data: bytes) -> None:
    """Write it in the place of the one before; a failure is logged. In any thread."""
    from loadgen.files.atomic_write import WriteError, write_atomically

    path = user_files.last_document_path(kind)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
    except (OSError, WriteError) as error:
        _log.error("The last %s could not be kept: %s", kind, error)


def read_last_document(kind: str) -> bytes | None:
    """What was written last; None where there is nothing. A failure is logged."""
    path = user_files.last_document_path(kind)
    try:
        return None if path is None else path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.error("The last %s cannot be read: %s", kind, error)
        return None
