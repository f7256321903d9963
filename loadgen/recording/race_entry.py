"""One line of the list of races: what is known of a race without reading all of its file again."""

from datetime import datetime
from pathlib import Path

import msgspec

from loadgen.model import number_format
from loadgen.model.frame import LANES, Frame, LaneFrame, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_reader import RecordedRace, read_race
from loadgen.recording.records import Label

CURVE_POINTS = 40
"""A small curve has at most so many points."""


class RaceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A race in the list.

    ``duration_s`` is how long it raced; ``sentence`` the verdict at its end, "" for a race that was
    cut off. ``curves`` are answers per second of each lane, at most ``CURVE_POINTS`` means over
    equal parts of the race.
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

    @classmethod
    def of(cls, name: str, race: RecordedRace) -> "RaceEntry":
        """The entry of a race whose file has this name."""
        plan = race.plan
        return cls(
            name=name,
            started_at=race.start.started_at,
            scenario=plan.entry.title,
            lanes=(plan.name("a"), plan.name("b")),
            load=load_text(plan),
            duration_s=round(max((frame.at_s for frame in race.frames), default=0.0), 1),
            sentence=race.stop.verdict.sentence if race.stop else "",
            is_cut_off=race.is_cut_off,
            label=race.label,
            curves={id_: small_curve(race.frames, id_) for id_ in LANES},
        )

    @property
    def title(self) -> str:
        """What the user called it, or what was raced: ``Wait on I/O: Flask and FastAPI``."""
        return self.label.title or f"{self.scenario}: {self.lanes[0]} and {self.lanes[1]}"

    def matches(self, words: str) -> bool:
        """Whether all of the words occur in what the list shows of the race."""
        raced = (self.title, self.scenario, *self.lanes, self.load, self.sentence)
        written = (self.label.notes, *self.label.tags, f"{self.started_at:%Y-%m-%d %H:%M}")
        text = " ".join((*raced, *written)).casefold()
        return all(word in text for word in words.casefold().split())


def read_entry(path: Path) -> RaceEntry:
    """The entry of a race file; raises RaceFileError."""
    return RaceEntry.of(path.name, read_race(path))


def load_text(plan: RacePlan) -> str:
    """``64 users, turns of 3 s``."""
    return f"{number_format.load(plan.model)}, {plan.mode_text}"


def small_curve(frames: list[Frame], lane: LaneId) -> tuple[float, ...]:
    """Answers per second over time, for a small picture of the race.

    In the other lane's turns, and where nothing is known, it stays as it was.
    """
    racing = [frame for frame in frames if frame.at_s > 0 and frame.phase == "racing"]
    size = -(-len(racing) // CURVE_POINTS) or 1
    parts = (racing[n : n + size] for n in range(0, len(racing), size))
    curve: list[float] = []
    for part in parts:
        rate = _mean_rate([frame.lanes[lane] for frame in part])
        if rate is not None or curve:
            curve.append(curve[-1] if rate is None else rate)
    return tuple(curve)


def _mean_rate(frames: list[LaneFrame]) -> float | None:
    seconds = sum(frame.interval_s for frame in frames)
    return round(sum(frame.ok for frame in frames) / seconds, 1) if seconds > 0 else None
