"""Each lane's last known median latency, which bounds how long a warm-up can be."""

import math
from collections.abc import Mapping
from typing import Self

from loadgen.model.frame import LaneId
from loadgen.timeline.lane_timeline import LaneTimeline
from loadgen.timeline.outages import Outages


class LaneMedians:
    """Those of a frozen server stay; those of a backlog are of the outage before it."""

    def __init__(self, seconds: Mapping[LaneId, float] | None = None) -> None:
        self._seconds: dict[LaneId, float] = dict(seconds or {})

    def copy(self) -> Self:
        """Another one with the same medians."""
        return type(self)(self._seconds)

    @property
    def slower_s(self) -> float:
        """The slower lane's, in seconds; 0 before one is known."""
        return max(self._seconds.values(), default=0.0)

    def note(self, lanes: Mapping[LaneId, LaneTimeline], outages: Outages) -> None:
        """Take over the medians of the newest rows; to be called under full load."""
        for id_, lane in lanes.items():
            if not outages.lanes[id_].is_steady:
                continue
            median_s = lane.newest("p50_ms") / 1000
            if math.isnan(median_s):
                continue
            if lane.has_schedule:
                # Of a queue that grows there is no other end than the first answers' latency.
                median_s = min(median_s, self._seconds.get(id_, median_s))
            self._seconds[id_] = median_s
