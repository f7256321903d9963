"""Latencies as a mergeable histogram: 128 linear buckets in each octave, from 1 µs to 268 s.

A bucket is at most 1/128 of its value wide and answers with its middle, so a percentile is at most
0.4 % off. Percentiles are never averaged: histograms are merged, then asked.
"""

import math
from collections.abc import Sequence
from typing import Any, Self

import msgspec
import numpy as np
import numpy.typing as npt

SUB_BUCKETS = 128
OCTAVES = 28
BUCKETS = SUB_BUCKETS * OCTAVES

_FLOOR_S = 1e-6
_BITS_WITHIN = 52 - 7
"""Of the 52 bits of a mantissa, the first seven say which of 128 buckets it is."""

_FIRST = 1023 * SUB_BUCKETS
"""1.0, in units of _FLOOR_S: an octave of 0, which floats count from 1023."""


def bucket_of(seconds: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """The bucket of each latency; BUCKETS for what is longer than the last bucket holds."""
    # A float's bits are its octave and, after it, how far into the octave it lies.
    bits = (np.maximum(seconds, _FLOOR_S) / _FLOOR_S).view(np.int64)
    index: npt.NDArray[np.int64] = np.minimum((bits >> _BITS_WITHIN) - _FIRST, BUCKETS)
    return index


def _middles() -> npt.NDArray[np.float64]:
    octave, sub = np.divmod(np.arange(BUCKETS), SUB_BUCKETS)
    middles: npt.NDArray[np.float64] = np.exp2(octave) * (1 + (sub + 0.5) / SUB_BUCKETS) * _FLOOR_S
    return middles


MIDDLES_S = _middles()
_MIDDLES_S: list[float] = MIDDLES_S.tolist()


class SparseHistogram(msgspec.Struct, frozen=True):
    """The buckets that are not empty: how a histogram travels. ``max_s`` is exact, 0 when empty.

    It grows with the buckets that are filled, not with what fills them: 0.1 KB of JSON at 100
    requests a second, 3.7 KB at 50,000. All buckets at one size would be 19 KB at any rate, in each
    frame that is kept and written.
    """

    buckets: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    overflow: int = 0
    max_s: float = 0.0

    @property
    def count(self) -> int:
        """All recorded values, those over the range included."""
        return sum(self.counts) + self.overflow


class LatencyHistogram:
    """Counts by bucket. All times are in seconds."""

    __slots__ = ("counts", "max_s", "overflow")

    def __init__(self) -> None:
        self.counts: npt.NDArray[np.int64] = np.zeros(BUCKETS, np.int64)
        self.overflow = 0
        self.max_s = 0.0

    @property
    def count(self) -> int:
        """How many latencies were recorded, those beyond the last bucket included."""
        return int(self.counts.sum()) + self.overflow

    def record(self, seconds: npt.ArrayLike) -> None:
        """Count many latencies at once; about 10 ns each."""
        values = np.asarray(seconds, np.float64)
        if values.size == 0:
            return
        binned = np.bincount(bucket_of(values), minlength=BUCKETS + 1)
        self.counts += binned[:BUCKETS]
        self.overflow += int(binned[BUCKETS])
        self.max_s = max(self.max_s, float(values.max()))

    def add(self, other: "LatencyHistogram | SparseHistogram") -> Self:
        """Merge another one into this one; in any order, the sum is the same."""
        if isinstance(other, SparseHistogram):
            np.add.at(self.counts, list(other.buckets), other.counts)
        else:
            self.counts += other.counts
        self.overflow += other.overflow
        self.max_s = max(self.max_s, other.max_s)
        return self

    def sparse(self) -> SparseHistogram:
        """What is in it, to send."""
        filled = np.flatnonzero(self.counts)
        return SparseHistogram(
            tuple(filled.tolist()), tuple(self.counts[filled].tolist()), self.overflow, self.max_s
        )

    def percentiles(self, fractions: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Seconds at each fraction in 0..1 (nearest rank); NaN where nothing was recorded."""
        wanted = np.asarray(fractions, np.float64).tolist()
        below = self.counts.cumsum()
        return np.array(percentiles_of(below, self.overflow, self.max_s, wanted))

    def percentile(self, fraction: float) -> float:
        """Seconds at one fraction in 0..1; NaN where nothing was recorded."""
        return float(self.percentiles([fraction])[0])


def percentiles_of(
    below: npt.NDArray[np.number[Any]],
    overflow: int,
    max_s: float,
    fractions: Sequence[float],
    *,
    first_bucket: int = 0,
) -> list[float]:
    """Seconds at each fraction in 0..1 (nearest rank); NaN where nothing was recorded.

    ``below`` has the running sum of the counts up to each bucket from ``first_bucket`` on, as far
    as there are any. The exact maximum ``max_s`` bounds the last bucket; what is over the range is
    told apart by nothing else.
    """
    within = int(below[-1]) if below.size else 0
    total = within + overflow
    if total == 0:
        return [math.nan] * len(fractions)
    ranks = [max(1, math.ceil(each * total)) for each in fractions]
    found = below.searchsorted(ranks).tolist()
    return [
        max_s if rank >= total or rank > within else min(_MIDDLES_S[first_bucket + index], max_s)
        for rank, index in zip(ranks, found, strict=True)
    ]
