"""Where a lane stops to answer more: the knee, and the bounds beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from loadgen.model.frame import LaneId
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.bounds import Bound
from loadgen.sweep.points import Point, by_value, of_lane
from loadgen.sweep.quantity import USERS, Quantity

WIDEST = 0.5
"""Of a throughput whose interval is wider, about ±65 %, nothing is concluded: it would reach 95 %
of everything. On the scale of logarithms."""

_MOST_NOISE = 0.3
"""So much more throughput, a third, is growth however wide the intervals: on a busy machine a lane
would else count as over-saturated because nothing is known of it."""

NEAR = 0.95
"""The knee is where so much of the best throughput is reached."""


@dataclass(frozen=True, slots=True)
class Saturation:
    """Where one lane saturates.

    ``best`` is the highest throughput measured, at ``best_at``. ``knee`` is the smallest value
    whose interval of throughput reaches ``NEAR`` of the best: None where the throughput still rises
    at the ``largest`` value measured, or where the lane has no knee (``Quantity.has_knee``).

    ``one_user_s`` is the latency of one user alone (p50), where users are swept: with N users
    no server answers more than N / ``one_user_s`` (``bound_per_s``). ``limit`` is the bound by the
    limit that was reached at the best, or beyond it. ``values`` is at how many values enough was
    measured.
    """

    lane: LaneId
    best: Ratio | None = None
    best_at: int = 0
    knee: int | None = None
    one_user_s: Ratio | None = None
    largest: int = 0
    limit: Bound | None = None
    values: int = 0

    @property
    def crossing_users(self) -> float | None:
        """N*: where both bounds meet, N* / R1 = the limit's, or the best where none is named."""
        ceiling = self.limit.per_s if self.limit else self.best
        if ceiling is None or self.one_user_s is None:
            return None
        return ceiling.estimate * self.one_user_s.estimate

    def bound_per_s(self, users: float) -> float | None:
        """What ``users`` may get at most: N / R1."""
        return users / self.one_user_s.estimate if self.one_user_s else None


def saturation(points: Sequence[Point], lane: LaneId, quantity: Quantity = USERS) -> Saturation:
    """Find the knee among points; those without an interval, or with a wide one, are left out."""
    known = [
        (point, figure)
        for point in by_value(points)
        if (figure := point.throughput(lane)) and figure.half_width <= WIDEST
    ]
    if not known:
        return Saturation(lane)
    best_point, best = max(known, key=lambda each: each[1].estimate)
    alone, largest = known[0][0], known[-1][0].value
    largest_raced = of_lane(points, lane)[-1].value
    is_one_user = quantity.kind == "users" and alone.value == 1
    return Saturation(
        lane,
        best,
        best_point.value,
        _knee(known, best, largest_raced) if quantity.has_knee(lane) else None,
        alone.median_s(lane) if is_one_user else None,
        largest,
        _limit([point for point, _ in known if point.value >= best_point.value], lane),
        len(known),
    )


def _knee(known: Sequence[tuple[Point, Ratio]], best: Ratio, largest_raced: int) -> int | None:
    """None at the last value: nothing beyond shows that more of it does not help."""
    knee = next(point.value for point, figure in known if _high(figure) >= NEAR * best.estimate)
    is_last = knee == known[-1][0].value and (len(known) > 1 or knee == largest_raced)
    return None if is_last else knee


def _limit(plateau: Sequence[Point], lane: LaneId) -> Bound | None:
    """That of the first point of the plateau at which one was named."""
    return next((point.bounds[lane] for point in plateau if lane in point.bounds), None)


def _high(figure: Ratio) -> float:
    return figure.interval[1] if figure.interval else figure.estimate


def is_over_saturated(points: Sequence[Point], lane: LaneId) -> bool:
    """Whether more load only waits at a lane.

    At the largest load it answers no more than at the one before, and slower; or so slowly that
    nothing could be measured of it in turns, where less load could.
    """
    raced = of_lane(points, lane)
    known = [point for point in raced if point.throughput(lane)]
    if len(raced) < 2 or not known:
        return False
    if not raced[-1].throughput(lane):
        return not raced[-1].failure
    return len(known) > 1 and _only_waits(known[-2], known[-1], lane)


def _only_waits(before: Point, last: Point, lane: LaneId) -> bool:
    rate, more = before.throughput(lane), last.throughput(lane)
    time, longer = before.median_s(lane), last.median_s(lane)
    if not (rate and more and time and longer):
        return False
    gain = math.log(more.estimate / rate.estimate)
    slower = math.log(longer.estimate / time.estimate)
    noise = min(_MOST_NOISE, math.hypot(rate.half_width, more.half_width) * 0.5)
    return gain < 0.05 + noise and slower > max(0.1, math.hypot(time.half_width, longer.half_width))
