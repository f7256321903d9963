"""A recorded race in the place of a live one: the window plays it, and starts no server."""

from collections.abc import Callable, Iterable
from dataclasses import InitVar, dataclass, field, replace
from typing import TYPE_CHECKING, cast

import msgspec

from gui.session.race_factory import Known, OnFrame, PlayableRace
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Mark, ServiceFrame
from loadgen.model.plan_log import PlanLog
from loadgen.model.race_plan import RacePlan
from loadgen.recording.playback import Playback
from loadgen.recording.race_opening import empty_timeline
from loadgen.recording.race_player import RacePlayer
from loadgen.recording.race_reader import RecordedRace
from loadgen.timeline.timeline import Timeline

if TYPE_CHECKING:
    from loadgen.race.session_services import Services


@dataclass(frozen=True, slots=True)
class Replay:
    """``speed`` is how many seconds of the race pass in one at first; ``playback`` changes it."""

    race: RecordedRace
    speed: InitVar[float] = 1.0
    playback: Playback = field(init=False)

    def __post_init__(self, speed: float) -> None:
        object.__setattr__(self, "playback", Playback(speed))

    @property
    def chapters(self) -> tuple[Mark, ...]:
        """The marks of the race, in the order of time."""
        return tuple(mark for frame in self.race.frames for mark in frame.marks)

    @property
    def duration_s(self) -> float:
        """When the last frame was."""
        return self.race.frames[-1].at_s

    def play(self, plan: RacePlan, on_frame: OnFrame, known: Known) -> PlayableRace:
        """The race factory of the window."""
        return RacePlayer(self.race, on_frame, self.playback)

    def timeline(self) -> Timeline:
        """An empty time line of the machine and the moment that the race is of, with its notes."""
        return empty_timeline(self.race)

    def keep_notes(self, notes: tuple[Mark, ...]) -> None:
        """Have them on the time line when the race is played from its start again."""
        self.race.label = msgspec.structs.replace(self.race.label, marks=notes)

    def plans(self) -> PlanLog:
        """Which plan the race followed when."""
        return self.race.plans

    def record(self, run: RunRecord) -> RunRecord:
        """The run that was played, on the machine that it ran on."""
        stop = self.race.stop
        environment = stop.environment if stop else self.race.start.environment
        return replace(run, environment=environment)

    @staticmethod
    def services(on_change: Callable[[], None]) -> "Services":
        """No backing services: the frames say how they were."""
        return cast("Services", _NoServices())


class _NoServices:
    """What the thread asks of backing services, answered with none."""

    def want(self, keys: Iterable[str]) -> None:
        """Start nothing."""

    def restart(self, key: str) -> None:
        """Restart nothing."""

    def frames(self) -> dict[str, ServiceFrame]:
        return {}

    async def close(self) -> None:
        """Leave nothing behind."""
