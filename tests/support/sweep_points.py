"""Points of sweeps without a race: what servers of known capacity would answer."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from loadgen.model.frame import LANES
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.points import Point
from loadgen.sweep.quantity import USERS

if TYPE_CHECKING:
    from loadgen.model.frame import LaneId

Curve = Callable[[int], float]
"""Answers per second of so many users."""


def ratio(value: float, half_width: float = 0.03) -> Ratio:
    """With an interval of that half width on the scale of logarithms."""
    return Ratio(value, value * math.exp(-half_width), value * math.exp(half_width))


def pool(tokens: int, wait_s: float) -> Curve:
    """So many requests are answered at a time, each in ``wait_s``."""
    return lambda users: min(users, tokens) / wait_s


def point(
    users: int,
    a: Curve,
    b: Curve,
    half_width: float = 0.03,
    lanes: "tuple[LaneId, ...]" = LANES,
) -> Point:
    """The point at which the lanes answer as their curves say."""
    figures: dict[LaneId, dict[str, Ratio]] = {"a": {}, "b": {}}
    for id_, curve in (("a", a), ("b", b)):
        if id_ not in lanes:
            continue
        rate = curve(users)
        figures["a" if id_ == "a" else "b"] = {
            "throughput_per_second": ratio(rate, half_width),
            "p50_s": ratio(max(users, 1) / rate, 0.01),
            "p99_s": ratio(1.5 * max(users, 1) / rate, 0.05),
        }
    compared = ratio(b(users) / a(users), half_width) if len(lanes) > 1 else None
    return Point(users, figures, compared, lanes=lanes)


def climb(a: Curve, b: Curve, ladder: Ladder | None = None) -> list[Point]:
    """All points that a sweep with no limit of time would race."""
    points: list[Point] = []
    ladder = ladder or Ladder.of(USERS)
    while (rung := ladder.next(points)) is not None:
        points.append(point(rung.value, a, b, lanes=rung.lanes))
        assert len(points) < 40
    return points


FLASK, FASTAPI = pool(4, 0.05), pool(200, 0.05)
