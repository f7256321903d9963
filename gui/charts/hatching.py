"""Hatching as single strokes.

A translucent pattern brush takes Qt 8 ms for the hundred warm-ups of ten minutes in turns, since it
blends every pixel; the strokes alone take less than 1 ms, and look the same.
"""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainterPath

from loadgen.statistics.column_store import Array

SPACING = 7.0
"""Pixels from one stroke to the next, along the x axis."""
CROWD = 20
"""So many stretches and more, each nearer to the next than two strokes are, look like one."""


def joined_columns(lows: Array, highs: Array, apart: float) -> tuple[Array, Array]:
    """Merge stretches that are less than ``apart`` pixels from the next.

    Returns (from, to) in pixels of each; ``lows`` ascend.
    """
    ends = np.maximum.accumulate(highs)
    breaks = np.flatnonzero(lows[1:] - ends[:-1] >= apart)
    return lows[np.r_[0, breaks + 1]], ends[np.r_[breaks, lows.size - 1]]


def are_crowded(lows: Array, highs: Array, apart: float) -> bool:
    """Whether most of at least ``CROWD`` stretches are less than ``apart`` from the next."""
    return lows.size >= CROWD and float(np.median(lows[1:] - highs[:-1])) < apart


def hatch_path(boxes: list[QRect], spacing: float, *, rising: bool) -> QPainterPath:
    r"""Diagonal strokes inside the boxes, which all have the same top and bottom.

    Strokes are counted from x = 0, so that those of neighbours are in line. ``rising`` is ``/``,
    else it is ``\``.
    """
    top, bottom = boxes[0].top(), boxes[0].top() + boxes[0].height()
    left = np.array([box.left() for box in boxes], np.float64)
    right = left + [box.width() for box in boxes]
    # On a rising stroke x + y is constant: each is where it enters and where it leaves each box.
    first = np.ceil((left.min() + top) / spacing) * spacing
    sums = np.arange(first, right.max() + bottom, spacing)[:, np.newaxis]
    from_x, to_x = np.maximum(left, sums - bottom), np.minimum(right, sums - top)
    inside = to_x > from_x
    xs = np.stack((from_x, to_x), axis=-1)[inside].ravel()
    ys = np.stack((sums - from_x, sums - to_x), axis=-1)[inside].ravel()
    if xs.size == 0:
        return QPainterPath()
    path: QPainterPath = pg.arrayToQPath(xs, ys if rising else top + bottom - ys, connect="pairs")
    return path
