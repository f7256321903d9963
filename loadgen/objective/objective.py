"""A service level objective, and whether a lane met it in a race."""

import math
from typing import Literal

import msgspec
import numpy as np

from loadgen.comparison.run_figures import figures_of
from loadgen.export.requirement_result import Result
from loadgen.model.frame import LaneId
from loadgen.model.histogram import bucket_of
from loadgen.objective.share import Share
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.paired_blocks import paired_blocks
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.demand import Demand

PercentileName = Literal["p50", "p90", "p99"]
PERCENTILES: tuple[PercentileName, ...] = ("p50", "p90", "p99")
_SLOWER: dict[PercentileName, float] = {"p50": 0.5, "p90": 0.1, "p99": 0.01}

Cause = Literal["", "latency", "failures", "falls behind", "too little measured"]
"""Why an objective is not met, or not decided; empty where it holds."""


class Objective(msgspec.Struct, frozen=True, kw_only=True):
    """``percentile`` of latency is below ``limit_ms``, and at most ``failures`` fail.

    Latency counts from the moment at which a request was due. ``failures`` is a share, 0..1,
    of all requests that were due: those that failed or were dropped.
    """

    percentile: PercentileName = "p99"
    limit_ms: float = 100.0
    failures: float = 0.01

    @property
    def slower(self) -> float:
        """The share of answers that may take longer than the limit: 0.01 of p99."""
        return _SLOWER[self.percentile]

    @property
    def fewest_answers(self) -> int:
        """So many answers decide, where none is slow and none fails.

        Wilson's interval of 0 among n reaches up to about 3.84 / n.
        """
        return math.ceil(4 / min(self.slower, self.failures or self.slower))


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a lane met an objective: holds, fails, or is not decided.

    ``slower`` is the share of answers that took longer than the limit: that of p99 is met where it
    is at most 1 %. ``failures`` is the share of requests that failed or were dropped.
    ``response_s`` is the percentile, None where there are too few answers for its interval; it,
    ``answered``, ``cpu_s_per_request`` and ``memory_mib`` are figures of the same race.
    """

    result: Result
    cause: Cause = ""
    slower: Share = Share(0, 0, 0.0, 1.0)
    failures: Share = Share(0, 0, 0.0, 1.0)
    response_s: Ratio | None = None
    answered: Ratio | None = None
    cpu_s_per_request: Ratio | None = None
    memory_mib: Ratio | None = None


def judge_lane(
    objective: Objective, timeline: Timeline, demand: Demand | None, lane: LaneId
) -> Judgement:
    """Hold what a lane did against the objective, by 95 % intervals.

    It fails where one of three does: the lane falls behind the arrival rate and its queue grows,
    more requests fail, or more answers are slow. It holds where the intervals of all say so.
    ``demand`` is the verdict's.
    """
    figures = figures_of(timeline)[lane]
    slower, failures = _slower(objective, timeline, lane), _failures(timeline, lane)
    result, cause = _decide(objective, slower, failures, demand)
    return Judgement(
        result=result,
        cause=cause,
        slower=slower,
        failures=failures,
        response_s=figures.get(f"{objective.percentile}_s"),
        answered=figures.get("throughput_per_second"),
        cpu_s_per_request=figures.get("cpu_s_per_request"),
        memory_mib=figures.get("memory_mib"),
    )


def _decide(
    objective: Objective, slower: Share, failures: Share, demand: Demand | None
) -> tuple[Result, Cause]:
    if failures.low > objective.failures:
        return "fails", "failures"
    if demand is not None and demand.pace == "falls behind" and demand.queue_grows:
        return "fails", "falls behind"
    if slower.low > objective.slower:
        return "fails", "latency"
    if demand is None or max(slower.total, failures.total) < objective.fewest_answers:
        return "not decided", "too little measured"
    if slower.high > objective.slower:
        return "not decided", "latency"
    if failures.high > objective.failures:
        return "not decided", "failures"
    return ("not decided", "falls behind") if demand.pace == "falls behind" else ("holds", "")


def _slower(objective: Objective, timeline: Timeline, lane: LaneId) -> Share:
    """Of the answers in the measured blocks.

    Those in the bucket of the limit count as slow: it is at most 1/128 of it wide.
    """
    stretch = timeline.stretch()
    if stretch is None:
        return Share.of(0, 0)
    edge = int(bucket_of(np.array([objective.limit_ms / 1000]))[0])
    blocks = paired_blocks(timeline, stretch).lanes[lane].below
    totals = [int(below[-1]) for below in blocks]
    counts = [int(below[-1] - below[edge]) for below in blocks]
    return Share.of_blocks(counts, totals)


def _failures(timeline: Timeline, lane: LaneId) -> Share:
    """Of what was due in the measured stretch; of the whole race where there is none."""
    part = timeline.lane_stretch(lane)
    if part is not None:
        counts = part.counts
        lost = counts.failed + counts.dropped
        return Share.of(lost, counts.ok + lost)
    totals = timeline.lane(lane).requests
    lost = totals.failures + totals.dropped
    return Share.of(lost, totals.ok + lost)
