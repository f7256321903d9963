"""Write on a race what it is called, notes and tags, and whether it is pinned."""

from pathlib import Path

from loadgen.files.atomic_write import WriteError, write_atomically
from loadgen.recording.race_lock import is_being_written
from loadgen.recording.race_reader import RecordReader
from loadgen.recording.race_writer import append_records, compressed
from loadgen.recording.records import Label


def write_label(path: Path, label: Label) -> None:
    """Add a label to a race file; raises RaceFileError, WriteError, and then nothing changed.

    The zstd frame of a race that was cut off has no end, and nothing can follow it: its records are
    written once more, with an end.
    """
    if is_being_written(path):
        raise WriteError(f"{path} is being raced now: write on it when the race is over.")
    reader = RecordReader(path)
    start = reader.start()
    records = list(reader)
    if reader.is_open or reader.damage:
        write_atomically(path, compressed(start, *records, label))
    else:
        append_records(path, label)
