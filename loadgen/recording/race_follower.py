"""Read a race file on while another program may still write it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from loadgen.recording.race_lock import is_being_written
from loadgen.recording.race_reader import (
    CHUNK,
    RaceAssembly,
    RaceFileError,
    RecordedRace,
    checked_start,
)
from loadgen.recording.record_decoder import RecordDecoder
from loadgen.recording.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 128 * CHUNK
"""Bytes read at once: the file is opened for each, so that it can be deleted meanwhile."""


FIRST_S = 0.1
"""So long is read before a race is shown: half a minute of it."""


def begin_following(path: Path) -> "RaceFollower":
    """A follower with the race's first frames; raises RaceFileError where nothing was raced."""
    follower = RaceFollower(path)
    follower.read_for(FIRST_S)
    if follower.is_over and not follower.race.frames:
        raise RaceFileError(f"Nothing was raced in {path}: there is nothing to play.")
    return follower


class RaceFollower:
    """``race.frames`` grows with each ``read_for``, until ``is_over``: nothing more can come.

    A file that is deleted meanwhile ends as one that was cut off. Raises RaceFileError where its
    start cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bytes_read = 0
        self._rest = b""
        self._decoder = RecordDecoder()
        self._records: Iterator[Record] = iter(())
        self._is_over = False
        start = checked_start(path, self._first_record())
        self._assembly = RaceAssembly(path, start)
        self._take_records()

    @property
    def race(self) -> RecordedRace:
        """As far as it was read."""
        return self._assembly.race

    @property
    def is_over(self) -> bool:
        """Whether all was read, and nobody writes the file any more."""
        return self._is_over

    def read_for(self, seconds: float) -> bool:
        """Read on for about so long; whether there is more at present."""
        until = time.perf_counter() + seconds
        while not self._is_over:
            # Asked before reading: what its writer wrote last is then read.
            is_written = not self._rest and is_being_written(self.path)
            try:
                chunk = self._next_chunk()
            except OSError as error:
                self._end(f"it cannot be read any more ({error.strerror or error})")
                return False
            self._records = self._decoder.feed(chunk)
            self._take_records()
            if self._decoder.damage or self.race.damage:
                self._end(self._decoder.damage or self.race.damage)
            elif not chunk:
                if not is_written:
                    self._decoder.end()
                    self._end(self._decoder.damage)
                return False
            if time.perf_counter() >= until:
                return True
        return False

    def _first_record(self) -> Record | None:
        try:
            while chunk := self._next_chunk():
                self._records = self._decoder.feed(chunk)
                if (first := next(self._records, None)) is not None:
                    return first
        except OSError as error:
            reason = error.strerror or error
            raise RaceFileError(f"{self.path} cannot be read: {reason}.") from error
        return None

    def _take_records(self) -> None:
        """Those of the chunk that was read last."""
        for record in self._records:
            self.race.frames.extend(self._assembly.take(record))

    def _end(self, damage: str) -> None:
        self._is_over, self.race.damage = True, damage

    def _next_chunk(self) -> bytes:
        if not self._rest:
            with self.path.open("rb") as file:
                file.seek(self._bytes_read)
                self._rest = file.read(_AT_ONCE)
            self._bytes_read += len(self._rest)
        chunk, self._rest = self._rest[:CHUNK], self._rest[CHUNK:]
        return chunk
