"""What the bridge plays: a race and the backing services of the session, or fakes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from loadgen.model.frame import Frame, LaneId
from loadgen.model.race_plan import RacePlan

if TYPE_CHECKING:
    from loadgen.race.session_services import Services

OnFrame = Callable[[Frame], None]


class PlayableRace(Protocol):
    """What the bridge plays: ``loadgen.race.race.Race``, or a fake in tests."""

    async def run(self) -> object: ...
    def change(self, plan: RacePlan) -> None: ...
    def restart(self, lane: LaneId) -> None: ...
    def freeze(self, lane: LaneId, seconds: float) -> None: ...
    def restart_service(self, key: str) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What a race is given beside its plan.

    The rate that one generator can send at most, and the backing services of this session.
    """

    ceiling: Callable[[RacePlan], float | None]
    services: "Services"


RaceFactory = Callable[[RacePlan, OnFrame, Known], PlayableRace]


def live_comparison(plan: RacePlan, on_frame: OnFrame, known: Known) -> PlayableRace:
    """The real thing, imported in the asyncio thread: the window opens before it is needed."""
    from loadgen.race.race import Race
    from loadgen.verdict.stop_rule import StopRule

    return Race(
        plan,
        on_frame,
        stop_rule=StopRule(),
        ceiling=known.ceiling,
        services=known.services,
    )


ServicesFactory = Callable[[Callable[[], None]], "Services"]


def live_services(on_change: Callable[[], None]) -> "Services":
    """Those of this session, imported when first wanted."""
    from loadgen.race.session_services import session_services

    return session_services(on_change)
