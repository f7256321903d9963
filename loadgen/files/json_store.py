"""Versioned JSON files of the user: a broken one is set aside, a newer one stays as it is."""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

import msgspec

from loadgen.files.atomic_write import WriteError, write_atomically

LARGEST_BYTES = 1_000_000
"""A longer file is taken for a broken one, and not read to its end."""

Problem = Literal["missing", "unreadable", "broken", "newer"]

_T = TypeVar("_T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredJson(Generic[_T]):
    """What was read: ``value``, or the ``problem`` for which there is none.

    ``reason`` is the system's, of an unreadable file; ``set_aside`` is where a broken one is now,
    None where it could not be renamed. ``version`` and ``content`` are of a newer file.
    """

    value: _T | None = None
    problem: Problem | None = None
    reason: str = ""
    set_aside: Path | None = None
    version: int = 0
    content: bytes = b""


class _Versioned(msgspec.Struct):
    version: int = 0


def read_json(
    path: Path, kind: type[_T], version: int, check: Callable[[_T], _T] = lambda value: value
) -> StoredJson[_T]:
    """Read a file of this ``version`` of its form, or say why there is no value.

    ``check`` returns the value to use; a ValueError or KeyError of it makes the file a broken one,
    which is renamed to ``*.broken``.
    """
    try:
        content = _read_bounded(path)
    except FileNotFoundError:
        return StoredJson(problem="missing")
    except OSError as error:
        return StoredJson(problem="unreadable", reason=error.strerror or str(error))
    if (found := _version_of(content)) > version:
        return StoredJson(problem="newer", version=found, content=content)
    try:
        if len(content) > LARGEST_BYTES:
            raise ValueError(f"more than {LARGEST_BYTES} bytes")
        return StoredJson(value=check(msgspec.json.decode(content, type=kind)))
    except (ValueError, KeyError, RecursionError):  # ValueError covers msgspec's errors
        return StoredJson(problem="broken", set_aside=_set_aside(path))


def write_json(path: Path, value: msgspec.Struct, version: int) -> None:
    """Write a file of this ``version``, whole or not at all; raises WriteError.

    Nothing is written over the file of a newer program.
    """
    with contextlib.suppress(OSError):
        if _version_of(_read_bounded(path)) > version:
            return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{path.parent} cannot be created: {error.strerror}.") from error
    write_atomically(path, msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def _read_bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def _version_of(content: bytes) -> int:
    """The version that a file names; 0 where it names none, or is no JSON."""
    try:
        return msgspec.json.decode(content, type=_Versioned).version
    except (ValueError, RecursionError):
        return 0


def _set_aside(path: Path) -> Path | None:
    aside = path.with_name(path.name + ".broken")
    try:
        os.replace(path, aside)
    except OSError:
        return None
    return aside
