"""JSON documents of Faceoff's: which kind a file is of is said before its fields are read."""

from pathlib import Path
from typing import TypeVar

import msgspec

_T = TypeVar("_T", bound=msgspec.Struct)
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

_KINDS = {
    "faceoff-claims": "a claims board",
    "faceoff-comparison": "a comparison",
    "faceoff-contract": "a contract",
    "faceoff-cost": "rates and their cost",
    "faceoff-drift": "a result of contract --drift",
    "faceoff-instrument": "a check of the instrument",
    "faceoff-migration": "a migration",
    "faceoff-run": "a race",
    "faceoff-sweep": "a sweep",
}
"""What a document of each format is of."""


class DocumentError(Exception):
    """A file that is no such document, or a damaged one: one sentence that says what it is."""


class _Head(msgspec.Struct):
    format: str = ""
    version: int = 0


def decode_document(data: bytes, kind: type[_T], form: str, version: int) -> _T:
    """The document in ``data``; raises DocumentError.

    ``form`` is what its field ``format`` has to be, ``version`` the newest that is known.
    """
    wanted = _KINDS[form]
    try:
        head = msgspec.json.decode(data, type=_Head)
    except _UNREADABLE as error:
        raise DocumentError(f"It is no JSON document of {wanted}, or it is cut off.") from error
    if head.format != form:
        if head.format not in _KINDS:
            raise DocumentError("It is no document of Faceoff's.")
        raise DocumentError(f"It is a document of {_KINDS[head.format]}, not of {wanted}.")
    if head.version > version:
        raise DocumentError(
            f"It is of version {head.version}, and this Faceoff reads up to {version}: update it."
        )
    try:
        return msgspec.json.decode(data, type=kind)
    except _UNREADABLE as error:
        raise DocumentError(
            f"It is a damaged document of {wanted}: what it should hold is missing or of another "
            "type."
        ) from error


def read_document(path: Path, kind: type[_T], form: str, version: int, command: str) -> _T:
    """The document in a file that ``command`` writes; raises DocumentError, which names the file.

    ``form`` and ``version`` are those of ``decode_document``.
    """
    try:
        return decode_document(path.read_bytes(), kind, form, version)
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror}.") from error
    except DocumentError as error:
        raise DocumentError(f"{path}: {error} Give a file that {command} wrote.") from error
