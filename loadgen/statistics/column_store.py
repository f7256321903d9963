"""Arrays that grow at their end: rows for plots, and a pile of sparse histograms."""

import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from loadgen.model.histogram import (
    BUCKETS,
    LatencyHistogram,
    SparseHistogram,
    percentiles_of,
)

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
        self._fill(row)

    def amend(self, **values: float) -> None:
        """Fill in columns of the newest row."""
        self._fill(values)

    def _fill(self, values: dict[str, float]) -> None:
        row, columns = self._rows - 1, self._columns
        for name, value in values.items():
            column = columns[name]
            if column is None:
                if math.isnan(value):
                    continue
                column = columns[name] = self._gap.copy()
            column[row] = value

    def blank(self, names: tuple[str, ...], first: int) -> None:
        """Make gaps of the rows from ``first`` on."""
        for name in names:
            column = self._columns[name]
            if column is not None:
                column[first : self._rows] = np.nan

    def has_values(self, name: str) -> bool:
        """Whether a column ever had a value."""
        return self._columns[name] is not None

    def newest(self, name: str) -> float:
        """The newest row's value; NaN where it is a gap, and without a row."""
        column = self._columns[name]
        return math.nan if column is None or not self._rows else float(column[self._rows - 1])

    def put(self, name: str, first: int, values: Array) -> None:
        """Write the values of a column from the row ``first`` on, where it ever had one."""
        column = self._columns[name]
        if column is not None:
            column[first : first + values.size] = values

    def replace(self, first: int, end: int, rows: int, make: Callable[[str, Array], Array]) -> None:
        """Put ``rows`` rows in the place of those from ``first`` to before ``end``.

        ``make`` returns a column's new values, of its name and its old ones. Views stay as they
        were.
        """
        self._gap = np.full(self._gap.size - (end - first) + rows, np.nan)
        for name, column in self._columns.items():
            if column is not None:
                made = make(name, column[first:end])
                self._columns[name] = np.concatenate((column[:first], made, column[end:]))
        self._rows -= end - first - rows

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


_SMALL = np.dtype(np.int16)
_MOST_SMALL = np.iinfo(_SMALL).max
"""Counts have two bytes until one is larger."""

_CHECKPOINT = 128
"""A dense running sum is kept every so many rows, so that an hour merges as fast as a minute."""


_FEW = 8
"""Up to so many spans are counted one by one."""


