"""Open a recorded race as the run that every exporter, page and command takes."""

import math
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from loadgen.export.machine_info import describe
from loadgen.export.run_record import RunRecord
from loadgen.model.plan_log import PlanLog
from loadgen.recording.race_lock import OpenRace
from loadgen.recording.race_reader import (
    RaceFileError,
    RaceReader,
    RecordedRace,
    RecordReader,
    read_race,
)
from loadgen.recording.records import SUFFIX
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.headline import Headline

LARGEST_BYTES = 1_000_000_000
"""Four days of *hello*."""


class RaceOpening:
    """A recorded race while it is read, by the same code that followed it live.

    ``race`` is known at once, without its frames; ``timeline`` grows with each ``read_for``. Where
    ``data`` is given, that is the file, and ``path`` names it. The file is in memory from here on
    (10 MB for an hour of *hello*), so that it may be deleted; its frames are not. Raises
    RaceFileError.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self._path = path
        self._data = _content(path) if data is None else data
        self._open = OpenRace(path)
        self.race = read_race(path, self._data, frames=False)
        self.timeline = empty_timeline(self.race)
        self._reader = RaceReader(path, self._data)
        self._frames = iter(self._reader)

    @property
    def path(self) -> Path | None:
        """The race file; None where the race is a part of another file."""
        return self._path if self._path.suffix == SUFFIX else None

    @property
    def plans(self) -> PlanLog:
        """Which plan it followed when, as far as it has been read."""
        return self._reader.race.plans

    @property
    def share(self) -> float:
        """How much of the race has been read, 0 to 1."""
        return self._reader.bytes_read / len(self._data)

    def read_for(self, seconds: float) -> bool:
        """Read on for about so long; whether there is more."""
        until = time.perf_counter() + seconds
        for frame in self._frames:
            self.timeline.add(frame)
            if time.perf_counter() >= until:
                return True
        self.timeline.end()
        return False

    def read(self) -> RunRecord:
        """Read the rest; the whole run.

        What was said at the end of the race is its verdict; a race that was cut off is judged by
        what there is. The machine is the one that it ran on.
        """
        self.read_for(math.inf)
        race, timeline = self.race, self.timeline
        if race.stop is not None:
            verdict, environment = race.stop.verdict, race.stop.environment
        else:
            verdict = Headline().update(timeline, race.plan)
            environment = describe(timeline) | race.start.environment
        return RunRecord(
            plan=race.plan,
            timeline=timeline,
            verdict=verdict,
            started_at=race.start.started_at,
            environment=environment,
            frames=_RecordedFrames(self._path, self._data, timeline.frames, self._open),
            plans=self.plans.followed,
        )


class _RecordedFrames(Collection[msgspec.Raw]):
    """The frames as JSON, read while they are iterated over: few exports want them.

    ``file`` says that it is open, for as long as the run is.
    """

    def __init__(self, path: Path, data: bytes, count: int, file: OpenRace) -> None:
        self._path, self._data, self._count, self._file = path, data, count, file

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[msgspec.Raw]:
        encode = msgspec.json.Encoder().encode
        return (msgspec.Raw(encode(frame)) for frame in RaceReader(self._path, self._data))

    def __contains__(self, frame: object) -> bool:
        return any(frame == each for each in self)


def _content(path: Path) -> bytes:
    """All of a file that begins as a race does and is not too large; raises RaceFileError."""
    RecordReader(path).start()
    try:
        if (size := path.stat().st_size) > LARGEST_BYTES:
            raise RaceFileError(
                f"{path} has {size / 1e6:,.0f} MB, and a race is opened up to "
                f"{LARGEST_BYTES / 1e6:,.0f} MB: a copy without its end opens as a cut-off race."
            )
        return path.read_bytes()
    except OSError as error:
        raise RaceFileError(f"{path} cannot be read: {error.strerror or error}.") from error


def empty_timeline(race: RecordedRace) -> Timeline:
    """One for the machine and the moment that the race is of, with the notes on it."""
    cores = race.start.environment.get("usable_cores") or race.start.environment.get("cores")
    timeline = Timeline(race.start.started_at, math.ceil(cores) if cores else None)
    timeline.notes = race.label.marks
    return timeline
