"""Figures over a trailing second as levels of turns.

Such a figure has a gap until its window is full: in turns of 1 s, one or two points of each turn
remain, which are drawn as dots.
"""

import numpy as np
import numpy.typing as npt

from gui.charts.downsampling import Array
from loadgen.timeline.figure_window import FULL_S, WINDOW_S

SHORT_S = 2 * WINDOW_S
"""A turn that is not longer is drawn at one level: its windows overlap, and show the same."""


def step_turns(x: Array, y: Array, rows: npt.NDArray[np.int64]) -> Array:
    """``y`` with each turn's first figure drawn over the whole window that it is of.

    ``x`` are seconds of the lane's own turns, ``y`` its figures there and ``rows`` their rows in
    the time line, which are not contiguous where a turn begins. The window starts empty with the
    turn, so that no level reaches over a border; each turn's first point stays a gap, where the
    curve breaks. A turn of at most ``SHORT_S`` without a gap has the level of its last figure.
    """
    if not rows.size:
        return y
    borders = np.flatnonzero(np.diff(rows) > 1) + 1
    starts, ends = np.r_[0, borders], np.r_[borders, rows.size]
    turn = np.repeat(np.arange(starts.size), ends - starts)
    known = np.flatnonzero(np.isfinite(y))
    turns, at, counts = np.unique(turn[known], return_index=True, return_counts=True)
    first, last = known[at], known[at + counts - 1]
    whole = counts == last - first + 1
    flat = whole & (x[ends[turns] - 1] - x[starts[turns]] <= SHORT_S)
    # For each turn, from which point on and before which one it has its level.
    low, high, level = np.zeros_like(starts), np.zeros_like(starts), np.zeros(starts.size)
    window = np.searchsorted(x, x[first] - FULL_S, "right")
    low[turns] = np.maximum(window, starts[turns] + 1)
    high[turns] = np.where(flat, last + 1, first)
    level[turns] = np.where(flat, y[last], y[first])
    points = np.arange(y.size)
    return np.where((points >= low[turn]) & (points < high[turn]), level[turn], y)
