"""Ratios of the lanes' figures with 95 % intervals that hold at every look.

A bootstrap over paired blocks of time.

Whole blocks are drawn with replacement, the same ones from both lanes, for what disturbs the
machine disturbs both. What is computed from the drawn blocks, such as a percentile of all their
latencies together, scatters as the figure itself would if the race were run again: that gives its
standard error, on the scale of logarithms, where a ratio and its inverse are alike. It is widened

- by n/(n-1), since n blocks vary less than what they were drawn from (T. Hesterberg, "What Teachers
  Should Know About the Bootstrap", The American Statistician 69, 2015);
- by what a first-order autoregression costs, since blocks resemble their neighbours: its
  coefficient is taken one standard error larger than found, but where lanes take turns in
  alternating order. What disturbs one lane for as long as
  the race lasts cannot be seen in any interval of one race.

A race is watched, and may be stopped when its result is clear. An interval that covers the truth in
95 of 100 races at one moment excludes it at some moment in 32 of them. So the interval is a
confidence sequence: it covers the truth at all looks at once in 95 of 100 races. Its half width is
the standard error times the boundary of the normal mixture (H. Robbins, "Statistical Methods
Related to the Law of the Iterated Logarithm", Annals of Mathematical Statistics 41, 1970; the
asymptotic form: I. Waudby-Smith et al., "Time-uniform central limit theory and asymptotic
confidence sequences", Annals of Statistics 52, 2024), taken as a quantile of Student's t where
there are few blocks. That is 1.6 times as wide as an interval for one look at 30 blocks, and 2.3
times at 6.
"""

import math
from collections.abc import Callable
from functools import lru_cache

import msgspec
import numpy as np

from loadgen.statistics.column_store import Array

_ALPHA = 0.05
"""In so many races the interval excludes the truth at any look."""

_TIGHT = 1.26
"""The mixture's variance, in blocks: the boundary is tightest, for its level, near 10 blocks."""

_PRIOR, _PRIOR_BLOCKS = 0.5, 6
"""How much two neighbouring blocks resemble each other before anything is known of it, and how many
blocks that counts as: other programs come and go over seconds.
"""

_MOST_ALIKE = 0.95

_RESAMPLES = 600

_ROWS_AT_ONCE = 50

Statistic = Callable[[Array], Array]
"""Takes how often each block is drawn, one row for each draw; gives the logarithm of the ratio for
each.
"""


class Ratio(msgspec.Struct, frozen=True):
    """One lane's figure over the other's, with its 95 % interval.

    ``low`` and ``high`` are None only in documents of older versions.
    """

    estimate: float
    low: float | None = None
    high: float | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its 95 % interval, which holds at every look."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def holds_one(self) -> bool:
        """Whether the interval does not exclude that both are the same."""
        return self.low is not None and self.high is not None and self.low <= 1 <= self.high

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes that both are the same."""
        return self.interval is not None and not self.holds_one

    @property
    def half_width(self) -> float:
        """Half the interval's width on the scale of logarithms: 0.05 is about ±5 %."""
        low, high = self.interval or (0.0, math.inf)
        return math.log(high / low) / 2 if low > 0 and high < math.inf else math.inf

    def inverse(self) -> "Ratio":
        """The other lane's figure over this one's."""
        low, high = self.low, self.high
        return Ratio(1 / self.estimate, 1 / high if high else None, 1 / low if low else None)


def with_interval(
    statistic: Statistic,
    blocks: int,
    resolution: float = 0.0,
    *,
    looks: float = 0.0,
    alternate: bool = False,
    systematic: float = 0.0,
) -> Ratio | None:
    """The ratio over all blocks, with the interval that its scatter over them gives.

    None where there is one block only, or the figure is undefined in some draw.

    No interval is narrower than ``resolution``, as a part of the ratio, to each side.
    ``systematic`` is an error, as a part of the ratio, that all blocks may share: it is added to
    each side. ``looks`` is how many looks there were, at least as many as blocks. ``alternate``
    says that the lanes took turns in alternating order, so that what lasts longer than a pair of
    turns falls on both. The same blocks always give the same interval.
    """
    if blocks < 2:
        return None
    estimate = math.exp(float(statistic(np.ones((1, blocks)))[0]))
    logs = statistic(draws(blocks))
    if not 0 < estimate < math.inf or not np.isfinite(logs).all():
        return None
    error = float(logs.std()) * math.sqrt(blocks / (blocks - 1))
    error *= _inflation(statistic(np.eye(blocks)), alternate=alternate)
    quantile = student(blocks - 1, boundary(max(blocks, looks)))
    half = max(quantile * error, math.log1p(resolution)) + math.log1p(systematic)
    return Ratio(estimate, estimate * math.exp(-half), estimate * math.exp(half))


def boundary(looks: float) -> float:
    """How many standard errors a mean of ``looks`` values may be off at any look.

    Before or after this one, in 95 of 100 races.
    """
    mixture = math.log(1 + looks / _TIGHT) - 2 * math.log(_ALPHA)
    return math.sqrt((1 + _TIGHT / looks) * mixture)


def _inflation(series: Array, *, alternate: bool) -> float:
    """By how much the standard error of a mean is larger than if its values were independent."""
    if not np.isfinite(series).all():
        return 1.0
    centred = series - series.mean()
    blocks, squares = centred.size, float((centred**2).sum())
    found = float((centred[1:] * centred[:-1]).sum()) / squares if squares else 0.0
    # Of few values it comes out too small by (1 + 4r)/n (Marriott and Pope, 1954).
    true = (blocks * found + 1) / (blocks - 4) if blocks > 5 else found + 1 / blocks
    if not alternate:
        # And says little: until it is known better, noise is taken to last for some blocks.
        true = (blocks * min(1.0, true) + _PRIOR_BLOCKS * _PRIOR) / (blocks + _PRIOR_BLOCKS)
        true += math.sqrt(max(0.0, 1 - true**2) / blocks)
    bounded = min(_MOST_ALIKE, max(0.0, true))
    return math.sqrt((1 + bounded) / (1 - bounded))


def student(freedom: int, z: float = 1.959964) -> float:
    """The quantile of Student's t at the level at which the normal distribution's is ``z``.

    From two degrees of freedom on. Cornish and Fisher's expansion: within 1 % at z = 1.96, within 3
    % at z = 3 from four degrees on, and 10 % too small at two.
    """
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return float(sum(term / freedom**power for power, term in enumerate(terms)))


def product(weights: Array, values: Array) -> Array:
    """``weights @ values``, piece by piece.

    Of larger matrices numpy's linear algebra would start threads, on the cores whose servers are
    measured.
    """
    products = np.empty((weights.shape[0], *values.shape[1:]))
    for begin in range(0, weights.shape[0], _ROWS_AT_ONCE):
        piece = slice(begin, begin + _ROWS_AT_ONCE)
        np.matmul(weights[piece], values, out=products[piece])
    return products


@lru_cache(maxsize=4)
def draws(blocks: int) -> Array:
    """How often each block is drawn, one row for each resample."""
    drawn = np.random.default_rng(1).integers(0, blocks, (_RESAMPLES, blocks))
    places = drawn + np.arange(_RESAMPLES)[:, np.newaxis] * blocks
    counts = np.bincount(places.ravel(), minlength=_RESAMPLES * blocks)
    return counts.reshape(_RESAMPLES, blocks).astype(np.float64)
