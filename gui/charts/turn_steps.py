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
    stepped = y.copy()
    borders = np.flatnonzero(np.diff(rows) > 1) + 1
    starts, ends = np.r_[0, borders], np.r_[borders, rows.size]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        known = start + np.flatnonzero(np.isfinite(y[start:end]))
        if not known.size:
            continue
        first, last = int(known[0]), int(known[-1])
        window = start + int(np.searchsorted(x[start:first], x[first] - FULL_S, "right"))
        level = y[first]
        if x[end - 1] - x[start] <= SHORT_S and known.size == last - first + 1:
            level = stepped[first : last + 1] = y[last]
        stepped[max(window, start + 1) : first] = level
    return stepped
