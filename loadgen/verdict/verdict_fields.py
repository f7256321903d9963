"""What can be said of a race, as fields; its sentences are made of them, last."""

from typing import Literal

import msgspec

from loadgen.bottleneck.rules import Bottleneck
from loadgen.model.frame import LaneId
from loadgen.model.race_plan import ClearMetric
from loadgen.statistics.bootstrap import Ratio
from loadgen.verdict.demand import Demand

Kind = Literal[
    "starting",
    "measuring",
    "too-little",
    "outage",
    "silence",
    "comparison",
    "keeping-up",
    "overloaded",
]
"""What the sentence is about. ``comparison``: the lanes' figures, whether they differ or not.
``keeping-up`` and ``overloaded``: a constant arrival rate, which both lanes answer, or not.
``outage``: a lane, or the service behind both, does not answer. ``silence``: a lane without one
successful answer. ``too-little``: the race ended before there was an interval.
"""


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """What is lacking for the first interval; 0 where nothing is.

    ``seconds`` of steady racing, together; ``pairs`` of turns; ``answers`` of the lane that has
    fewer.
    """

    seconds: float = 0.0
    pairs: int = 0
    answers: int = 0


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """``sentence`` is complete by itself, each figure with its interval.

    ``headline`` is the same without intervals, to be shown above ``intervals``, which has all of
    them. ``emphasis`` is the part of both to colour in the leader's colour.

    Before the first interval ``progress`` says how near it is, 0..1, ``missing`` what is lacking,
    and ``ahead`` is the lane that is ahead beyond doubt. ``evidence`` says what the sentence was
    measured on. ``caution`` is set when the load generator was the limit, figures contradict each
    other, or something stood in for a backing service. ``limit`` is what limited each lane, and
    ``why`` says so.

    Ratios are b's figure over a's, whoever leads, and None where there is no interval. ``tail`` is
    the highest percentile, as a fraction, that has enough answers beyond it in both lanes, and
    ``tail_ratio`` that percentile's; ``p99_ratio`` is the same where that is p99. In the open
    model, latencies count from the schedule, and ``demand`` is how much of what was due each lane
    answered. ``pairs`` counts the pairs of turns measured, 0 together.

    ``outage`` is the sentence of an outage that lasted until the race was over: what is compared
    was measured before it; ``failing`` that of lanes whose requests fail. ``clear`` says whether
    the figure that ends a race ``until clear`` is clear; None in other races. ``final`` says that
    the race is over. ``before_standstill`` says that all figures are from before this program
    stood still, since when too little was measured for an interval.
    """

    sentence: str = ""
    headline: str = ""
    emphasis: str = ""
    kind: Kind = "comparison"
    evidence: str = ""
    intervals: str = ""
    caution: str = ""
    why: str = ""
    limit: dict[LaneId, Bottleneck] = {}
    leader: LaneId | None = None
    ahead: LaneId | None = None
    progress: float | None = None
    missing: Missing | None = None
    from_s: float | None = None
    to_s: float | None = None
    pairs: int = 0
    throughput_ratio: Ratio | None = None
    p50_ratio: Ratio | None = None
    p99_ratio: Ratio | None = None
    tail: float | None = None
    tail_ratio: Ratio | None = None
    cpu_ratio: Ratio | None = msgspec.field(default=None, name="cpu_per_request_ratio")
    memory_ratio: Ratio | None = None
    memory_kind: str = ""
    demand: dict[LaneId, Demand] = {}
    outage: str = ""
    failing: str = ""
    clear: bool | None = None
    final: bool = False
    before_standstill: bool = False

    @property
    def is_provisional(self) -> bool:
        """Whether nothing is claimed yet: to be shown muted."""
        return self.kind in ("measuring", "too-little")

    def metric(self, metric: ClearMetric) -> Ratio | None:
        """The ratio that ends a race ``until clear``."""
        return {
            "requests": self.throughput_ratio,
            "p50": self.p50_ratio,
            "p99": self.tail_ratio,
            "memory": self.memory_ratio,
        }[metric]
