"""The time line of a race: frames go in at the end, columns and stretches come out."""

from datetime import UTC, datetime

import numpy as np

from loadgen.frame import LANES, Frame, LaneId, Mark, Phase
from loadgen.results.columns import Array
from loadgen.results.lane_timeline import COLUMNS, Counts, LaneTimeline

__all__ = ["COLUMNS", "WARM_UP_S", "Counts", "LaneTimeline", "Timeline"]

WARM_UP_S = 1.0
STABLE_S = 2.0


class Timeline:
    """Both lanes' columns, the marks, and which stretch of it all is worth a verdict.

    ``started_at`` is wall time with its zone, a label. A timeline is read and written by one
    thread.
    """

    def __init__(self, started_at: datetime | None = None) -> None:
        self.started_at = started_at or datetime.now(UTC).astimezone()
        self.duration_s = 0.0
        self.phase: Phase = "starting"
        self.marks: list[Mark] = []
        self._lanes: dict[LaneId, LaneTimeline] = {id_: LaneTimeline() for id_ in LANES}
        self.in_turns = False
        self._own_s: dict[LaneId, float] = dict.fromkeys(LANES, 0.0)
        self._disturbed_s = 0.0
        self._raced_until_s = 0.0
        self._median_s: dict[LaneId, float] = {}

    def lane(self, id_: LaneId) -> LaneTimeline:
        """One lane's columns."""
        return self._lanes[id_]

    def add(self, frame: Frame) -> None:
        """Take one more frame. Until load flows, it changes what is known of the lanes, but adds no
        row.
        """
        self._pass_time(frame)
        self.phase, self.duration_s = frame.phase, frame.at_s
        self.marks.extend(frame.marks)
        self._disturbed_s = max([self._disturbed_s, *(mark.at_s for mark in frame.marks)])
        for id_, lane in self._lanes.items():
            if frame.at_s > 0:
                lane.add(frame.at_s, frame.lanes[id_], self._own_s[id_])
            else:
                lane.note(frame.lanes[id_])
        if frame.phase == "racing":
            self._raced_until_s = frame.at_s
            self._note_medians()
            if not all(lane.measured for lane in self._lanes.values()):
                self._disturbed_s = frame.at_s

    def x(self, id_: LaneId) -> Array:
        """The lane's time axis in seconds, one value for each row.

        It is the time of the race, or, where lanes take turns, the lane's own: the seconds of its
        own turns, so that it stands still in the other's.
        """
        return self._lanes[id_].column("own_s")

    def x_of(self, at_s: float, id_: LaneId | None = None) -> float:
        """Where a moment of the race is on a lane's axis; on the axis that is further without a
        lane.
        """
        if not self.in_turns:
            return at_s
        if id_ is None:
            return max(self.x_of(at_s, each) for each in LANES)
        at = self._lanes[id_].column("at_s")
        return float(np.interp(at_s, at, self.x(id_))) if at.size else 0.0

    def void_spans(self, id_: LaneId) -> tuple[tuple[float, float], ...]:
        """Where, on the lane's axis, nothing is known since the generator itself stood still."""
        return tuple(self._lanes[id_].void_spans)

    def _pass_time(self, frame: Frame) -> None:
        self.in_turns = self.in_turns or frame.turn is not None
        for id_ in LANES:
            if not self.in_turns:
                self._own_s[id_] = frame.at_s
            elif frame.turn == id_:
                self._own_s[id_] += max(0.0, frame.at_s - self.duration_s)

    @property
    def raced_until_s(self) -> float:
        """When the last full load was seen: what comes after is cool-down, and not measured."""
        return self._raced_until_s

    def undisturbed_s(self) -> tuple[float, float]:
        """From the end of the warm-up to the end of racing; empty or negative when too little was
        raced.

        The race is disturbed by its start, by every mark, and by every gap in a lane. After that
        the warm-up lasts one second, or the slower lane's median latency if that is longer: so long
        does it take until all answers are to requests that were sent under the new load.
        """
        warm_up_s = max(WARM_UP_S, *self._median_s.values(), 0.0)
        return self._disturbed_s + warm_up_s, self._raced_until_s

    def _note_medians(self) -> None:
        # The last known one: a frozen server has none, and the cool-down is not looked at.
        for id_, lane in self._lanes.items():
            newest = lane.column("p50_ms")[-1:]
            if newest.size and not np.isnan(newest[0]):
                self._median_s[id_] = float(newest[0]) / 1000

    def stable_stretch(self) -> tuple[float, float] | None:
        """``(from_s, to_s)`` of the last steady racing in both lanes, None while it is shorter than
        2 s.
        """
        from_s, to_s = self.undisturbed_s()
        return (from_s, to_s) if to_s - from_s >= STABLE_S - 1e-6 else None
