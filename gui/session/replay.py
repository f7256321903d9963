"""A recorded race in the place of a live one: the window plays it, and starts no server."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import msgspec

from gui.session.race_factory import Known, OnFrame, PlayableRace
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Mark, ServiceFrame
from loadgen.model.plan_log import PlanLog
from loadgen.model.race_plan import RacePlan
from loadgen.recording.playback import Playback
from loadgen.recording.race_follower import RaceFollower, begin_following
from loadgen.recording.race_lock import is_being_written
from loadgen.recording.race_opening import empty_timeline
from loadgen.recording.race_player import RacePlayer
from loadgen.recording.race_reader import RecordedRace
from loadgen.timeline.timeline import Timeline

if TYPE_CHECKING:
    from loadgen.race.session_services import Services


class Replay:
    """A race that is played, at first at ``speed`` seconds of it in one; ``playback`` changes that.

    With a ``follower`` its file is read meanwhile, and what another program still writes is waited
    for; ``follows`` then begins near its newest frame and stays there. ``is_whole_window``: the
    window was opened for it, and shows nothing else.
    """

    def __init__(
        self,
        race: RecordedRace,
        speed: float = 1.0,
        *,
        follower: RaceFollower | None = None,
        follows: bool = False,
        is_whole_window: bool = False,
    ) -> None:
        self.race = race
        self.playback = Playback(speed, is_following=follows)
        self.is_whole_window = is_whole_window
        self._follower = follower
        self._was_on = follows or (follower is not None and is_being_written(follower.path))
        self._chapters: list[Mark] = []
        self._looked_at = 0

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """A race of the list; followed if it is on. Raises RaceFileError."""
        follower = begin_following(path)
        return cls(follower.race, follower=follower, follows=is_being_written(path))

    @property
    def can_follow(self) -> bool:
        """Whether another program still races it."""
        return self._was_on and self._follower is not None and not self._follower.is_over

    @property
    def chapters(self) -> tuple[Mark, ...]:
        """The marks of the race as far as it was read, in the order of time."""
        frames = self.race.frames
        while self._looked_at < len(frames):
            self._chapters.extend(frames[self._looked_at].marks)
            self._looked_at += 1
        return tuple(self._chapters)

    @property
    def duration_s(self) -> float:
        """When the last frame was that was read."""
        return self.race.frames[-1].at_s if self.race.frames else 0.0

    def play(self, plan: RacePlan, on_frame: OnFrame, known: Known) -> PlayableRace:
        """The race factory of the window."""
        return RacePlayer(self.race, on_frame, self.playback, self._follower)

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
