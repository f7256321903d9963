"""The Universal Scalability Law, fitted to a lane's points, and only where it fits."""

from collections.abc import Sequence
from itertools import combinations

import msgspec
import numpy as np

from loadgen.model.frame import LaneId
from loadgen.statistics.column_store import Array
from loadgen.sweep.points import Point, by_value
from loadgen.sweep.saturation import WIDEST

_FEWEST = 5
"""Points: with three coefficients, fewer leave nothing to test the law with."""


class Scalability(msgspec.Struct, frozen=True):
    """X(N) = λN / (1 + σ(N - 1) + κN(N - 1)) (N. Gunther, "Guerrilla Capacity Planning", 2007).

    ``rate`` is λ in answers per second of one user, ``contention`` σ, ``coherency`` κ. ``fits``:
    the curve goes through the intervals of all points; else it must not be drawn. ``worst`` is the
    largest residual, as a part of what was measured, at ``worst_at`` users.
    """

    rate: float
    contention: float
    coherency: float
    fits: bool
    worst: float
    worst_at: int

    def throughput(self, users: Array) -> Array:
        """Answers per second of so many users."""
        return _law(users, np.array([self.rate, self.contention, self.coherency]))


def scalability(points: Sequence[Point], lane: LaneId) -> Scalability | None:
    """The fit by least squares of N / X, which is linear, with residuals relative to X.

    Coefficients are not negative. None where there are too few points.
    """
    known = [
        (point.value, figure)
        for point in by_value(points)
        if (figure := point.throughput(lane)) and figure.half_width <= WIDEST and point.value > 0
    ]
    if len(known) < _FEWEST:
        return None
    users = np.array([float(value) for value, _ in known])
    measured = np.array([figure.estimate for _, figure in known])
    ends = np.array([figure.interval for _, figure in known])
    coefficients = _fit(users, measured)
    if coefficients is None:
        return None
    fitted = _law(users, coefficients)
    misses = fitted / measured - 1
    worst = int(np.abs(misses).argmax())
    fits = bool(((ends[:, 0] <= fitted) & (fitted <= ends[:, 1])).all())
    rate, contention, coherency = (float(each) for each in coefficients)
    return Scalability(
        rate, contention, coherency, fits, float(misses[worst]), int(known[worst][0])
    )


def _law(users: Array, coefficients: Array) -> Array:
    rate, contention, coherency = coefficients
    found: Array = rate * users / (1 + contention * (users - 1) + coherency * users * (users - 1))
    return found


def _fit(users: Array, measured: Array) -> Array | None:
    """N/X = a + b(N - 1) + cN(N - 1), each row times X/N: residuals are then parts of X.

    The best of all solutions whose coefficients are none of them negative: those that would be are
    left out, one or two at a time.
    """
    whole = np.column_stack([np.ones_like(users), users - 1, users * (users - 1)])
    rows = whole * (measured / users)[:, None]
    best: tuple[float, Array] | None = None
    for kept in ((0, *more) for count in (2, 1, 0) for more in combinations((1, 2), count)):
        found, *_ = np.linalg.lstsq(rows[:, kept], np.ones_like(users), rcond=None)
        if (found < 0).any() or found[0] <= 0:
            continue
        error = float(((rows[:, kept] @ found - 1) ** 2).sum())
        if best is None or error < best[0]:
            full = np.zeros(3)
            full[list(kept)] = found
            best = (error, full)
    if best is None:
        return None
    base, linear, square = best[1]
    return np.array([1 / base, linear / base, square / base])
