"""Read a race file, also one that was cut off in the middle of a byte."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from loadgen.model.frame import Frame
from loadgen.model.plan_log import PlanLog
from loadgen.model.race_plan import RacePlan
from loadgen.recording.frame_changes import changes_of
from loadgen.recording.frame_codec import FrameDecoder
from loadgen.recording.race_tail import read_tail
from loadgen.recording.record_decoder import RecordDecoder
from loadgen.recording.records import (
    FORMAT,
    SUFFIX,
    VERSION,
    FrameColumns,
    Frames,
    Label,
    PlanChange,
    Record,
    Start,
    Stop,
)

CHUNK = 512
"""Bytes decoded at once. Damage costs all of a chunk, so it is a small one."""


class RaceFileError(Exception):
    """A file that is no race, or cannot be read; the message is one sentence."""


@dataclass(slots=True)
class RecordedRace:
    """A race as its file has it.

    ``plans`` says which plan it followed when. ``stop`` is None where it was cut off; ``damage``
    says what follows the last whole record, "" where that is nothing. ``path`` is its race file,
    None where the race is a part of another file.
    """

    start: Start
    plans: PlanLog
    frames: list[Frame]
    stop: Stop | None = None
    label: Label = field(default_factory=Label)
    damage: str = ""
    path: Path | None = None

    @property
    def plan(self) -> RacePlan:
        """The last one that it followed."""
        return self.plans.last

    @property
    def is_cut_off(self) -> bool:
        """Whether the program was ended before the race."""
        return self.stop is None


def read_race(path: Path, data: bytes | None = None, *, frames: bool = True) -> RecordedRace:
    """Everything in a race file; raises RaceFileError where not even its start can be read.

    Where ``data`` is given, that is the file, and ``path`` names it in sentences. Without
    ``frames`` a race that has ended is read from its end, in a moment whatever its length; of
    others they are passed over, which takes a tenth of the time.
    """
    if not frames and (race := _read_ends(path, data)):
        return race
    reader = RaceReader(path, data, frames=frames)
    reader.race.frames.extend(reader)
    return reader.race


def _read_ends(path: Path, data: bytes | None) -> RecordedRace | None:
    """The race without its frames, of its start and its end; None where these do not tell all."""
    start = RecordReader(path, data).start()
    try:
        tail = read_tail(path, start, data)
    except OSError as error:
        raise RaceFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    if tail is None:
        return None
    own = path if path.suffix == SUFFIX else None
    plans = PlanLog.of(tail.stop.plans)
    return RecordedRace(start, plans, [], tail.stop, tail.label, path=own)


class RaceAssembly:
    """What the records of one file come to: ``race``, without its frames."""

    def __init__(self, path: Path, start: Start, *, frames: bool = True) -> None:
        own = path if path.suffix == SUFFIX else None
        self.race = RecordedRace(start, PlanLog(start.plan), [], path=own)
        self._wants_frames = frames
        self._decoder = FrameDecoder()
        self._at_s = 0.0

    def take(self, record: Record) -> Iterator[Frame]:
        """The frames in the next record. ``race.damage`` says why nothing after it counts."""
        race = self.race
        match record:
            case Frames() | FrameColumns() if self._wants_frames:
                yield from self._frames_of(record)
            case PlanChange():
                race.plans.add(self._at_s, record.plan)
            case Stop():
                race.stop = record
            case Label():
                race.label = record
            case Start():
                race.damage = "another race follows"

    def _frames_of(self, record: Frames | FrameColumns) -> Iterator[Frame]:
        try:
            for frame in map(self._decoder.decode, changes_of(record)):
                self._at_s = frame.at_s
                yield frame
        except (ValueError, TypeError) as error:  # of MessagePack, too: its errors are ValueErrors
            self.race.damage = f"a frame is damaged ({error})"


class RaceReader:
    """A race file whose frames are read one by one: an hour of them is too much for the memory.

    ``race`` is what has been read so far, without its frames; the end of the iteration is the end
    of the file. Raises RaceFileError where not even its start can be read.
    """

    def __init__(self, path: Path, data: bytes | None = None, *, frames: bool = True) -> None:
        self._records = RecordReader(path, data)
        self._assembly = RaceAssembly(path, self._records.start(), frames=frames)
        self._frames = self._read()

    @property
    def race(self) -> RecordedRace:
        """What has been read so far."""
        return self._assembly.race

    @property
    def bytes_read(self) -> int:
        """How much of the file, which is compressed, has been read."""
        return self._records.bytes_read

    def __iter__(self) -> Iterator[Frame]:
        return self._frames

    def _read(self) -> Iterator[Frame]:
        for record in self._records:
            yield from self._assembly.take(record)
            if self.race.damage:
                return
        self.race.damage = self._records.damage


class RecordReader:
    """The records of a file after its start, one by one.

    Where the file is damaged they end, and ``damage`` says how. ``is_open``: the last zstd frame
    has no end, as that of a race that is on or was cut off.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self.path = path
        self.bytes_read = 0
        self._data = data
        self._decoder = RecordDecoder()
        self._records = self._read()

    @property
    def damage(self) -> str:
        """What follows the last whole record, "" where that is nothing."""
        return self._decoder.damage

    @property
    def is_open(self) -> bool:
        """Whether nothing can be written after the last record."""
        return self._decoder.is_open

    def start(self) -> Start:
        """The first record; raises RaceFileError."""
        try:
            first = next(self._records, None)
        except OSError as error:
            raise RaceFileError(
                f"{self.path} cannot be read: {error.strerror or error}."
            ) from error
        return checked_start(self.path, first)

    def __iter__(self) -> Iterator[Record]:
        return self._records

    def _read(self) -> Iterator[Record]:
        with open(self.path, "rb") if self._data is None else io.BytesIO(self._data) as file:
            while chunk := file.read(CHUNK):
                self.bytes_read += len(chunk)
                yield from self._decoder.feed(chunk)
                if self._decoder.damage:
                    return
            self._decoder.end()


def checked_start(path: Path, first: Record | None) -> Start:
    """The first record of a file, if it is a race of this version; raises RaceFileError."""
    if not isinstance(first, Start) or first.format != FORMAT:
        raise RaceFileError(f"{path} is not a race of Faceoff, or its beginning is damaged.")
    if first.version > VERSION:
        raise RaceFileError(
            f"{path} was written by a newer Faceoff (version {first.version} of the form; "
            f"this one reads up to {VERSION}): update Faceoff to open it."
        )
    return first
