"""Arrays that grow at their end: rows for plots, and a pile of sparse histograms."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from loadgen.model.histogram import BUCKETS, LatencyHistogram, SparseHistogram

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.signedinteger[Any]]


_ROOM = 1024
"""Rows, or buckets of a pile, for which there is room at first."""


def _larger(size: int) -> int:
    """By a quarter: where the room doubled, half of it was empty at worst."""
    return size + size // 4


class ColumnStore:
    """Rows of named float64 columns.

    A column is a view: it stays valid, and does not grow with the rest. One that never had a value
    takes no memory of its own: of a race's columns those are more than half.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._columns: dict[str, Array | None] = dict.fromkeys(names)
        self._gap = np.full(_ROOM, np.nan)
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def append(self, row: dict[str, float]) -> None:
        """One row; what ``row`` leaves out is NaN."""
        if self._rows == self._gap.size:
            self._grow()
        self._rows += 1
        self.amend(**row)

    def amend(self, **values: float) -> None:
        """Fill in columns of the newest row."""
        row = self._rows - 1
        for name, value in values.items():
            column = self._columns[name]
            if column is None:
                if math.isnan(value):
                    continue
                column = self._columns[name] = self._gap.copy()
            column[row] = value

    def blank(self, names: tuple[str, ...], first: int) -> None:
        """Make gaps of the rows from ``first`` on."""
        for name in names:
            column = self._columns[name]
            if column is not None:
                column[first : self._rows] = np.nan

    def __getitem__(self, name: str) -> Array:
        column = self._columns[name]
        view = (self._gap if column is None else column)[: self._rows]
        view.flags.writeable = False
        return view

    def _grow(self) -> None:
        more = np.full(_larger(self._rows) - self._rows, np.nan)
        self._gap = np.concatenate((self._gap, more))
        for name, column in self._columns.items():
            if column is not None:
                self._columns[name] = np.concatenate((column, more))


_CHECKPOINT = 128
"""A dense running sum is kept every so many rows, so that an hour merges as fast as a minute."""


class HistogramPile:
    """The histogram of every row, kept flat: any stretch of rows merges in one call.

    An hour at ten rows a second and 200 filled buckets takes about 30 MB. Counts have two bytes
    until one needs four.
    """

    def __init__(self) -> None:
        self._buckets = np.zeros(4 * _ROOM, np.int16)
        self._counts: Counts = np.zeros(4 * _ROOM, np.int16)
        self._ends = [0]
        self._overflow: list[int] = []
        self._max_s: list[float] = []
        self._sums = [(0, np.zeros(0, np.int64))]

    def append(self, sparse: SparseHistogram) -> None:
        """The next row's histogram."""
        start = self._ends[-1]
        end = start + len(sparse.buckets)
        while end > self._buckets.size:
            more = _larger(self._buckets.size) - self._buckets.size
            self._buckets = np.concatenate((self._buckets, np.zeros(more, np.int16)))
            self._counts = np.concatenate((self._counts, np.zeros_like(self._counts[:more])))
        if max(sparse.counts, default=0) > np.iinfo(self._counts.dtype).max:
            self._counts = self._counts.astype(np.int32)
        self._buckets[start:end] = sparse.buckets
        self._counts[start:end] = sparse.counts
        self._ends.append(end)
        self._overflow.append(sparse.overflow)
        self._max_s.append(sparse.max_s)
        if len(self._max_s) % _CHECKPOINT == 0:
            self._sums.append(self._filled(self._before(len(self._max_s))))

    def row(self, index: int) -> tuple[npt.NDArray[np.int16], Counts, int, float]:
        """One row: filled buckets, their counts, how many were over the range, the longest in s."""
        part = slice(self._ends[index], self._ends[index + 1])
        return self._buckets[part], self._counts[part], self._overflow[index], self._max_s[index]

    def longest(self, first: int) -> float:
        """The longest latency in seconds from row ``first`` on."""
        return max(self._max_s[first:], default=0.0)

    def merged(self, spans: Iterable[tuple[int, int]]) -> LatencyHistogram:
        """The rows of all spans, each from its first row to before its end, in one histogram.

        Spans shorter than two checkpoints are counted in one pass: a minute in turns of 1 s has
        sixty of them, and a dense sum for each took 5 ms.
        """
        merged = LatencyHistogram()
        short: list[slice] = []
        for first, end in spans:
            if first >= end:
                continue
            if end - first < 2 * _CHECKPOINT:
                short.append(slice(self._ends[first], self._ends[end]))
            else:
                merged.counts += self._before(end) - self._before(first)
            merged.overflow += sum(self._overflow[first:end])
            merged.max_s = max(merged.max_s, *self._max_s[first:end])
        if short:
            merged.counts += self._count(short)
        return merged

    def _before(self, end: int) -> npt.NDArray[np.int64]:
        """The sum of all rows before ``end``: of the checkpoint before it, and the rows since."""
        sums = min(end // _CHECKPOINT, len(self._sums) - 1)
        total = self._sum(sums * _CHECKPOINT, end - sums * _CHECKPOINT)
        first, filled = self._sums[sums]
        total[first : first + filled.size] += filled
        return total

    @staticmethod
    def _filled(total: npt.NDArray[np.int64]) -> tuple[int, npt.NDArray[np.int64]]:
        """The part of a dense sum that is not empty, and its first bucket."""
        filled = np.flatnonzero(total)
        if not filled.size:
            return 0, total[:0].copy()
        return int(filled[0]), total[filled[0] : filled[-1] + 1].copy()

    def _sum(self, first: int, rows: int) -> npt.NDArray[np.int64]:
        return self._count([slice(self._ends[first], self._ends[first + rows])])

    def _count(self, parts: list[slice]) -> npt.NDArray[np.int64]:
        """The dense histogram of parts of the flat arrays."""
        buckets = np.concatenate([self._buckets[part] for part in parts])
        counts = np.concatenate([self._counts[part] for part in parts])
        return np.bincount(buckets, counts, BUCKETS).astype(np.int64)
