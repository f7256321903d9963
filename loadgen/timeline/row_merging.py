"""Which older rows of a time line are merged, so that a day needs little more than an hour.

A row is a tick until it is older than the first level says, then a second, then ``LEVELS[-1]``. Of
merged rows histograms, answers, failures, seconds and calls are sums, so that nothing of them is
lost; what a server or a generator reports is the last report. A row ends where a second of the
clock does, and at each edge: a change, an outage, the end of a warm-up. Blocks and spans of a
verdict therefore have the same rows in them as before.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from loadgen.statistics.column_store import Array

Rows = npt.NDArray[np.int64]


class Level(NamedTuple):
    """Rows older than ``after_s`` are ``length_s`` long, a power of two in whole seconds."""

    after_s: float
    length_s: int


LEVELS = (Level(900.0, 1), Level(5400.0, 16))

EVERY_FRAMES = 600
"""Frames between two merges: each costs some 10 ms, 0.02 ms a frame."""

_HAIR_S = 1e-9
"""Times are sums of ticks."""


def group_starts(
    at_s: Array, length_s: int, edges: Sequence[float], *states: npt.NDArray[np.generic]
) -> Rows:
    """The first row of each group to be merged, of rows that ended at ``at_s``.

    A group does not cross a multiple of ``length_s``, an edge (seconds of the race, ascending), nor
    a change of one of ``states``, which have a value for each row.
    """
    cells = np.ceil((at_s - _HAIR_S) / length_s)
    parts = np.searchsorted(np.asarray(edges, np.float64) + _HAIR_S, at_s, "left")
    begins = np.zeros(at_s.size, np.bool_)
    begins[:1] = True
    for each in (cells, parts, *states):
        begins[1:] |= each[1:] != each[:-1]
    return np.flatnonzero(begins)


def last_known(values: Array, starts: Rows) -> Array:
    """The last value of each group that is no gap; a gap where it has none."""
    known = np.where(np.isnan(values), -1, np.arange(values.size))
    newest = np.maximum.reduceat(known, starts)
    return np.where(newest >= starts, values[newest], np.nan)


def sums(values: Array, starts: Rows) -> Array:
    """The sum of each group's values; a gap where all are."""
    known = np.logical_or.reduceat(~np.isnan(values), starts)
    return np.where(known, np.add.reduceat(np.nan_to_num(values), starts), np.nan)
