"""Notes at moments of a race, in its file: they are a part of the label that the user wrote."""

from pathlib import Path

import msgspec

from loadgen.model.frame import Mark
from loadgen.recording.label import write_label
from loadgen.recording.race_reader import read_race


def write_notes(path: Path, notes: tuple[Mark, ...]) -> None:
    """Replace the notes of a race file; raises RaceFileError, WriteError. Its title stays."""
    label = read_race(path, frames=False).label
    if label.marks != notes:
        write_label(path, msgspec.structs.replace(label, marks=notes))
