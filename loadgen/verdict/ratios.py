"""The lanes' figures over each other, each with its interval.

What the verdict's words are made of.
"""

from dataclasses import dataclass, replace

import numpy as np

from loadgen.model.frame import LANES
from loadgen.statistics.block_percentiles import RESOLUTION, Percentile
from loadgen.statistics.bootstrap import Ratio, Statistic, product, with_interval
from loadgen.statistics.column_store import Array
from loadgen.timeline.paired_blocks import PairedBlocks

BEYOND = 10
"""So many answers of each lane have to be slower than a percentile, or it is not compared: p99
takes 1,000 answers, p90 takes 100, the median 20. Rates take as many answers as the median.
"""

TAILS = (0.99, 0.95, 0.9, 0.75, 0.5)
"""The percentiles of which the highest that can be compared is."""

LEAST_ANSWERS = 2 * BEYOND
"""With fewer of each lane nothing is compared."""

RATE_RESOLUTION = 0.005
"""Rates that are closer to each other count as equal: requests that are under way at a block's
edges make as much, and at a constant rate, which both lanes can keep, nothing else differs.
"""

MEMORY_RESOLUTION = 0.01
"""One and the same server differs by as much in memory from start to start."""


@dataclass(frozen=True, slots=True)
class Ratios:
    """b's figure over a's; None where there is no interval.

    ``tail`` is of the percentile ``tail_at``, the highest of TAILS that can be compared.
    ``memory_kind`` is ``unique`` or ``resident``.
    """

    throughput: Ratio | None = None
    p50: Ratio | None = None
    tail: Ratio | None = None
    tail_at: float | None = None
    cpu_per_request: Ratio | None = None
    memory: Ratio | None = None
    memory_kind: str = ""

    @property
    def p99(self) -> Ratio | None:
        """That of p99, where it can be compared."""
        return self.tail if self.tail_at == TAILS[0] else None

    def inverse(self) -> "Ratios":
        """a's figure over b's."""
        names = ("throughput", "p50", "tail", "cpu_per_request", "memory")
        ratios = {name: getattr(self, name) for name in names}
        return replace(self, **{name: each and each.inverse() for name, each in ratios.items()})


def ratios_of(blocks: PairedBlocks, tail: float | None = None) -> Ratios:
    """Those of paired blocks; none of them where there are too few blocks or answers.

    ``tail`` is a percentile to compare that is lower than the highest possible.
    """
    if blocks.lacking or blocks.answers < LEAST_ANSWERS:
        return Ratios()
    highest = next(each for each in TAILS if can_compare(each, blocks.answers))
    tail_at = min(highest, tail or highest)
    tail_ratio = _percentile(blocks, tail_at)
    memory, kind = _memory(blocks)
    return Ratios(
        _interval(_rate(blocks, "ok", "measured_s"), blocks, RATE_RESOLUTION, blocks.edge),
        tail_ratio if tail_at == TAILS[-1] else _percentile(blocks, TAILS[-1]),
        tail_ratio,
        tail_at if tail_ratio else None,
        _interval(_rate(blocks, "cpu_s", "ok"), blocks, RATE_RESOLUTION, blocks.edge),
        memory,
        kind,
    )


def can_compare(fraction: float, answers: int) -> bool:
    """Whether enough of so many answers are slower than that percentile."""
    return (1 - fraction) * answers >= BEYOND - 1e-6


def _interval(
    statistic: Statistic, blocks: PairedBlocks, resolution: float, systematic: float = 0.0
) -> Ratio | None:
    return with_interval(
        statistic,
        len(blocks),
        resolution,
        looks=blocks.looks,
        alternate=blocks.in_turns,
        systematic=systematic,
    )


def _rate(blocks: PairedBlocks, above: str, below: str) -> Statistic:
    sums = [getattr(blocks.lanes[id_], name) for id_ in LANES for name in (above, below)]

    def logs(weights: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            a, per_a, b, per_b = (np.log(product(weights, each)) for each in sums)
            return np.asarray((b - per_b) - (a - per_a))

    return logs


def _percentile(blocks: PairedBlocks, fraction: float) -> Ratio | None:
    a, b = (Percentile(blocks.lanes[id_].below, fraction) for id_ in LANES)
    return _interval(lambda weights: b(weights) - a(weights), blocks, RESOLUTION)


def _memory(blocks: PairedBlocks) -> tuple[Ratio | None, str]:
    """Of the means of the blocks' medians, drawn as blocks are.

    Memory scatters little and drifts, which the widening for neighbours that resemble each other
    accounts for. Unique memory where the system tells it of both lanes in all blocks, else
    resident.
    """
    for name, kind in (("uss_mib", "unique"), ("rss_mib", "resident")):
        a, b = (getattr(blocks.lanes[id_], name) for id_ in LANES)
        if np.isfinite(a).all() and np.isfinite(b).all() and a.min() > 0 and b.min() > 0:
            ratio = _interval(
                lambda weights, a=a, b=b: np.log(product(weights, b) / product(weights, a)),  # type: ignore[misc]
                blocks,
                MEMORY_RESOLUTION,
            )
            return ratio, kind
    return None, ""
