"""What was answered in each tick of a race file, without its latencies: what a list needs of it."""

from collections.abc import Iterator
from pathlib import Path

from loadgen.recording.frame_changes import changes_of
from loadgen.recording.frame_codec import Tick, TickDecoder
from loadgen.recording.race_reader import RecordReader
from loadgen.recording.records import FrameColumns, Frames


def read_ticks(path: Path) -> Iterator[Tick]:
    """Up to the first that is damaged; raises RaceFileError where its start cannot be read."""
    reader, decoder = RecordReader(path), TickDecoder()
    reader.start()
    for record in reader:
        if isinstance(record, Frames | FrameColumns):
            try:
                yield from map(decoder.decode, changes_of(record))
            except (ValueError, TypeError):  # of MessagePack, too: its errors are ValueErrors
                return
