"""Read a race file, also one that was cut off in the middle of a byte."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import msgspec

from loadgen.files.zstd import zstd
from loadgen.model.frame import Frame
from loadgen.model.plan_log import PlanLog
from loadgen.model.race_plan import RacePlan
from loadgen.recording.frame_codec import FrameDecoder
from loadgen.recording.records import (
    FORMAT,
    RECORD_LIMIT,
    SUFFIX,
    VERSION,
    Frames,
    Label,
    PlanChange,
    Record,
    Start,
    Stop,
)

_CHUNK, _PIECE = 512, 1 << 20
"""How much is decompressed at once. Damage costs all of a chunk, so it is a small one."""
_DECODER: msgspec.msgpack.Decoder[Record] = msgspec.msgpack.Decoder(Record)


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
    ``frames`` they are passed over, which takes a tenth of the time.
    """
    reader = RaceReader(path, data, frames=frames)
    reader.race.frames.extend(reader)
    return reader.race


class RaceReader:
    """A race file whose frames are read one by one: an hour of them is too much for the memory.

    ``race`` is what has been read so far, without its frames; the end of the iteration is the end
    of the file. Raises RaceFileError where not even its start can be read.
    """

    def __init__(self, path: Path, data: bytes | None = None, *, frames: bool = True) -> None:
        self._records = RecordReader(path, data)
        start = self._records.start()
        own = path if path.suffix == SUFFIX else None
        self.race = RecordedRace(start, PlanLog(start.plan), [], path=own)
        self._wants_frames = frames
        self._frames = self._read()

    @property
    def bytes_read(self) -> int:
        """How much of the file, which is compressed, has been read."""
        return self._records.bytes_read

    def __iter__(self) -> Iterator[Frame]:
        return self._frames

    def _read(self) -> Iterator[Frame]:
        race, decoder, at_s = self.race, FrameDecoder(), 0.0
        try:
            for record in self._records:
                match record:
                    case Frames() if self._wants_frames:
                        for frame in map(decoder.decode, msgspec.msgpack.decode(record.frames)):
                            at_s = frame.at_s
                            yield frame
                    case PlanChange():
                        race.plans.add(at_s, record.plan)
                    case Stop():
                        race.stop = record
                    case Label():
                        race.label = record
                    case Start():
                        race.damage = "another race follows"
                        break
        except (ValueError, TypeError) as error:  # of MessagePack, too: its errors are ValueErrors
            race.damage = f"a frame is damaged ({error})"
        race.damage = race.damage or self._records.damage


class RecordReader:
    """The records of a file after its start, one by one.

    Where the file is damaged they end, and ``damage`` says how. ``is_open``: the last zstd frame
    has no end, as that of a race that is on or was cut off.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self.path = path
        self._data = data
        self.damage = ""
        self.is_open = False
        self.bytes_read = 0
        self._records = self._read()

    def start(self) -> Start:
        """The first record; raises RaceFileError."""
        try:
            first = next(self._records, None)
        except OSError as error:
            raise RaceFileError(
                f"{self.path} cannot be read: {error.strerror or error}."
            ) from error
        if not isinstance(first, Start) or first.format != FORMAT:
            raise RaceFileError(
                f"{self.path} is not a race of Faceoff, or its beginning is damaged."
            )
        if first.version > VERSION:
            raise RaceFileError(
                f"{self.path} was written by a newer Faceoff (version {first.version} of the form; "
                f"this one reads up to {VERSION}): update Faceoff to open it."
            )
        return first

    def __iter__(self) -> Iterator[Record]:
        return self._records

    def _read(self) -> Iterator[Record]:
        with open(self.path, "rb") if self._data is None else io.BytesIO(self._data) as file:
            buffer = bytearray()
            for data in self._decompressed(file):
                buffer += data
                while (size := _record_size(buffer)) is not None:
                    if size > RECORD_LIMIT:
                        self.damage = f"a record claims to have {size:,} bytes"
                        return
                    if len(buffer) < 4 + size:
                        break
                    record = self._decode(bytes(buffer[4 : 4 + size]))
                    if record is None:
                        return
                    del buffer[: 4 + size]
                    yield record
            if buffer and not self.damage:
                self.damage = "the last record is cut off"

    def _decode(self, data: bytes) -> Record | None:
        try:
            return _DECODER.decode(data)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            self.damage = f"a record is damaged ({error})"
            return None

    def _decompressed(self, file: IO[bytes]) -> Iterator[bytes]:
        """Of one zstd frame after the other, in pieces of limited size."""
        compressed = self._next_chunk(file)
        while compressed:
            decompressor = zstd.ZstdDecompressor()
            while not decompressor.eof:
                try:
                    yield decompressor.decompress(compressed, _PIECE)
                except zstd.ZstdError as error:
                    self.damage = f"it cannot be decompressed ({error})"
                    return
                compressed = b""
                if decompressor.needs_input and not decompressor.eof:
                    compressed = self._next_chunk(file)
                    if not compressed:
                        self.is_open = True
                        return
            compressed = decompressor.unused_data or self._next_chunk(file)

    def _next_chunk(self, file: IO[bytes]) -> bytes:
        chunk = file.read(_CHUNK)
        self.bytes_read += len(chunk)
        return chunk


def _record_size(buffer: bytearray) -> int | None:
    return int.from_bytes(buffer[:4], "big") if len(buffer) >= 4 else None
