"""Percentiles of blocks of latencies, drawn together in any number.

A block's latencies are given by how many of them lie below each edge of the histogram's buckets,
BUCKETS + 2 values from 0 to all of them, those over the range included. Within a bucket they are
taken as evenly spread, so that figures which differ by less than a bucket's width can be told
apart.
"""

from collections.abc import Sequence

import numpy as np

from loadgen.model.histogram import BUCKETS, SUB_BUCKETS, LatencyHistogram
from loadgen.statistics.bootstrap import product
from loadgen.statistics.column_store import Array

RESOLUTION = 1 / SUB_BUCKETS
"""The width of a bucket, as a part of its value: what a ratio of two percentiles may be off by."""

_POINTS = 64


def _log_edges() -> Array:
    octave, sub = np.divmod(np.arange(BUCKETS + 2), SUB_BUCKETS)
    edges: Array = octave * np.log(2.0) + np.log1p(sub / SUB_BUCKETS)
    return edges


_EDGES = _log_edges()
"""The logarithm of each edge in µs. Beyond the last bucket there is one more, for what is over the
range.
"""


def cumulative(histogram: LatencyHistogram) -> Array:
    """How many latencies are below each edge."""
    counts = np.concatenate(([0], histogram.counts, [histogram.overflow]))
    return np.cumsum(counts).astype(np.float64)


class Percentile:
    """The logarithm of one percentile of many blocks together, whatever blocks are drawn."""

    def __init__(self, below: Sequence[Array], fraction: float) -> None:
        """``below`` has one row for each block."""
        self._fraction = fraction
        found = [int(row.searchsorted(fraction * row[-1])) for row in below if row[-1]] or [1]
        # What blocks have together lies between the lowest and the highest of them.
        low, high = min(found) - 1, max(found)
        edges = np.append(np.arange(low, high, max(1, -(-(high - low) // _POINTS))), high)
        self._edges = _EDGES[edges]
        self._below = np.array([row[edges] for row in below])
        self._totals = np.array([row[-1] for row in below])

    def __call__(self, weights: Array) -> Array:
        """For each row of weights, which say how often each block is drawn.

        NaN without any latency.
        """
        counts, totals = product(weights, self._below), product(weights, self._totals)
        wanted = self._fraction * totals
        above = np.clip((counts < wanted[:, np.newaxis]).sum(axis=1), 1, self._edges.size - 1)
        rows = np.arange(above.size)
        before, after = counts[rows, above - 1], counts[rows, above]
        part = np.divide(
            wanted - before, after - before, out=np.ones(rows.size), where=after > before
        )
        logs = self._edges[above - 1] + part * (self._edges[above] - self._edges[above - 1])
        return np.where(totals > 0, logs, np.nan)
