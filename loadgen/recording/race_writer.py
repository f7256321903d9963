"""Write a race to a file while it runs, so that it outlives whatever ends the program."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from loadgen.files.atomic_write import WriteError
from loadgen.files.zstd import zstd
from loadgen.model.frame import Frame
from loadgen.model.race_plan import RacePlan
from loadgen.recording.frame_codec import FrameEncoder
from loadgen.recording.race_lock import lock
from loadgen.recording.records import Frames, Label, PlanChange, Record, Start, Stop

LEVEL = 6
"""Of zstd. On a minute of *hello* 3 gives files that are 6 % larger, 12 takes 3 times as long for
2 % less (``tests/benchmarks/recording``)."""

FRAMES_PER_RECORD = 10
"""One second of them: so much is lost at most where the program is killed."""


class RaceWriter:
    """A race file that grows.

    All methods raise WriteError; after that nothing more is written, and the file holds what it
    held.

    The records of a race until its end are one zstd frame: what has been written helps to compress
    what follows.
    After each record the compressed bytes are handed to the system, so that only a crash of the
    machine itself can lose them.
    """

    def __init__(self, path: Path, start: Start) -> None:
        self.path = path
        self._encoder = FrameEncoder()
        self._compressor = zstd.ZstdCompressor(level=LEVEL)
        self._waiting: list[object] = []
        self._id, self._label = start.id, Label()
        self._file: IO[bytes] | None = None
        with _write_errors(path):
            # Never over a file that is there: every race has a name of its own.
            self._file = open(path, "xb", buffering=0)  # noqa: SIM115 - it outlives this call
            lock(self._file.fileno())
        self._write(start)

    def add(self, frame: Frame) -> None:
        """Take one more frame; each second of them is written together."""
        self._waiting.append(self._encoder.encode(frame))
        if len(self._waiting) >= FRAMES_PER_RECORD:
            self.flush()

    def change_plan(self, plan: RacePlan) -> None:
        """From here on the race follows this plan."""
        self.flush()
        self._write(PlanChange(plan=plan))

    def label(self, label: Label) -> None:
        """What the user has written on the race by now."""
        self._label = label
        self.flush()
        self._write(label)

    def flush(self) -> None:
        """Write the frames that wait."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._write(Frames(frames=msgspec.Raw(msgspec.msgpack.encode(waiting))))

    def stop(self, stop: Stop) -> None:
        """Write the end of the race, onto the disk.

        With the label in a zstd frame of their own, which ``race_tail`` finds from behind.
        """
        self.flush()
        self._append(self._compressor.flush(zstd.ZstdCompressor.FLUSH_FRAME))
        self._append(compressed(msgspec.structs.replace(stop, id=self._id), self._label))
        if self._file is not None:
            with _write_errors(self.path):
                os.fsync(self._file.fileno())
        self.close()

    def close(self) -> None:
        """Leave the file as it is: a race without a stop was cut off."""
        if self._file is not None:
            file, self._file = self._file, None
            with contextlib.suppress(OSError):
                file.close()

    def _write(self, record: Record) -> None:
        data = self._compressor.compress(framed(record))
        self._append(data + self._compressor.flush(zstd.ZstdCompressor.FLUSH_BLOCK))

    def _append(self, data: bytes) -> None:
        if self._file is None:
            return
        try:
            with _write_errors(self.path):
                write_whole(self._file, data)
        except WriteError:
            self.close()
            raise


def append_records(path: Path, *records: Record) -> None:
    """Write records to the end of a race file; raises WriteError, and then nothing changed."""
    with _write_errors(path), open(path, "r+b", buffering=0) as file:
        file.seek(0, os.SEEK_END)
        write_whole(file, compressed(*records))


def compressed(*records: Record, level: int = LEVEL) -> bytes:
    """A zstd frame of its own."""
    return zstd.compress(b"".join(map(framed, records)), level)


def framed(record: Record) -> bytes:
    """The record as it is before it is compressed: its length, and itself."""
    data = msgspec.msgpack.encode(record)
    return len(data).to_bytes(4, "big") + data


def write_whole(file: IO[bytes], data: bytes) -> None:
    """Write all of it or, where the disk is full, nothing; raises OSError."""
    begin = file.tell()
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        with contextlib.suppress(OSError):
            file.truncate(begin)
        raise


@contextlib.contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(f"{path} could not be written: {error.strerror or error}.") from error