def indices(firsts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """All numbers from each first to before its end, one span after the other."""
    lengths = ends - firsts
    skipped = firsts - (np.cumsum(lengths) - lengths)
    found: npt.NDArray[np.int64] = np.arange(lengths.sum()) + np.repeat(skipped, lengths)
    return found


class HistogramPile:
    """The histogram of every row, kept flat: any stretch of rows merges in one call.

    An hour at ten rows a second and 200 filled buckets takes about 30 MB. Counts have two bytes
    until one needs four.
    """

    def __init__(self) -> None:
        self._buckets = np.zeros(4 * _ROOM, np.int16)
        self._counts: Counts = np.zeros(4 * _ROOM, _SMALL)
        self._ends = array("q", [0])
        self._overflow = array("q")
        self._max_s = array("d")
        # Dense sums of all rows before each of these, without their empty ends.
        self._sum_rows = [0]
        self._sums = [(0, np.zeros(0, np.int64))]

    def append(self, sparse: SparseHistogram) -> None:
        """The next row's histogram."""
        start = self._ends[-1]
        end = start + len(sparse.buckets)
        while end > self._buckets.size:
            more = _larger(self._buckets.size) - self._buckets.size
            self._buckets = np.concatenate((self._buckets, np.zeros(more, np.int16)))
            self._counts = np.concatenate((self._counts, np.zeros_like(self._counts[:more])))
        if self._has_small_counts and max(sparse.counts, default=0) > _MOST_SMALL:
            self._counts = self._counts.astype(np.int32)
        # By way of an array: of a tuple numpy looks at each element's type.
        self._buckets[start:end] = array("h", sparse.buckets)
        self._counts[start:end] = array("l", sparse.counts)
        self._ends.append(end)
        self._overflow.append(sparse.overflow)
        self._max_s.append(sparse.max_s)
        rows = len(self._max_s)
        if rows - self._sum_rows[-1] >= _CHECKPOINT:
            self._sums.append(self._filled(self._before(rows)))
            self._sum_rows.append(rows)

    @property
    def _has_small_counts(self) -> bool:
        return self._counts.itemsize == _SMALL.itemsize

    def newest_percentiles(self, first: int, fractions: Sequence[float]) -> list[float]:
        """Seconds at each fraction over the rows from ``first`` on; NaN where they are empty."""
        part = slice(self._ends[first], self._ends[-1])
        buckets = self._buckets[part]
        low = buckets.min() if buckets.size else 0
        below = np.bincount(buckets - low, self._counts[part]).cumsum()
        overflow, longest_s = sum(self._overflow[first:]), max(self._max_s[first:], default=0.0)
        return percentiles_of(below, overflow, longest_s, fractions, first_bucket=int(low))

    def merged(self, spans: Iterable[tuple[int, int]]) -> LatencyHistogram:
        """The rows of all spans, each from its first row to before its end, in one histogram.

        Many spans shorter than two checkpoints are counted in one pass: a day in turns of 3 s has
        13,500 of them, and a dense sum for each took a second.
        """
        merged = LatencyHistogram()
        edges = [span for span in spans if span[0] < span[1]]
        long = [each for each in edges if each[1] - each[0] >= 2 * _CHECKPOINT]
        for first, end in long:
            merged.counts += self._before(end) - self._before(first)
        if len(edges) <= _FEW:
            for first, end in edges:
                if end - first < 2 * _CHECKPOINT:
                    merged.counts += self._sum(first, end - first)
                merged.overflow += int(np.frombuffer(self._overflow, np.int64)[first:end].sum())
                longest = float(np.frombuffer(self._max_s)[first:end].max())
                merged.max_s = max(merged.max_s, longest)
            return merged
        short = [each for each in edges if each[1] - each[0] < 2 * _CHECKPOINT]
        if short:
            of_rows = np.frombuffer(self._ends, np.int64)
            firsts, ends = (of_rows[list(each)] for each in zip(*short, strict=True))
            places = indices(firsts, ends)
            merged.counts += self._dense(self._buckets[places], self._counts[places])
        rows = indices(*np.array(edges, np.int64).T)
        merged.overflow = int(np.frombuffer(self._overflow, np.int64)[rows].sum())
        merged.max_s = float(np.frombuffer(self._max_s)[rows].max())
        return merged

    def merge(self, first: int, end: int, starts: Sequence[int]) -> None:
        """Merge the rows from ``first`` to before ``end``: one row from each of ``starts`` on.

        In place: arrays of some MB that are made each minute would leave holes in the heap.
        """
        edges = [*starts, end]
        made = [self._merged_row(*each) for each in pairwise(edges)]
        filled = [buckets.size for buckets, _ in made]
        begin, until, used = self._ends[first], self._ends[end], self._ends[-1]
        shift = sum(filled) - (until - begin)
        counts = np.concatenate([each for _, each in made])
        self._counts = self._counts.astype(counts.dtype, copy=False)
        for whole, part in (
            (self._buckets, np.concatenate([each for each, _ in made])),
            (self._counts, counts),
        ):
            whole[begin : begin + part.size] = part
            whole[until + shift : used + shift] = whole[until:used]
        later = np.frombuffer(self._ends, np.int64)[end + 1 :] + shift
        ends = np.concatenate((begin + np.cumsum(filled), later))
        self._ends[first + 1 :] = array("q", ends.tobytes())
        over = [sum(self._overflow[a:b]) for a, b in pairwise(edges)]
        longest = [max(self._max_s[a:b]) for a, b in pairwise(edges)]
        self._overflow[first:end], self._max_s[first:end] = array("q", over), array("d", longest)
        self._move_sums(first, end, len(made))

    def _merged_row(self, first: int, end: int) -> tuple[npt.NDArray[np.int16], Counts]:
        dense = self._sum(first, end - first)
        buckets = np.flatnonzero(dense)
        counts = dense[buckets]
        small = self._has_small_counts and counts.max(initial=0) <= _MOST_SMALL
        return buckets.astype(np.int16), counts.astype(_SMALL if small else np.int32)

    def _move_sums(self, first: int, end: int, rows: int) -> None:
        """Of the sums within rows that were merged none is left, those after them have moved."""
        moved = [
            (row if row <= first else row - (end - first - rows), each)
            for row, each in zip(self._sum_rows, self._sums, strict=True)
            if row <= first or row >= end
        ]
        kept = moved[:1]
        for row, each in moved[1:]:
            if row - kept[-1][0] >= _CHECKPOINT:
                kept.append((row, each))
        self._sum_rows, self._sums = [row for row, _ in kept], [each for _, each in kept]

    def _before(self, end: int) -> npt.NDArray[np.int64]:
        """The sum of all rows before ``end``: of the checkpoint before it, and the rows since."""
        at = bisect_right(self._sum_rows, end) - 1
        row = self._sum_rows[at]
        total = self._sum(row, end - row)
        first, filled = self._sums[at]
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
        part = slice(self._ends[first], self._ends[first + rows])
        return self._dense(self._buckets[part], self._counts[part])

    @staticmethod
    def _dense(buckets: npt.NDArray[np.int16], counts: Counts) -> npt.NDArray[np.int64]:
        return np.bincount(buckets, counts, BUCKETS).astype(np.int64)
