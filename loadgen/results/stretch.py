"""What the verdict is about: which part of a race, and that part of one lane."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loadgen.frame import LaneId
from loadgen.histogram import LatencyHistogram
from loadgen.results.columns import Array
from loadgen.results.lane_timeline import BOUND_FRACTION, Basis, Counts, LaneTimeline
from loadgen.results.turns import Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """Steady racing under one and the same settings.

    ``spans`` are what counts of each lane: one where both race together; one for each turn where
    they take turns, and those at the same place are a pair. ``warm_up_s`` was left out before each
    of them. ``from_s`` and ``to_s`` are the first and the last moment of it all.
    """

    spans: dict[LaneId, tuple[Span, ...]]
    warm_up_s: float
    in_turns: bool

    @property
    def from_s(self) -> float:
        return min(spans[0][0] for spans in self.spans.values())

    @property
    def to_s(self) -> float:
        return max(spans[-1][1] for spans in self.spans.values())

    @property
    def turns(self) -> int:
        """How many turns there were, of both lanes."""
        return sum(map(len, self.spans.values())) if self.in_turns else 0


class LaneStretch:
    """What a lane did in some spans of time, taken together."""

    def __init__(self, lane: LaneTimeline, spans: Sequence[Span]) -> None:
        self.lane = lane
        self.spans = spans

    @property
    def counts(self) -> Counts:
        parts = [self.lane.counts(*span) for span in self.spans]
        return Counts(
            sum(part.ok for part in parts),
            sum(part.failed for part in parts),
            sum(part.measured_s for part in parts),
            sum(part.dropped for part in parts),
        )

    def histogram(self, basis: Basis = "schedule") -> LatencyHistogram:
        """All successful latencies."""
        whole = LatencyHistogram()
        for span in self.spans:
            whole.add(self.lane.histogram(*span, basis))
        return whole

    def values(self, name: str) -> Array:
        """A column's values, the gaps left out."""
        parts = [self.lane.values(name, *span) for span in self.spans]
        return np.concatenate(parts) if parts else np.empty(0)

    @property
    def cpu_used_s(self) -> float:
        """CPU time of the server while load was measured; NaN where it did not tell."""
        return sum(self.lane.cpu_used_s(*span) for span in self.spans)

    @property
    def cpu_per_request_s(self) -> float:
        """CPU time of the server for each successful response; NaN where it is not known."""
        ok = self.counts.ok
        return self.cpu_used_s / ok if ok else float("nan")

    @property
    def cpu_percent(self) -> float | None:
        """What the server used of one core; None where it is not known."""
        percent = 100 * self.cpu_used_s / max(self.counts.measured_s, 1e-9)
        return percent if math.isfinite(percent) else None

    @property
    def void_s(self) -> float:
        """For how long, within it, nothing is known since the generator stood still."""
        return sum(self.lane.void_s(*span) for span in self.spans)

    @property
    def generator_limited(self) -> float:
        """In which part of it, 0..1, the load generator was the limit."""
        flags = self.values("limited")
        return float(flags.mean()) if flags.size else 0.0

    @property
    def ceiling_per_s(self) -> float | None:
        """The most that the generator can send; None where that is not known."""
        ceilings = self.values("ceiling_per_s")
        return float(ceilings[-1]) if ceilings.size else None

    @property
    def generator_bound(self) -> bool:
        """Whether throughput was within 20 % of the most that the generator can send."""
        ceiling = self.ceiling_per_s
        return ceiling is not None and self.counts.throughput >= BOUND_FRACTION * ceiling
