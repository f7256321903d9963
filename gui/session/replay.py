"""A recorded race in the place of a live one: the window plays it, and starts no server."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from gui.session.race_factory import Known, OnFrame, PlayableRace
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import ServiceFrame
from loadgen.model.plan_log import PlanLog
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_opening import empty_timeline
from loadgen.recording.race_player import RacePlayer
from loadgen.recording.race_reader import RecordedRace
from loadgen.timeline.timeline import Timeline

if TYPE_CHECKING:
    from loadgen.race.session_services import Services


@dataclass(frozen=True, slots=True)
class Replay:
    """``speed`` is how many seconds of the race pass in one."""

    race: RecordedRace
    speed: float = 1.0

    def play(self, plan: RacePlan, on_frame: OnFrame, known: Known) -> PlayableRace:
        """The race factory of the window."""
        return RacePlayer(self.race, on_frame, speed=self.speed)

    def timeline(self) -> Timeline:
        """An empty time line of the machine and the moment that the race is of."""
        return empty_timeline(self.race)

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
