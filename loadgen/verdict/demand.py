"""Whether a lane keeps up with a constant arrival rate."""

import math
from typing import Literal

import msgspec
import numpy as np

from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_plan import OpenModel
from loadgen.statistics.bootstrap import product, with_interval
from loadgen.statistics.column_store import Array
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.paired_blocks import LaneBlocks, PairedBlocks

KEEPS = 0.99
"""A lane keeps up that answers this part of what is due."""

_RESOLUTION = 0.002
_GROWS = 0.01
"""A queue grows where it gains at least this part of what is due."""

Pace = Literal["keeps up", "falls behind", "not known"]


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """One lane under a constant arrival rate, in the measured stretch.

    ``low`` to ``high`` is the 95 % interval of ``answered_per_second``. ``unanswered`` counts
    arrivals of the whole race that have no successful answer: dropped, failed, cancelled, waiting
    or under way. ``queue_grows`` while more wait at the end of the stretch than at its beginning;
    ``dropped`` counts arrivals of the stretch that found the most requests under way.
    """

    pace: Pace
    due_per_second: float
    answered_per_second: float
    low: float
    high: float
    unanswered: int
    queue_grows: bool
    dropped: int
    failed: int


def demands(
    blocks: PairedBlocks, parts: dict[LaneId, LaneWindow], model: OpenModel
) -> dict[LaneId, Demand]:
    """Both lanes'; empty where there are too few blocks for an interval."""
    found = {id_: _demand(blocks.lanes[id_], parts[id_], model.rate, blocks) for id_ in LANES}
    return {id_: each for id_, each in found.items() if each} if all(found.values()) else {}


def _demand(lane: LaneBlocks, part: LaneWindow, rate: float, blocks: PairedBlocks) -> Demand | None:
    """Whether a lane keeps up with the arrival rate, or falls behind.

    It falls behind where the interval lies below 99 % of what is due, or arrivals were dropped; it
    keeps up where it answered 99 % and nothing was dropped.
    """
    if blocks.lacking:
        return None

    def answered(weights: Array) -> Array:
        with np.errstate(divide="ignore"):
            rates = product(weights, lane.ok) / product(weights, rate * lane.measured_s)
            return np.asarray(np.log(rates))

    ratio = with_interval(answered, len(blocks), _RESOLUTION, looks=blocks.looks)
    if ratio is None or ratio.interval is None:
        return None
    low, high = ratio.interval
    if ratio.estimate <= 1:
        high = min(high, 1.0)  # in the long run no lane answers more than is due
    counts, totals = part.counts, part.lane.requests
    pace: Pace = "not known"
    if high < KEEPS or counts.dropped:
        pace = "falls behind"
    elif ratio.estimate >= KEEPS:
        pace = "keeps up"
    return Demand(
        pace=pace,
        due_per_second=rate,
        answered_per_second=rate * ratio.estimate,
        low=rate * low,
        high=rate * high,
        unanswered=totals.scheduled - totals.ok,
        queue_grows=_growth(part) > _GROWS * rate,
        dropped=counts.dropped,
        failed=counts.failed,
    )


def _growth(part: LaneWindow) -> float:
    """By how many requests a second the backlog grew, in each span.

    The backlog is what waits or is under way; its means over the first and the last third of a span
    are compared.
    """
    gained = seconds = 0.0
    for from_s, to_s in part.spans:
        third_s = (to_s - from_s) / 3
        before, after = (
            _backlog(LaneWindow(part.lane, [span]))
            for span in ((from_s, from_s + third_s), (to_s - third_s, to_s))
        )
        if math.isfinite(after - before):
            gained += after - before
            seconds += 2 * third_s
    return gained / seconds if seconds else 0.0


def _backlog(part: LaneWindow) -> float:
    """The mean of what waits or is under way; NaN where no tick ended in it."""
    in_flight, waiting = part.values("in_flight"), part.values("waiting")
    return float(in_flight.mean() + waiting.mean()) if in_flight.size else math.nan
