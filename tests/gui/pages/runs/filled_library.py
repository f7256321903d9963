"""A folder with recorded races for the tests of the page."""

from datetime import timedelta
from pathlib import Path

import msgspec

from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_writer import RaceWriter
from tests.loadgen.recording.recorded import STARTED_AT, STOP, frames, start


def fill(folder: Path, races: int = 3) -> RaceLibrary:
    """That many races, a minute after each other, each of another plan."""
    library = RaceLibrary(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(races):
        plan = msgspec.structs.replace(RacePlan.default(), timeout_s=10 + n)
        begin = msgspec.structs.replace(start(plan), started_at=STARTED_AT + timedelta(minutes=n))
        writer = RaceWriter(library.new_path(begin), begin)
        for frame in frames(3.0):
            writer.add(frame)
        writer.stop(STOP)
    return library
