"""The folder of all races that were recorded: list them, keep their number down, delete and undo.

The list is made of the files themselves. What it takes from each is stored in ``index.json``, by
name, size and time of the last change, since reading a thousand races takes minutes.
"""

import contextlib
import logging
import os
import secrets
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from loadgen.files.atomic_write import WriteError, write_atomically
from loadgen.recording.label import write_label
from loadgen.recording.library_limits import Limits, read_limits
from loadgen.recording.race_entry import RaceEntry, read_entry
from loadgen.recording.race_lock import is_being_written, is_in_use
from loadgen.recording.race_reader import RaceFileError, read_race
from loadgen.recording.records import SUFFIX, Label, Start
from servers.process.byte_units import MIB

_log = logging.getLogger("faceoff.recording")

_INDEX, _TRASH = "index.json", "trash"
TRASH_S = 7 * 24 * 3600.0
"""A deleted race can be restored for a week."""

_INDEX_VERSION = 1


class LibraryError(Exception):
    """Something that cannot be done with a race; the message is one sentence."""


class _Known(msgspec.Struct, frozen=True):
    size: int
    changed_ns: int
    entry: RaceEntry


class _Index(msgspec.Struct):
    version: int = _INDEX_VERSION
    races: dict[str, _Known] = {}


class RaceLibrary:
    """The races in ``folder``, which is created with the first of them.

    ``limits`` are those that the user has set for the folder, unless given.
    """

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.folder = folder
        self._limits = limits

    @property
    def limits(self) -> Limits:
        """How much is kept."""
        return self._limits or read_limits(self.folder)

    def new_path(self, start: Start) -> Path:
        """A file for a race that begins: named by time, scenario and lanes, and unlike all others.

        The time is that of the user's clock; where it was set back, names still differ.
        """
        plan = start.plan
        lanes = "-".join(plan.lanes[id_].variant for id_ in ("a", "b"))
        when = f"{start.started_at:%Y-%m-%d-%H%M%S}"
        return self.folder / f"{when}-{plan.scenario}-{lanes}-{secrets.token_hex(3)}{SUFFIX}"

    def entries(self) -> list[RaceEntry]:
        """All races, the newest first. A file that cannot be read is logged and left alone."""
        index = self._read_index()
        found: dict[str, _Known] = {}
        raced: set[str] = set()
        for path in self.files():
            known = index.races.get(path.name)
            with contextlib.suppress(OSError):
                # Before it is read: one that ends meanwhile would look as if it was cut off.
                if (known is None or known.entry.is_cut_off) and is_being_written(path):
                    raced.add(path.name)
                stat = path.stat()
                if known is None or (known.size, known.changed_ns) != (
                    stat.st_size,
                    stat.st_mtime_ns,
                ):
                    known = _read(path, stat)
                if known is not None:
                    found[path.name] = known
        if found != index.races:
            self._write_index(_Index(races=found))
        entries = [_with_state(known.entry, raced) for known in found.values()]
        return sorted(entries, key=lambda entry: (entry.started_at, entry.name), reverse=True)

    def has_ended(self, entry: RaceEntry) -> bool:
        """Whether a race that was being raced when it was listed is no longer."""
        return entry.is_being_raced and not is_being_written(self.path(entry))

    def path(self, entry: RaceEntry) -> Path:
        """Its file."""
        return self.folder / entry.name

    def label(self, entry: RaceEntry, label: Label) -> None:
        """Change title, notes, tags and pin of a race; raises LibraryError.

        The notes at its moments stay as they are in the file: they may have changed since the race
        was listed.
        """
        path = self.path(entry)
        try:
            marks = read_race(path, frames=False).label.marks
            write_label(path, msgspec.structs.replace(label, marks=marks))
        except (RaceFileError, WriteError) as error:
            raise LibraryError(str(error)) from error

    def delete(self, entry: RaceEntry) -> None:
        """Move a race to the trash; raises LibraryError for one that is being raced."""
        path = self.path(entry)
        if is_being_written(path):
            raise LibraryError(f"{entry.title} is being raced now: stop it before it is deleted.")
        trashed = self.folder / _TRASH / entry.name
        self._move(path, trashed)
        with contextlib.suppress(OSError):
            os.utime(trashed)  # from now on it is in the trash

    def restore(self, name: str) -> None:
        """Undo ``delete`` of the race whose file has this name; raises LibraryError."""
        self._move(self.folder / _TRASH / name, self.folder / name)

    def trashed(self) -> list[str]:
        """The names of the files in the trash, what was deleted last first."""
        changed: list[tuple[int, str]] = []
        for path in self.files(self.folder / _TRASH):
            with contextlib.suppress(OSError):
                changed.append((path.stat().st_mtime_ns, path.name))
        return [name for _, name in sorted(changed, reverse=True)]

    def trashed_entries(self) -> list[RaceEntry]:
        """The races in the trash, what was deleted last first; each is read."""
        folder = self.folder / _TRASH
        found: list[RaceEntry] = []
        for name in self.trashed():
            try:
                found.append(read_entry(folder / name))
            except RaceFileError as error:
                _log.warning("%s", error)
        return found

    def empty_trash(self, older_than_s: float = 0.0) -> None:
        """Remove for good what was deleted at least so long ago."""
        now = time.time()
        for path in self.files(self.folder / _TRASH):
            with contextlib.suppress(OSError):
                if now - path.stat().st_mtime >= older_than_s:
                    path.unlink()

    def prune(self) -> list[RaceEntry]:
        """Delete the oldest races beyond the limits, for good, and return them.

        Never one that is pinned, being raced or open in a window. What has been in the trash for
        ``TRASH_S`` is removed as well. Only beyond the limits races are read, which takes a while.
        """
        self.empty_trash(TRASH_S)
        limits = self.limits
        on_disk = [_size(path) for path in self.files()]
        if len(on_disk) <= limits.races and sum(on_disk) / MIB <= limits.mib:
            return []
        entries = self.entries()
        sizes = {entry.name: _size(self.path(entry)) for entry in entries}
        removed: list[RaceEntry] = []
        for entry in reversed(entries):
            left = len(entries) - len(removed)
            mib = sum(sizes.values()) / MIB
            if left <= limits.races and mib <= limits.mib:
                break
            if entry.label.pinned or is_in_use(self.path(entry)):
                continue
            with contextlib.suppress(OSError):
                self.path(entry).unlink()
                sizes.pop(entry.name)
                removed.append(entry)
        return removed

    def files(self, folder: Path | None = None) -> Iterator[Path]:
        """The race files, by name: those of races come in the order in which they began."""
        with contextlib.suppress(OSError):
            yield from sorted((folder or self.folder).glob(f"*{SUFFIX}"))

    def _move(self, path: Path, to: Path) -> None:
        try:
            to.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, to)
        except OSError as error:
            raise LibraryError(f"{path} cannot be moved: {error.strerror or error}.") from error

    def _read_index(self) -> _Index:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            index = msgspec.json.decode((self.folder / _INDEX).read_bytes(), type=_Index)
            if index.version == _INDEX_VERSION:
                return index
        return _Index()

    def _write_index(self, index: _Index) -> None:
        with contextlib.suppress(WriteError):  # the list is right without it, only slower
            write_atomically(self.folder / _INDEX, msgspec.json.encode(index))


def _with_state(entry: RaceEntry, raced: Collection[str]) -> RaceEntry:
    """The entry of a file without an end, which is one of ``raced`` or was cut off."""
    if entry.is_cut_off and entry.name in raced:
        return msgspec.structs.replace(entry, is_being_raced=True, is_cut_off=False)
    return entry


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0


def _read(path: Path, stat: os.stat_result) -> _Known | None:
    try:
        return _Known(stat.st_size, stat.st_mtime_ns, read_entry(path))
    except RaceFileError as error:
        _log.warning("%s", error)
        return None
