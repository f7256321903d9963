"""One line of the list of races: what is known of a race without reading all of its file again."""

from datetime import datetime
from pathlib import Path

import msgspec

from loadgen.model import number_format
from loadgen.model.frame import LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_reader import RecordedRace, read_race
from loadgen.recording.race_ticks import read_ticks
from loadgen.recording.records import Label
from loadgen.recording.small_curve import Curves, curves_of_ticks


class RaceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A race in the list.

    ``duration_s`` is how long it raced; ``sentence`` the verdict at its end, "" for a race that was
    cut off. ``curves`` are answers per second of each lane, as ``small_curve`` makes them. While
    ``is_being_raced``, both grow: they are of the moment at which the file was read.
    """

    name: str
    started_at: datetime
    scenario: str
    lanes: tuple[str, str]
    load: str
    duration_s: float
    sentence: str
    is_cut_off: bool
    label: Label
    curves: dict[LaneId, tuple[float, ...]]
    is_being_raced: bool = False

    @classmethod
    def of(cls, name: str, race: RecordedRace, duration_s: float, curves: Curves) -> "RaceEntry":
        """The entry of a race whose file has this name; ``race`` needs no frames."""
        plan = race.plan
        return cls(
            name=name,
            started_at=race.start.started_at,
            scenario=plan.entry.title,
            lanes=(plan.name("a"), plan.name("b")),
            load=load_text(plan),
            duration_s=duration_s,
            sentence=race.stop.verdict.sentence if race.stop else "",
            is_cut_off=race.is_cut_off,
            label=race.label,
            curves=curves,
        )

    @property
    def title(self) -> str:
        """What the user called it, or what was raced: ``Wait on I/O: Flask and FastAPI``."""
        return self.label.title or f"{self.scenario}: {self.lanes[0]} and {self.lanes[1]}"

    @property
    def outcome(self) -> str:
        """The verdict at its end, or why there is none."""
        if self.is_being_raced:
            return "It is being raced now."
        return "It was cut off before its end." if self.is_cut_off else self.sentence

    def matches(self, words: str) -> bool:
        """Whether all of the words occur in what the list shows of the race."""
        raced = (self.title, self.scenario, *self.lanes, self.load, self.sentence)
        written = (self.label.notes, *self.label.tags, f"{self.started_at:%Y-%m-%d %H:%M}")
        text = " ".join((*raced, *written)).casefold()
        return all(word in text for word in words.casefold().split())


def read_entry(path: Path) -> RaceEntry:
    """The entry of a race file; raises RaceFileError.

    Frames are read, without their latencies, only where the end of the race does not say what they
    come to: of a race that was cut off, and of files from before its end said so.
    """
    race = read_race(path, frames=False)
    if race.stop is not None and race.stop.curves:
        return RaceEntry.of(path.name, race, race.stop.duration_s, race.stop.curves)
    return RaceEntry.of(path.name, race, *curves_of_ticks(read_ticks(path)))


def load_text(plan: RacePlan) -> str:
    """``64 users, turns of 3 s``."""
    return ", ".join((number_format.load(plan.model), *plan.load_texts, plan.mode_text))
