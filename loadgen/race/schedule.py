"""Who is under load when: both lanes at once, or each in its ``turns``.

Pure functions of time and the state of the lanes: no socket, no clock.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from loadgen.model.frame import LANES, Frame, LaneId
from loadgen.model.race_plan import RacePlan


class Standing(NamedTuple):
    """How a lane stands, as far as a turn goes.

    ``able``: its server and its generator are there and speak. ``quiet``: nothing is in flight.
    ``starting``: its server is being started, or restarted.
    """

    able: bool = True
    quiet: bool = True
    starting: bool = False


class Allotment(NamedTuple):
    """Which lanes are under load, and as which turn and block (see ``Frame``)."""

    loaded: frozenset[LaneId] = frozenset()
    turn: LaneId | None = None
    block: int | None = None


class Schedule(Protocol):
    """Time is in seconds on the frames' clock, and only goes forward."""

    @property
    def allotment(self) -> Allotment:
        """What holds since the last ``advance``."""
        ...

    def advance(self, now_s: float, lanes: Mapping[LaneId, Standing]) -> None:
        """Move on to what shall hold from now."""
        ...

    def disturb(self) -> bool:
        """Something happened that spoils a comparison; whether one was under way."""
        ...

    def finish(self) -> None:
        """No lane is under load any more."""
        ...

    def take_spoiled(self) -> tuple[int, ...]:
        """The blocks that turned out not to count since this was asked last."""
        ...


class StopRule(Protocol):
    """When a race ``until clear`` ends: ``loadgen.verdict.stop_rule``."""

    def add(self, frame: Frame, plan: RacePlan) -> None: ...
    def is_met(self, plan: RacePlan) -> bool: ...


class Together:
    """Both lanes all the time: a lane that is not able gets its load as soon as it is."""

    def __init__(self) -> None:
        self._allotment = Allotment()

    @property
    def allotment(self) -> Allotment:
        return self._allotment

    def advance(self, now_s: float, lanes: Mapping[LaneId, Standing]) -> None:
        self._allotment = Allotment(frozenset(LANES))

    def disturb(self) -> bool:
        """Take the marks: they say what is to be left out."""
        return False

    def finish(self) -> None:
        self._allotment = Allotment()

    def take_spoiled(self) -> tuple[int, ...]:
        return ()
