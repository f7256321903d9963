"""The lanes' figures over each other: what the verdict's words are made of."""

from dataclasses import dataclass

import numpy as np

from loadgen.frame import LANES, LaneId
from loadgen.results.blocks import PairedBlocks, paired_blocks
from loadgen.results.columns import Array
from loadgen.results.intervals import Ratio, Statistic, product, with_interval
from loadgen.results.percentiles import RESOLUTION, Percentile
from loadgen.results.stretch import LaneStretch, Stretch
from loadgen.results.timeline import Timeline

_RATE_RESOLUTION = 0.005
"""Rates that are closer to each other are not told apart: requests that are under way at a block's
edges make as much, and at a constant rate, which both lanes can keep, nothing else differs.
"""


@dataclass(frozen=True, slots=True)
class Ratios:
    """b's figure over a's; None where a lane has no such figure. ``memory_kind`` is ``unique`` or
    ``resident``.
    """

    throughput: Ratio | None
    p50: Ratio | None
    p99: Ratio | None
    cpu_per_request: Ratio | None
    memory: Ratio | None
    memory_kind: str

    def inverse(self) -> "Ratios":
        """a's figure over b's."""

        def turned(ratio: Ratio | None) -> Ratio | None:
            return ratio and ratio.inverse()

        return Ratios(
            turned(self.throughput),
            turned(self.p50),
            turned(self.p99),
            turned(self.cpu_per_request),
            turned(self.memory),
            self.memory_kind,
        )

    def named(self) -> dict[str, Ratio | None]:
        """Those that can have an interval, by their names for a person."""
        return {
            "requests": self.throughput,
            "p50": self.p50,
            "p99": self.p99,
            "CPU per request": self.cpu_per_request,
        }


def ratios(timeline: Timeline, stretch: Stretch, parts: dict[LaneId, LaneStretch]) -> Ratios:
    """All ratios of a stretch, whose ``parts`` are the lanes'. Memory has no interval: it does not
    scatter, it grows.
    """
    memory, kind = _memory(parts["a"], parts["b"])
    return ratios_of(paired_blocks(timeline, stretch), memory, kind)


def ratios_of(blocks: PairedBlocks, memory: Ratio | None = None, memory_kind: str = "") -> Ratios:
    """Those of paired blocks."""
    return Ratios(
        with_interval(_rate(blocks, "ok", "measured_s"), len(blocks), _RATE_RESOLUTION),
        with_interval(_percentile(blocks, 0.5), len(blocks), RESOLUTION),
        with_interval(_percentile(blocks, 0.99), len(blocks), RESOLUTION),
        with_interval(_rate(blocks, "cpu_s", "ok"), len(blocks), _RATE_RESOLUTION),
        memory,
        memory_kind,
    )


def _rate(blocks: PairedBlocks, above: str, below: str) -> Statistic:
    sums = [getattr(blocks.lanes[id_], name) for id_ in LANES for name in (above, below)]

    def logs(weights: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            a, per_a, b, per_b = (np.log(product(weights, each)) for each in sums)
            return np.asarray((b - per_b) - (a - per_a))

    return logs


def _percentile(blocks: PairedBlocks, fraction: float) -> Statistic:
    a, b = (Percentile(blocks.lanes[id_].below, fraction) for id_ in LANES)
    return lambda weights: b(weights) - a(weights)


def _memory(a: LaneStretch, b: LaneStretch) -> tuple[Ratio | None, str]:
    """Of the medians: unique memory where the system tells it of both lanes, else resident."""
    for name, kind in (("uss_mib", "unique"), ("rss_mib", "resident")):
        of_a, of_b = a.values(name), b.values(name)
        if of_a.size and of_b.size:
            return Ratio(float(np.median(of_b) / np.median(of_a))), kind
    return None, ""
