"""The lanes' figures over each other: what the verdict's words are made of."""

import math
from dataclasses import dataclass

import numpy as np

from loadgen.frame import LANES
from loadgen.results.blocks import PairedBlocks, paired_blocks
from loadgen.results.columns import Array
from loadgen.results.intervals import Ratio, Statistic, product, with_interval
from loadgen.results.percentiles import RESOLUTION, Percentile, cumulative, log_percentile
from loadgen.results.stretch import LaneStretch, Stretch
from loadgen.results.timeline import Timeline


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


def ratios(timeline: Timeline, stretch: Stretch) -> Ratios:
    """All ratios of a stretch. Memory has no interval: it does not scatter, it grows."""
    a, b = (LaneStretch(timeline.lane(id_), stretch.spans[id_]) for id_ in LANES)
    blocks = paired_blocks(timeline, stretch)
    memory, kind = _memory(a, b)
    return Ratios(
        _rate(a.counts.throughput, b.counts.throughput, blocks, ("ok", "measured_s")),
        _percentile(a, b, 0.5, blocks),
        _percentile(a, b, 0.99, blocks),
        _rate(a.cpu_per_request_s, b.cpu_per_request_s, blocks, ("cpu_s", "ok")),
        memory,
        kind,
    )


def _rate(a: float, b: float, blocks: PairedBlocks | None, of: tuple[str, str]) -> Ratio | None:
    if not (a > 0 and b > 0):
        return None
    if blocks is None:
        return Ratio(b / a)
    sums = [getattr(blocks.lanes[id_], name) for id_ in LANES for name in of]

    def logs(weights: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            above_a, below_a, above_b, below_b = (np.log(product(weights, each)) for each in sums)
            return np.asarray((above_b - below_b) - (above_a - below_a))

    return _with_interval(b / a, logs, blocks)


def _percentile(
    a: LaneStretch, b: LaneStretch, fraction: float, blocks: PairedBlocks | None
) -> Ratio | None:
    if blocks is None:
        log_a, log_b = (log_percentile(cumulative(part.histogram()), fraction) for part in (a, b))
        return None if math.isnan(log_b - log_a) else Ratio(math.exp(log_b - log_a))
    of_a, of_b = (Percentile(blocks.lanes[id_].below, fraction) for id_ in LANES)

    def logs(weights: Array) -> Array:
        return of_b(weights) - of_a(weights)

    found = float(logs(np.ones((1, len(blocks))))[0])
    if math.isnan(found):
        return None
    return _with_interval(math.exp(found), logs, blocks, resolution=RESOLUTION)


def _with_interval(
    estimate: float, logs: Statistic, blocks: PairedBlocks, *, resolution: float = 0.0
) -> Ratio:
    return with_interval(
        estimate, logs, len(blocks), neighbours=blocks.neighbours, resolution=resolution
    )


def _memory(a: LaneStretch, b: LaneStretch) -> tuple[Ratio | None, str]:
    """Of the medians: unique memory where the system tells it of both lanes, else resident."""
    for name, kind in (("uss_mib", "unique"), ("rss_mib", "resident")):
        of_a, of_b = a.values(name), b.values(name)
        if of_a.size and of_b.size:
            return Ratio(float(np.median(of_b) / np.median(of_a))), kind
    return None, ""
