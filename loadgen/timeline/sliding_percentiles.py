"""The histograms of all rows, and the percentiles over the newest of them."""

import copy
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Self

import numpy as np

from loadgen.model.histogram import MIDDLES_S, LatencyHistogram, SparseHistogram
from loadgen.statistics.column_store import Array, HistogramPile


class SlidingPercentiles:
    """Rows come in at the end and leave the window at its start; the pile keeps them all."""

    def __init__(self) -> None:
        self._pile = HistogramPile()
        self._first = self._rows = 0

    def copy(self) -> Self:
        """Another one with the same rows, to go its own way."""
        return copy.deepcopy(self)

    def append(self, sparse: SparseHistogram) -> None:
        """One more row, in the window."""
        self._pile.append(sparse)
        self._rows += 1

    def leave(self, first: int) -> None:
        """Let all rows before ``first`` leave the window."""
        self._first = first

    def percentiles_ms(self) -> tuple[float, float]:
        """p50 and p99 over the window; NaN when it is empty."""
        p50, p99 = self._pile.newest_percentiles(self._first, (0.5, 0.99))
        return p50 * 1000, p99 * 1000

    def row_percentiles_ms(self, rows: slice) -> tuple[Array, Array]:
        """p50 and p99 of each row by itself; NaN where it is empty."""
        found = [
            self._pile.merged([(row, row + 1)]).percentiles((0.5, 0.99)) * 1000
            for row in range(rows.start, rows.stop)
        ]
        p50, p99 = np.array(found).reshape(-1, 2).T
        return p50, p99

    def merged(self, spans: Iterable[tuple[int, int]]) -> LatencyHistogram:
        """The rows of all spans, each from its first row to before its end, in one histogram."""
        return self._pile.merged(spans)

    def merge(self, first: int, end: int, starts: Sequence[int]) -> None:
        """Merge rows that have left the window, as ``HistogramPile.merge`` does."""
        self._pile.merge(first, end, starts)
        removed = end - first - len(starts)
        self._first -= removed
        self._rows -= removed


def median_ms(sparse: SparseHistogram) -> float:
    """The median of one row alone; NaN when it is empty."""
    if not sparse.counts:
        return float("nan")
    upto = list(accumulate(sparse.counts))
    middle = bisect_left(upto, (upto[-1] + 1) // 2)
    return float(MIDDLES_S[sparse.buckets[middle]]) * 1000
