"""Arrays that grow at their end: rows for plots, and a pile of sparse histograms."""

import numpy as np
import numpy.typing as npt

from loadgen.histogram import BUCKETS, LatencyHistogram, SparseHistogram

Array = npt.NDArray[np.float64]


class Columns:
    """Rows of named float64 columns. A column is a view: it stays valid, and does not grow with the
    rest.
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

    def __getitem__(self, name: str) -> Array:
        view = self._data[self._index[name], : self._rows]
        view.flags.writeable = False
        return view


class HistogramPile:
    """The histogram of every row, kept flat: any stretch of rows merges in one call.

    An hour at ten rows a second and 200 filled buckets takes about 45 MB.
    """

    def __init__(self) -> None:
        self._buckets = np.zeros(4096, np.int16)
        self._counts = np.zeros(4096, np.int32)
        self._ends = [0]
        self._overflow: list[int] = []
        self._max_s: list[float] = []

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

    def row(self, index: int) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int32], int, float]:
        """One row: filled buckets, their counts, how many were over the range, the longest in s."""
        part = slice(self._ends[index], self._ends[index + 1])
        return self._buckets[part], self._counts[part], self._overflow[index], self._max_s[index]

    def longest(self, first: int) -> float:
        """The longest latency in seconds from row ``first`` on."""
        return max(self._max_s[first:], default=0.0)

    def merged(self, first: int, end: int) -> LatencyHistogram:
        """Rows ``first`` to before ``end`` in one histogram."""
        merged = LatencyHistogram()
        if first < end:
            part = slice(self._ends[first], self._ends[end])
            merged.counts += np.bincount(
                self._buckets[part], weights=self._counts[part], minlength=BUCKETS
            ).astype(np.int64)
            merged.overflow = sum(self._overflow[first:end])
            merged.max_s = max(self._max_s[first:end])
        return merged
