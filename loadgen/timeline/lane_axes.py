"""The time axes of both lanes: where they take turns, each has its own."""

import numpy as np

from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.column_store import Array
from loadgen.timeline.lane_timeline import LaneTimeline
from loadgen.timeline.turn_log import Span


class LaneAxes:
    """Both lanes' columns, and where a moment of the race is on the axis of each."""

    def __init__(self) -> None:
        self._had_turns = False
        self._lanes: dict[LaneId, LaneTimeline] = {id_: LaneTimeline() for id_ in LANES}

    def lane(self, id_: LaneId) -> LaneTimeline:
        """One lane's columns."""
        return self._lanes[id_]

    @property
    def had_turns(self) -> bool:
        """Whether the lanes ever took turns.

        Each then has an axis of its own for all of the race.
        """
        return self._had_turns

    def x(self, id_: LaneId) -> Array:
        """The lane's time axis in seconds, one value for each row.

        It is the time of the race, or, where lanes take turns, the lane's own: the seconds of its
        own turns, so that it stands still in the other's.
        """
        return self._lanes[id_].column("own_s")

    def x_of(self, at_s: float, id_: LaneId | None = None) -> float:
        """Where a moment of the race is on a lane's axis.

        On the axis that is further without a lane.
        """
        if not self._had_turns:
            return at_s
        if id_ is None:
            return max(self.x_of(at_s, each) for each in LANES)
        at = self._lanes[id_].column("at_s")
        return float(np.interp(at_s, at, self.x(id_))) if at.size else 0.0

    def void_spans(self, id_: LaneId) -> tuple[Span, ...]:
        """Where, on the lane's axis, nothing is known since the generator itself stood still."""
        spans = self._lanes[id_].void_spans
        return tuple((self.x_of(from_s, id_), self.x_of(to_s, id_)) for from_s, to_s in spans)
