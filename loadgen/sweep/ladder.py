"""Which value to race next: up in steps, then where the lead changes and at the knees."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from loadgen.model.frame import LANES, LaneId
from loadgen.sweep.crossing import last_change
from loadgen.sweep.points import Point, by_value, of_lane
from loadgen.sweep.quantity import Quantity
from loadgen.sweep.saturation import NEAR, is_over_saturated, saturation

FACTOR = 4
"""From one step to the next, on the way up."""

CLOSEST = 1.3
"""Knees are found to within this factor, and two values are not much closer."""

_STEP, _SHORTEST = math.log(FACTOR), 2 * math.log(CLOSEST)
_EVEN_STEPS = 4
"""So many steps lead from end to end of a quantity that is not logarithmic."""


class Rung(NamedTuple):
    """What is raced next: these lanes at this value."""

    value: int
    lanes: tuple[LaneId, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The values of ``quantity`` from ``low`` to ``high``.

    Positions are on the axis of a chart: logarithms, with 0 one step below 1; or even parts of the
    range, ``_EVEN_STEPS`` steps wide.
    """

    quantity: Quantity
    low: int
    high: int

    @classmethod
    def of(cls, quantity: Quantity, low: int | None = None, high: int | None = None) -> "Ladder":
        """With the quantity's own ends where none are given; raises ParameterError."""
        check = quantity.parameter.check
        most = check(max(quantity.high, low or 0) if high is None else high)
        return cls(quantity, check(min(quantity.low, most) if low is None else low), most)

    def position(self, value: float) -> float:
        """Where a value stands on the axis."""
        if not self.quantity.parameter.logarithmic:
            return (value - self.low) / max(1, self.high - self.low) * _EVEN_STEPS * _STEP
        return math.log(value) if value > 0 else -_STEP

    def next(self, points: Sequence[Point]) -> Rung | None:
        """What to race next; None when there is nothing more to find.

        First ``low``, ``FACTOR`` times as much, ... up to ``high``. A load ends for a lane where it
        is over-saturated: beyond, it would only disturb the other one, which goes on by itself.
        Then between the two values between which the lead changes, then at each lane's knee until
        that is known within ``CLOSEST``, then where a lane's throughput bends most.
        """
        raced = by_value(points)
        if not raced:
            return Rung(self.low, LANES)
        climbing = self._climbing(raced)
        if climbing:
            largest = min(of_lane(raced, id_)[-1].value for id_ in climbing)
            value = self._above(largest)
            return Rung(value, self._raced_at(value, raced, climbing))
        found = self._in_change(raced) or self._at_knees(raced) or self._in_bend(raced)
        return Rung(found, self._raced_at(found, raced)) if found else None

    def _climbing(self, raced: list[Point]) -> tuple[LaneId, ...]:
        """The lanes for which larger values are still to be raced."""
        return tuple(
            id_
            for id_ in LANES
            if of_lane(raced, id_)[-1].value < self.high
            and not (self.quantity.is_load and is_over_saturated(raced, id_))
        )

    def _raced_at(
        self, value: int, raced: list[Point], climbing: tuple[LaneId, ...] = ()
    ) -> tuple[LaneId, ...]:
        """The lanes for which that value says something."""
        return tuple(
            id_ for id_ in LANES if id_ in climbing or value <= of_lane(raced, id_)[-1].value
        )

    def _above(self, value: int) -> int:
        if self.quantity.parameter.logarithmic:
            return min(self.high, max(1, value * FACTOR))
        step = max(1, round((self.high - self.low) / _EVEN_STEPS))
        return min(self.high, value + step)

    def _in_change(self, raced: list[Point]) -> int | None:
        """In the widest gap within the change of the lead."""
        change = last_change(raced)
        if change is None:
            return None
        within = [point.value for point in raced if change[0] <= point.value <= change[1]]
        width, low, high = max(
            (self.position(high) - self.position(low), low, high) for low, high in pairwise(within)
        )
        return self._middle(low, high) if width > _SHORTEST else None

    def _at_knees(self, raced: list[Point]) -> int | None:
        """Between a lane's knee and the value below it, where that is too far away.

        Below ``NEAR`` of N* no lane reaches ``NEAR`` of its best: N* is the first guess.
        """
        for id_ in LANES:
            found = saturation(raced, id_, self.quantity)
            if found.knee is None:
                continue
            below = max((p.value for p in of_lane(raced, id_) if p.value < found.knee), default=0)
            users = found.crossing_users or 0.0
            if not below or found.knee <= CLOSEST * max(below, NEAR * users):
                continue
            guess = round(users)
            if below * math.sqrt(CLOSEST) <= guess < found.knee:
                return guess
            if (middle := self._middle(below, found.knee)) is not None:
                return middle
        return None

    def _in_bend(self, raced: list[Point]) -> int | None:
        gaps = [
            (self._bend(low, high), low.value, high.value)
            for low, high in pairwise(raced)
            if self.position(high.value) - self.position(low.value) > _SHORTEST
            and self._middle(low.value, high.value) is not None
        ]
        if not gaps:
            return None
        bend, low, high = max(gaps)
        return self._middle(low, high) if bend >= math.log(CLOSEST) / 2 else None

    def _middle(self, low: int, high: int) -> int | None:
        """None where there is no value between them."""
        if self.quantity.parameter.logarithmic:
            middle = round(math.sqrt(low * high)) if low else 1
        else:
            middle = round((low + high) / 2)
        return middle if low < middle < high else None

    def _bend(self, low: Point, high: Point) -> float:
        """How much throughput bends between two values, on the scale of logarithms.

        It is how far a lane is from growing or falling in proportion, or from staying the same,
        whichever is nearer; of both lanes the larger.
        """
        logarithmic = self.quantity.parameter.logarithmic and low.value > 0
        step = math.log(high.value / low.value) if logarithmic else math.inf
        bends = [0.0]
        for lane in LANES:
            before, after = low.throughput(lane), high.throughput(lane)
            if before and after:
                gain = abs(math.log(after.estimate / before.estimate))
                bends.append(min(abs(step - gain), gain))
        return max(bends)
