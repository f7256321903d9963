"""Ratios of the lanes' figures with their 95 % intervals: a bootstrap over paired blocks of time.

Whole blocks are drawn with replacement, the same ones from both lanes, for what disturbs the
machine disturbs both. What is computed from the drawn blocks, such as a percentile of all their
latencies together, scatters as the figure itself would if the race were run again: that gives its
standard error, on the scale of logarithms, where a ratio and its inverse are alike. The interval is
Student's t times that error, which is widened by n/(n-1), since n blocks vary less than what they
were drawn from: without both, a handful of blocks gives intervals that are far too narrow (T.
Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician 69, 2015).
Blocks resemble their neighbours, and tell less than as many independent ones, since what disturbs
a machine lasts: for that it is widened by what a first-order autoregression costs.
"""

import math
from collections.abc import Callable
from functools import lru_cache

import msgspec
import numpy as np

from loadgen.results.columns import Array

CLEAR = 1.6
"""So many times as wide an interval has to exclude 1 before a race that runs until the verdict is
clear may end: whoever looks after every pair of turns, up to 60 times, and stops at the first 95 %
interval that excludes 1, is fooled by noise in 32 of 100 races; with this, in about 5.
"""

_RESAMPLES = 600

Statistic = Callable[[Array], Array]
"""Takes how often each block is drawn, one row for each draw; gives the logarithm of the ratio for
each.
"""


class Ratio(msgspec.Struct, frozen=True):
    """One lane's figure over the other's, with the 95 % interval where enough was measured."""

    estimate: float
    low: float | None = None
    high: float | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its 95 % interval; None before enough was measured."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def holds_one(self) -> bool:
        """Whether the interval does not exclude that both are the same."""
        return self.low is not None and self.high is not None and self.low <= 1 <= self.high

    @property
    def is_clear(self) -> bool:
        """Whether 1 is excluded even for someone who has looked again and again."""
        if self.low is None or self.high is None:
            return False
        return abs(math.log(self.estimate)) > CLEAR * math.log(self.high / self.low) / 2

    def inverse(self) -> "Ratio":
        """The other lane's figure over this one's."""
        low, high = self.low, self.high
        return Ratio(1 / self.estimate, 1 / high if high else None, 1 / low if low else None)


def with_interval(statistic: Statistic, blocks: int, resolution: float = 0.0) -> Ratio | None:
    """The ratio over all blocks, with the interval that its scatter over them gives: without one
    where there is one block only, or the figure is undefined in some draw. None where the ratio
    itself is undefined.

    No interval is narrower than ``resolution``, as a part of the ratio, to each side. The same
    blocks always give the same interval.
    """
    estimate = math.exp(float(statistic(np.ones((1, blocks)))[0]))
    if not 0 < estimate < math.inf:
        return None
    logs = statistic(draws(blocks)) if blocks > 1 else np.array([np.nan])
    if not np.isfinite(logs).all():
        return Ratio(estimate)
    error = float(logs.std()) * math.sqrt(blocks / (blocks - 1))
    error *= _inflation(statistic(np.eye(blocks)))
    half = max(student(blocks - 1) * error, math.log1p(resolution))
    return Ratio(estimate, estimate * math.exp(-half), estimate * math.exp(half))


def _inflation(series: Array) -> float:
    """By how much the standard error of a mean is larger than if its values were independent."""
    if not np.isfinite(series).all():
        return 1.0
    centred = series - series.mean()
    blocks, squares = centred.size, float((centred**2).sum())
    if squares == 0:
        return 1.0
    found = float((centred[1:] * centred[:-1]).sum()) / squares
    # Of few values it comes out too small by (1 + 4r)/n (Marriott and Pope, 1954).
    true = (blocks * found + 1) / (blocks - 4) if blocks > 5 else found + 1 / blocks
    bounded = min(0.9, max(0.0, true))
    return math.sqrt((1 + bounded) / (1 - bounded))


def student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, within 1 % from two degrees of freedom on (Cornish and
    Fisher's expansion).
    """
    z = 1.959964
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return float(sum(term / freedom**power for power, term in enumerate(terms)))


def product(weights: Array, values: Array) -> Array:
    """``weights @ values``, piece by piece: of larger matrices numpy's linear algebra would start
    threads, on the cores whose servers are measured.
    """
    pieces = np.array_split(weights, max(1, weights.shape[0] // 50))
    return np.concatenate([piece @ values for piece in pieces])


@lru_cache(maxsize=4)
def draws(blocks: int) -> Array:
    """How often each block is drawn, one row for each resample."""
    drawn = np.random.default_rng(1).integers(0, blocks, (_RESAMPLES, blocks))
    places = drawn + np.arange(_RESAMPLES)[:, np.newaxis] * blocks
    counts = np.bincount(places.ravel(), minlength=_RESAMPLES * blocks)
    return counts.reshape(_RESAMPLES, blocks).astype(np.float64)
