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


class OwnTurns:
    """The rows of a lane's own turns: ``x`` are the seconds of these turns, one for each row.

    ``rows`` are their rows in the time line, which are not contiguous where a turn begins.
    """

    def __init__(self, x: Array, rows: npt.NDArray[np.int64]) -> None:
        self.x, self.rows = x, rows
        borders = np.flatnonzero(np.diff(rows) > 1) + 1
        self._starts = np.append(0, borders) if rows.size else borders
        self._lengths = np.diff(np.append(self._starts, rows.size))
        self._turn = np.repeat(np.arange(self._starts.size), self._lengths)
        lasts = self._starts + self._lengths - 1
        self._short = x[lasts] - x[self._starts] <= SHORT_S

    def step(self, y: Array) -> Array:
        """``y`` with each turn's first figure drawn over the whole window that it is of.

        The window starts empty with the turn, so that no level reaches over a border; each turn's
        first point stays a gap, where the curve breaks. A turn of at most ``SHORT_S`` without a gap
        has the level of its last figure.
        """
        known = np.flatnonzero(np.isfinite(y))
        if not known.size:
            return y
        of = self._turn[known]
        at = np.flatnonzero(np.diff(of, prepend=-1))
        counts = np.diff(np.append(at, known.size))
        turns, first, last = of[at], known[at], known[at + counts - 1]
        flat = self._short[turns] & (counts == last - first + 1)
        # For each turn, from which point on and before which one it has its level.
        window = np.searchsorted(self.x, self.x[first] - FULL_S, "right")
        low = np.maximum(window, self._starts[turns] + 1)
        lengths = np.maximum(np.where(flat, last + 1, first) - low, 0)
        points = np.repeat(low - (np.cumsum(lengths) - lengths), lengths)
        points += np.arange(points.size)
        stepped = y.copy()
        stepped[points] = np.repeat(np.where(flat, y[last], y[first]), lengths)
        return stepped
