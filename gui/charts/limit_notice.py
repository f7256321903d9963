"""Whether the load generator is what a chart shows, not the server."""

from typing import NamedTuple

from gui.charts.chart import shown_until
from gui.charts.per_frame import per_frame
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.timeline import Timeline

LIMITED_S = 5.0
"""The generator is said to be the limit when it was in most of so many last seconds."""


class LimitNotice(NamedTuple):
    """That the load generator is what is measured, and the names of the lanes where it is.

    Empty when it is not.
    """

    text: str = ""
    lanes: tuple[str, ...] = ()


@per_frame
def limit_notice(timeline: Timeline, plan: RacePlan) -> LimitNotice:
    """What the header has to say of the load generator."""
    limited = tuple(plan.name(lane) for lane in LANES if is_limited(timeline, lane))
    if limited:
        return LimitNotice("The load generator is the limit", limited)
    bound = tuple(plan.name(lane) for lane in LANES if is_bound(timeline, lane))
    return LimitNotice("generator-bound", bound) if bound else LimitNotice()


def is_limited(timeline: Timeline, lane: LaneId) -> bool:
    """Whether the lane's generator had too much to do in most of the last seconds."""
    return _last_seconds(timeline, lane).generator_limited > 0.5


def is_bound(timeline: Timeline, lane: LaneId) -> bool:
    """Whether the lane's throughput is within 20 % of what its generator can send at all."""
    return _last_seconds(timeline, lane).generator_bound


def _last_seconds(timeline: Timeline, lane: LaneId) -> LaneWindow:
    until = shown_until(timeline)
    return LaneWindow(timeline.lane(lane), [(max(0.0, until - LIMITED_S), until)])
