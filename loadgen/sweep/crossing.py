"""Who answers more at which value, and where that changes, with its interval."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from loadgen.model.frame import LaneId
from loadgen.sweep.points import Point, by_value

LEAST_LEAD = 0.03
"""Two starts of one server differ by up to so much of their throughput, by how their memory came to
lie and which core they got, and no interval within a race holds that: a lane leads where its
interval is above it. Of 1,000 simulated sweeps of a server against itself, whose starts scatter by
a third of it, none then claims a crossing.
"""


@dataclass(frozen=True, slots=True)
class Lead:
    """From ``from_value`` on, and before the next lead, this lane answers more.

    ``lane`` is None where no difference is shown.
    """

    from_value: int
    lane: LaneId | None


class Crossing(msgspec.Struct, frozen=True):
    """Where the lead goes over to ``lane``: at ``estimate``, between ``low`` and ``high``.

    At ``low`` the other one still leads clearly, at ``high`` this one does. ``estimate`` is where
    the ratio of throughputs is 1, on a straight line between the two, on logarithmic scales.
    """

    low: int
    estimate: float
    high: int
    lane: LaneId


def leader(point: Point) -> LaneId | None:
    """Who answers more there; None where no difference is shown."""
    ends = point.ratio.interval if point.ratio else None
    if ends is None:
        return None
    if ends[0] > 1 + LEAST_LEAD:
        return "b"
    return "a" if ends[1] < 1 / (1 + LEAST_LEAD) else None


def leads(points: Sequence[Point]) -> list[Lead]:
    """Who answers more at which value, beginning with the smallest; only changes are listed."""
    found: list[Lead] = []
    for point in by_value(points):
        if point.ratio is None:
            continue
        lane = leader(point)
        if not found or found[-1].lane != lane:
            found.append(Lead(point.value, lane))
    return found


def led_up_to(points: Sequence[Point], lane: LaneId) -> int:
    """Up to which value it is known that no other lane than this one leads.

    Where it was raced by itself, the other one is over-saturated: it answers its best at most.
    """
    other: LaneId = "a" if lane == "b" else "b"
    rates = [figure for point in points if (figure := point.throughput(other))]
    most = max((figure.interval or (0.0, figure.estimate))[1] for figure in rates)
    largest = 0
    for point in by_value(points):
        alone = point.throughput(lane) if point.lanes == (lane,) else None
        if alone and (alone.interval is None or alone.interval[0] <= most * (1 + LEAST_LEAD)):
            break
        if alone or point.ratio:
            largest = point.value
    return largest


def crossings(points: Sequence[Point]) -> list[Crossing]:
    """All changes of the lead, in the order of the quantity."""
    return [_crossing(points, *change) for change in _changes(points)]


def last_change(points: Sequence[Point]) -> tuple[int, int] | None:
    """The last value at which one lane leads, and the next one at which the other does."""
    found = list(_changes(points))
    return (found[-1][0].value, found[-1][1].value) if found else None


def _changes(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    clear = [point for point in by_value(points) if leader(point)]
    for before, after in pairwise(clear):
        if leader(before) != leader(after):
            yield before, after


def _crossing(points: Sequence[Point], before: Point, after: Point) -> Crossing:
    between = [p for p in by_value(points) if before.value <= p.value <= after.value and p.ratio]
    lane = leader(after)
    assert lane is not None
    sign = 1 if lane == "b" else -1
    for low, high in pairwise(between):
        first, last = _log_ratio(low) * sign, _log_ratio(high) * sign
        if first <= 0 < last:
            share = -first / (last - first)
            return Crossing(before.value, _between(low.value, high.value, share), after.value, lane)
    raise AssertionError("the lead changes, but the ratio does not")


def _log_ratio(point: Point) -> float:
    assert point.ratio is not None
    return math.log(point.ratio.estimate)


def _between(low: int, high: int, share: float) -> float:
    """That share of the way, on a logarithmic scale where that is possible."""
    return low * (high / low) ** share if low > 0 else low + share * (high - low)
