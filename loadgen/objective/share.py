"""A part of all requests, with its 95 % interval."""

import math
from collections.abc import Sequence

import msgspec

from loadgen.comparison.change import CONFIDENCE_Z
from loadgen.statistics.bootstrap import student

_FEWEST_BLOCKS = 3


class Share(msgspec.Struct, frozen=True):
    """``count`` of ``total``; from ``low`` to ``high`` is the 95 % interval of the share, 0..1.

    The interval is E. B. Wilson's ("Probable Inference, the Law of Succession, and Statistical
    Inference", Journal of the American Statistical Association 22, 1927), which takes each request
    as independent of the others. Slow ones come together: where blocks of time are known, it is
    widened to what the scatter from block to block gives.
    """

    count: int
    total: int
    low: float
    high: float

    @classmethod
    def of(cls, count: int, total: int) -> "Share":
        """Of nothing at all the interval is 0 to 1."""
        if not total:
            return cls(0, 0, 0.0, 1.0)
        z2, share = CONFIDENCE_Z**2, count / total
        middle = (share + z2 / (2 * total)) / (1 + z2 / total)
        half = math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
        half *= CONFIDENCE_Z / (1 + z2 / total)
        low = max(0.0, middle - half) if count else 0.0
        return cls(count, total, low, min(1.0, middle + half) if count < total else 1.0)

    @classmethod
    def of_blocks(cls, counts: Sequence[int], totals: Sequence[int]) -> "Share":
        """From one count and one total for each block of time (the ratio estimator's error)."""
        found, blocks = cls.of(sum(counts), sum(totals)), len(counts)
        if blocks < _FEWEST_BLOCKS or not found.total:
            return found
        errors = (n - found.estimate * of for n, of in zip(counts, totals, strict=True))
        variance = sum(error**2 for error in errors) * blocks / (blocks - 1)
        half = student(blocks - 1, CONFIDENCE_Z) * math.sqrt(variance) / found.total
        low, high = max(0.0, found.estimate - half), min(1.0, found.estimate + half)
        return cls(found.count, found.total, min(low, found.low), max(high, found.high))

    @property
    def estimate(self) -> float:
        """0..1; NaN of nothing at all."""
        return self.count / self.total if self.total else math.nan
