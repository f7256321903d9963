"""Which load to race next: up in steps until more users only wait, then between where it bends."""

import math
from collections.abc import Sequence
from itertools import pairwise

from loadgen.model.frame import LANES
from loadgen.sweep.points import Point, by_load
from loadgen.sweep.saturation import is_over_saturated

FACTOR = 4
"""From one step to the next, on the way up."""

CLOSEST = 1.3
"""Two loads are not closer than this factor: knees are found to within one such step."""


def next_users(points: Sequence[Point], most: int) -> int | None:
    """The next load; None when there is nothing more to find.

    First 1, ``FACTOR``, ... up to ``most`` or until both lanes are over-saturated. Then the middle,
    on a logarithmic scale, of those two neighbours between which a lane's throughput bends most.
    """
    raced = by_load(points)
    if not raced:
        return 1
    largest = raced[-1].users
    if largest < most and not is_over_saturated(raced):
        return min(most, largest * FACTOR)
    gaps = [
        (_bend(low, high), low.users, high.users)
        for low, high in pairwise(raced)
        if high.users / low.users > CLOSEST**2
    ]
    if not gaps:
        return None
    bend, low, high = max(gaps)
    if bend < math.log(CLOSEST) / 2:
        return None
    middle = round(math.sqrt(low * high))
    return middle if low < middle < high else None


def _bend(low: Point, high: Point) -> float:
    """How much throughput bends between two loads, on the scale of logarithms.

    It is how far a lane is from growing in proportion or from staying the same, whichever is
    nearer; of both lanes the larger.
    """
    step = math.log(high.users / low.users)
    bends = [0.0]
    for lane in LANES:
        before, after = low.throughput(lane), high.throughput(lane)
        if before and after:
            gain = math.log(after.estimate / before.estimate)
            bends.append(min(abs(step - gain), abs(gain)))
    return max(bends)
