"""The differences between frames that a record of a race file holds, whichever its form."""

import msgspec

from loadgen.recording.records import FrameColumns, Frames
from loadgen.recording.value_columns import Column, trees_of
from loadgen.recording.value_delta import Tree


def changes_of(record: Frames | FrameColumns) -> list[Tree]:
    """In their order, for ``FrameDecoder``; raises ValueError, TypeError where it is damaged."""
    if isinstance(record, Frames):
        changes: list[Tree] = msgspec.msgpack.decode(record.frames)
        return changes
    try:
        return trees_of(msgspec.msgpack.decode(record.columns, type=Column))
    except RecursionError as error:
        raise ValueError(str(error)) from error
