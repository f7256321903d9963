"""Thousands of points for a few hundred pixels: what is drawn of them, without hiding a peak."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Thinned:
    """One point per column of pixels. ``low`` to ``high`` is all that happened in the column.

    ``middle`` is their mean in the axis's units: for the eye's line only, never for a figure. NaN
    where the column holds no value.
    """

    x: Array
    middle: Array
    low: Array
    high: Array

    @property
    def is_range(self) -> bool:
        """Whether a column stands for more than one value."""
        return self.low is not self.high


def thinned(x: Array, y: Array, column: float) -> Thinned:
    """One point for each ``column`` (in x's units, x ascending) that holds more than one.

    ``y`` itself where no column does.

    Columns are counted from x = 0, so that a moving window does not make the curve shimmer.
    """
    if x.size < 2:
        return Thinned(x, y, y, y)
    index = np.floor(x / column)
    begins = np.empty(x.size, bool)
    begins[0] = True
    np.not_equal(index[1:], index[:-1], out=begins[1:])
    starts = begins.nonzero()[0]
    if starts.size == x.size:
        return Thinned(x, y, y, y)
    size = np.empty(starts.size)
    size[:-1] = starts[1:] - starts[:-1]
    size[-1] = x.size - starts[-1]
    at = np.add.reduceat(x, starts) / size
    # The newest point stands where it is, so that the curve ends at its label.
    at[-1] = x[-1]
    low, high = np.fmin.reduceat(y, starts), np.fmax.reduceat(y, starts)
    finite = np.isfinite(y)
    if finite.all():
        return Thinned(at, np.add.reduceat(y, starts) / size, low, high)
    count = np.add.reduceat(finite.astype(np.float64), starts)
    total = np.add.reduceat(np.where(finite, y, 0.0), starts)
    middle = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return Thinned(at, middle, low, high)


def runs(finite: npt.NDArray[np.bool_]) -> list[slice]:
    """The stretches without a gap."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], finite, [False]))))
    return [slice(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def dots(x: Array, y: Array, spacing: float) -> tuple[Array, Array]:
    """Points along the line, ``spacing`` apart by its length, gaps left out; x and y in pixels."""
    return _along(x, y, lambda length: np.arange(0.0, length + 1e-9, spacing))


def dashes(x: Array, y: Array, length: float) -> tuple[Array, Array]:
    """Where dashes along the line begin and end, in turns; a dash is as long as what is between."""

    def ends(whole: float) -> Array:
        at = np.arange(0.0, whole, length)
        return np.append(at, whole) if at.size % 2 else at

    return _along(x, y, ends)


def _along(x: Array, y: Array, at: Callable[[float], Array]) -> tuple[Array, Array]:
    """Points on each stretch without a gap, at what ``at`` makes of the stretch's length."""
    xs, ys = [np.empty(0)], [np.empty(0)]
    for run in runs(np.isfinite(y)):
        along = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x[run]), np.diff(y[run])))))
        points = at(float(along[-1]))
        xs.append(np.interp(points, along, x[run]))
        ys.append(np.interp(points, along, y[run]))
    return np.concatenate(xs), np.concatenate(ys)
