"""Where a lane stops to answer more: the knee, the bounds beside it, and who leads where."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.points import Point, by_load

NEAR = 0.95
"""The knee is where so much of the best throughput is reached."""


@dataclass(frozen=True, slots=True)
class Saturation:
    """Where one lane saturates.

    ``knee`` is the smallest load whose interval of throughput reaches ``NEAR`` of the best, None
    where the throughput still rises at the ``largest`` load that was measured.
    ``best`` is the highest throughput measured. ``one_user_s`` is the response time of one user
    alone (p50): with N users no server answers more than N / ``one_user_s``
    (``bound_per_s``), nor more than ``best``; the two meet at ``crossing_users`` (N*).
    """

    lane: LaneId
    best: Ratio | None
    knee: int | None
    one_user_s: Ratio | None
    largest: int = 0

    @property
    def crossing_users(self) -> float | None:
        """N* = best throughput x response time of one user."""
        if self.best is None or self.one_user_s is None:
            return None
        return self.best.estimate * self.one_user_s.estimate

    def bound_per_s(self, users: int) -> float | None:
        """What ``users`` may get at most: N / R1."""
        return users / self.one_user_s.estimate if self.one_user_s else None


def saturation(points: Sequence[Point], lane: LaneId) -> Saturation:
    """Find the knee among points; those without an interval are left out."""
    known = [(point, figure) for point in by_load(points) if (figure := point.throughput(lane))]
    if not known:
        return Saturation(lane, None, None, None)
    best = max((figure for _, figure in known), key=lambda figure: figure.estimate)
    knee = next(
        (point.users for point, figure in known if _high(figure) >= NEAR * best.estimate), None
    )
    alone = known[0][0]
    one_user = alone.median_s(lane) if alone.users == 1 else None
    rises_still = len(known) > 1 and knee == known[-1][0].users
    largest = known[-1][0].users
    return Saturation(lane, best, None if rises_still else knee, one_user, largest)


def _high(figure: Ratio) -> float:
    return figure.interval[1] if figure.interval else figure.estimate


@dataclass(frozen=True, slots=True)
class Lead:
    """From ``from_users`` on, and before the next lead, this lane answers more.

    ``lane`` is None where no difference is shown.
    """

    from_users: int
    lane: LaneId | None


def leads(points: Sequence[Point]) -> list[Lead]:
    """Who answers more at which load, beginning with the smallest; only changes are listed."""
    found: list[Lead] = []
    for point in by_load(points):
        if point.ratio is None:
            continue
        lane: LaneId | None = None
        if point.ratio.is_clear:
            lane = "b" if point.ratio.estimate > 1 else "a"
        if not found or found[-1].lane != lane:
            found.append(Lead(point.users, lane))
    return found


def crossing(points: Sequence[Point]) -> tuple[int, int] | None:
    """Between which loads the lead goes from one lane to the other.

    The last at which one leads clearly, and the first at which the other does; None where that
    does not happen.
    """
    clear = [
        (point.users, point.ratio.estimate > 1)
        for point in by_load(points)
        if point.ratio is not None and point.ratio.is_clear
    ]
    for (users, before), (next_users, after) in pairwise(clear):
        if before != after:
            return users, next_users
    return None


def is_over_saturated(points: Sequence[Point]) -> bool:
    """Whether more users only wait.

    At the largest load both lanes answer no more than at the one before, and slower.
    """
    if len(points) < 2:
        return False
    before, last = by_load(points)[-2:]
    return all(_only_waits(before, last, lane) for lane in LANES)


def _only_waits(before: Point, last: Point, lane: LaneId) -> bool:
    rate, more = before.throughput(lane), last.throughput(lane)
    time, longer = before.median_s(lane), last.median_s(lane)
    if not (rate and more and time and longer):
        return False
    gain = math.log(more.estimate / rate.estimate)
    slower = math.log(longer.estimate / time.estimate)
    return gain < 0.05 + math.hypot(rate.half_width, more.half_width) * 0.5 and slower > max(
        0.1, math.hypot(time.half_width, longer.half_width)
    )
