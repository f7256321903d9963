"""The end of a race file, read from behind: a race of a day is known without reading a day.

A race that ended has its stop and its label in a zstd frame of their own, and labels that were
written later after it. The beginning of that frame is looked for by its magic number; what only
looks like one inside of other data does not decompress to records.
"""

import os
from pathlib import Path
from typing import NamedTuple

from loadgen.recording.record_decoder import RecordDecoder
from loadgen.recording.records import Label, Record, Start, Stop

_MAGIC = b"\x28\xb5\x2f\xfd"
_BYTES = 128 * 1024
"""How far from the end it is looked for."""


class RaceTail(NamedTuple):
    """The end of a race, and what the user wrote on it last."""

    stop: Stop
    label: Label


def read_tail(path: Path, start: Start, data: bytes | None = None) -> RaceTail | None:
    """That of the race that begins so; None where all of the file has to be read.

    Where ``data`` is given, that is the file. Raises OSError.
    """
    tail = _last_bytes(path) if data is None else data[-_BYTES:]
    at = tail.rfind(_MAGIC)
    while at >= 0:
        match _records(tail[at:]):
            case [Stop() as stop, *others] if stop.plans and stop.id == start.id:
                labels = [each for each in others if isinstance(each, Label)]
                only_labels = len(labels) == len(others)
                return RaceTail(stop, labels[-1] if labels else Label()) if only_labels else None
            case [Stop() | Start(), *_]:
                return None
        at = tail.rfind(_MAGIC, 0, at)
    return None


def _records(data: bytes) -> list[Record]:
    """All of it as records; none where it is anything else."""
    decoder = RecordDecoder()
    found = list(decoder.feed(data))
    decoder.end()
    return [] if decoder.damage or decoder.is_open else found


def _last_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - _BYTES))
        return file.read()
