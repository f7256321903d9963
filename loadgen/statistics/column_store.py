"""Arrays that grow at their end: rows for plots, and a pile of sparse histograms."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from loadgen.model.histogram import BUCKETS, LatencyHistogram, SparseHistogram

Array = npt.NDArray[np.float64]


class ColumnStore:
    """Rows of named float64 columns.

    A column is a view: it stays valid, and does not grow with the rest.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._index = {name: n for n, name in enumerate(names)}
        self._data = np.full((len(names), 1024), np.nan)
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def append(self, row: dict[str, float]) -> None:
        """One row; what ``row`` leaves out is NaN."""
        if self._rows == self._data.shape[1]:
            self._data = np.concatenate((self._data, np.full_like(self._data, np.nan)), axis=1)
        for name, value in row.items():
            self._data[self._index[name], self._rows] = value
        self._rows += 1

    def amend(self, **values: float) -> None:
        """Fill in columns of the newest row."""
        for name, value in values.items():
            self._data[self._index[name], self._rows - 1] = value

    def blank(self, names: tuple[str, ...], first: int) -> None:
        """Make gaps of the rows from ``first`` on."""
        self._data[[self._index[name] for name in names], first : self._rows] = np.nan

    def __getitem__(self, name: str) -> Array:
        view = self._data[self._index[name], : self._rows]
        view.flags.writeable = False
        return view


_CHECKPOINT = 128
"""A dense running sum is kept every so many rows, so that an hour merges as fast as a minute."""


class HistogramPile:
    """The histogram of every row, kept flat: any stretch of rows merges in one call.

    An hour at ten rows a second and 200 filled buckets takes about 50 MB.
    """

    def __init__(self) -> None:
        self._buckets = np.zeros(4096, np.int16)
        self._counts = np.zeros(4096, np.int32)
        self._ends = [0]
        self._overflow: list[int] = []
        self._max_s: list[float] = []
        self._sums = [np.zeros(BUCKETS, np.int64)]

    def append(self, sparse: SparseHistogram) -> None:
        """The next row's histogram."""
        start = self._ends[-1]
        end = start + len(sparse.buckets)
        while end > self._buckets.size:
            self._buckets = np.concatenate((self._buckets, np.zeros_like(self._buckets)))
            self._counts = np.concatenate((self._counts, np.zeros_like(self._counts)))
        self._buckets[start:end] = sparse.buckets
        self._counts[start:end] = sparse.counts
        self._ends.append(end)
        self._overflow.append(sparse.overflow)
        self._max_s.append(sparse.max_s)
        if len(self._max_s) % _CHECKPOINT == 0:
            self._sums.append(
                self._sums[-1] + self._sum(len(self._max_s) - _CHECKPOINT, _CHECKPOINT)
            )

    def row(self, index: int) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int32], int, float]:
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
                # A running sum is that of the checkpoint before it, and the rows since.
                merged.counts += self._running(end) - self._running(first)
            merged.overflow += sum(self._overflow[first:end])
            merged.max_s = max(merged.max_s, *self._max_s[first:end])
        if short:
            merged.counts += self._count(short)
        return merged

    def _running(self, end: int) -> npt.NDArray[np.int64]:
        sums, rows = divmod(end, _CHECKPOINT)
        return self._sums[sums] + self._sum(sums * _CHECKPOINT, rows)

    def _sum(self, first: int, rows: int) -> npt.NDArray[np.int64]:
        return self._count([slice(self._ends[first], self._ends[first + rows])])

    def _count(self, parts: list[slice]) -> npt.NDArray[np.int64]:
        """The dense histogram of parts of the flat arrays."""
        buckets = np.concatenate([self._buckets[part] for part in parts])
        counts = np.concatenate([self._counts[part] for part in parts])
        return np.bincount(buckets, counts, BUCKETS).astype(np.int64)
