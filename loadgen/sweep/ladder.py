"""Which value to race next: up in steps, then between where a curve bends or the lead changes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loadgen.model.frame import LANES
from loadgen.sweep.crossing import last_change
from loadgen.sweep.points import Point, by_value
from loadgen.sweep.quantity import Quantity
from loadgen.sweep.saturation import is_over_saturated

FACTOR = 4
"""From one step to the next, on the way up."""

CLOSEST = 1.3
"""Two values are not closer than this factor: knees are found to within one such step."""

_STEP, _SHORTEST = math.log(FACTOR), 2 * math.log(CLOSEST)
_EVEN_STEPS = 4
"""So many steps lead from end to end of a quantity that is not logarithmic."""


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

    def next(self, points: Sequence[Point]) -> int | None:
        """The next value; None when there is nothing more to find.

        First ``low``, ``FACTOR`` times as much, ... up to ``high``, or until both lanes are
        over-saturated by the load. Then the middle of those two neighbours between which the lead
        changes; then of those between which a lane's throughput bends most.
        """
        raced = by_value(points)
        if not raced:
            return self.low
        largest = raced[-1].value
        over_saturated = self.quantity.is_load and is_over_saturated(raced)
        if largest < self.high and not over_saturated:
            return self._above(largest)
        return self._in_change(raced) or self._in_bend(raced)

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
