"""The figures of one race, lane by lane, each with the 95 % interval that its scatter gives."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from loadgen.export.run_record import RunRecord
from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.block_percentiles import RESOLUTION, Percentile
from loadgen.statistics.bootstrap import Ratio, Statistic, product, with_interval
from loadgen.statistics.column_store import Array
from loadgen.timeline.paired_blocks import LaneBlocks, PairedBlocks, paired_blocks
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.ratios import (
    LEAST_ANSWERS,
    MEMORY_RESOLUTION,
    RATE_RESOLUTION,
    can_compare,
)

Format = Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureKind:
    """One figure of a lane.

    ``resolution`` is the part of it below which nothing is told apart; ``percentile`` is set for
    latencies, as a fraction.
    """

    key: str
    title: str
    format: Format
    resolution: float
    percentile: float | None = None
    counts_answers: bool = False

    def text(self, figure: Ratio) -> str:
        """``78.0/s (77.1/s to 78.8/s)``; a dash where there is no interval."""
        if figure.interval is None:
            return number_format.NO_VALUE
        low, high = map(self.format, figure.interval)
        return f"{self.format(figure.estimate)} ({low} to {high})"


def _milliseconds(seconds: float) -> str:
    return number_format.milliseconds(seconds * 1000)


THROUGHPUT = FigureKind(
    key="throughput_per_second",
    title="Throughput",
    format=number_format.rate,
    resolution=RATE_RESOLUTION,
    counts_answers=True,
)
FIGURES = (
    THROUGHPUT,
    FigureKind(
        key="p50_s",
        title="Latency p50",
        format=_milliseconds,
        resolution=RESOLUTION,
        percentile=0.5,
    ),
    FigureKind(
        key="p90_s",
        title="Latency p90",
        format=_milliseconds,
        resolution=RESOLUTION,
        percentile=0.9,
    ),
    FigureKind(
        key="p99_s",
        title="Latency p99",
        format=_milliseconds,
        resolution=RESOLUTION,
        percentile=0.99,
    ),
    FigureKind(
        key="cpu_s_per_request",
        title="Server CPU per request",
        format=_milliseconds,
        resolution=RATE_RESOLUTION,
        counts_answers=True,
    ),
    FigureKind(
        key="memory_mib",
        title="Server memory",
        format=number_format.mib,
        resolution=MEMORY_RESOLUTION,
    ),
)
"""What two races are compared by."""


def run_figures(run: RunRecord) -> dict[LaneId, dict[str, Ratio]]:
    """Each lane's figures by key; one that has no interval is left out."""
    return figures_of(run.timeline)


def figures_of(
    timeline: Timeline, kinds: Sequence[FigureKind] = FIGURES
) -> dict[LaneId, dict[str, Ratio]]:
    """Those of a time line, as far as it has come."""
    stretch = timeline.stretch()
    if stretch is None:
        return {id_: {} for id_ in LANES}
    blocks = paired_blocks(timeline, stretch)
    return {id_: _lane_figures(blocks, id_, kinds) for id_ in LANES}


def _lane_figures(
    blocks: PairedBlocks, id_: LaneId, kinds: Sequence[FigureKind]
) -> dict[str, Ratio]:
    lane = blocks.lanes[id_]
    if blocks.lacking or lane.answers < LEAST_ANSWERS:
        return {}
    found: dict[str, Ratio] = {}
    for kind in kinds:
        statistic = _statistic(kind, lane)
        if statistic is None:
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            figure = with_interval(
                statistic,
                len(blocks),
                kind.resolution,
                looks=blocks.looks,
                alternate=blocks.in_turns,
                systematic=blocks.edge if kind.counts_answers else 0.0,
            )
        if figure is not None:
            found[kind.key] = figure
    return found


def _statistic(kind: FigureKind, lane: LaneBlocks) -> Statistic | None:
    """The logarithm of the figure for drawn blocks; None where it cannot be had."""
    if kind.percentile is not None:
        if not can_compare(kind.percentile, lane.answers):
            return None
        logs = Percentile(lane.below, kind.percentile)
        return lambda weights: logs(weights) - math.log(1e6)  # histograms count in µs
    if kind.key == "throughput_per_second":
        return _quotient(lane.ok, lane.measured_s)
    if kind.key == "cpu_s_per_request":
        return _quotient(lane.cpu_s, lane.ok)
    memory = lane.uss_mib if np.isfinite(lane.uss_mib).all() else lane.rss_mib
    return _quotient(memory, np.ones_like(memory)) if np.isfinite(memory).all() else None


def _quotient(above: Array, below: Array) -> Statistic:
    return lambda weights: np.asarray(
        np.log(product(weights, above)) - np.log(product(weights, below))
    )
