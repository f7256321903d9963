"""The histograms of all rows, and the percentiles over the newest of them."""

import copy
from collections.abc import Iterable
from typing import Self

import numpy as np

from loadgen.model.histogram import MIDDLES_S, LatencyHistogram, SparseHistogram
from loadgen.statistics.column_store import HistogramPile


class SlidingPercentiles:
    """Rows come in at the end and leave the window at its start; the pile keeps them all."""

    def __init__(self) -> None:
        self._pile = HistogramPile()
        self._window = LatencyHistogram()
        self._first = self._rows = 0

    def copy(self) -> Self:
        """Another one with the same rows, to go its own way."""
        return copy.deepcopy(self)

    def append(self, sparse: SparseHistogram) -> None:
        """One more row, in the window."""
        self._pile.append(sparse)
        self._shift(self._rows, +1)
        self._rows += 1

    def leave(self, first: int) -> None:
        """Let all rows before ``first`` leave the window."""
        while self._first < first:
            self._shift(self._first, -1)
            self._first += 1

    def percentiles_ms(self) -> tuple[float, float]:
        """p50 and p99 over the window; NaN when it is empty."""
        self._window.max_s = self._pile.longest(self._first)
        p50, p99 = self._window.percentiles((0.5, 0.99)) * 1000
        return float(p50), float(p99)

    def merged(self, spans: Iterable[tuple[int, int]]) -> LatencyHistogram:
        """The rows of all spans, each from its first row to before its end, in one histogram."""
        return self._pile.merged(spans)

    def _shift(self, row: int, sign: int) -> None:
        buckets, counts, overflow, _ = self._pile.row(row)
        # A row names each bucket once, so plain indexing adds up.
        self._window.counts[buckets] += sign * counts
        self._window.overflow += sign * overflow


def median_ms(sparse: SparseHistogram) -> float:
    """The median of one row alone; NaN when it is empty."""
    if not sparse.counts:
        return float("nan")
    upto = np.cumsum(sparse.counts)
    middle = int(np.searchsorted(upto, (int(upto[-1]) + 1) // 2))
    return float(MIDDLES_S[sparse.buckets[middle]]) * 1000
