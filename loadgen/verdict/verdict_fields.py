"""What can be said of a race, as fields; its sentences are made of them, last."""

from collections.abc import Iterable
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


class EmphasisedText(msgspec.Struct, frozen=True):
    """A sentence in three parts, of which ``emphasis`` stands out; any of them may be empty."""

    before: str = ""
    emphasis: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.before}{self.emphasis}{self.after}"


EvidenceClause = tuple[str, ...]
"""One statement of the evidence, in phrases that are written with commas between them."""


def evidence_text(clauses: Iterable[EvidenceClause]) -> str:
    """``together, last 8.0 s · 64 users, 50 ms wait``."""
    return joined_clauses(map(", ".join, clauses))


def joined_clauses(clauses: Iterable[str]) -> str:
    """The clauses with dots between them."""
    return " · ".join(clauses)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """``sentence`` is complete by itself, each figure with its interval.

    ``headline`` is the same without intervals, to be shown above ``intervals``, which has all of
    them. ``emphasis`` is the part of both to colour in the leader's colour; ``sentence_parts`` and
    ``headline_parts`` say where in each it stands. ``interval_clauses`` are the intervals and
    ``evidence_clauses`` the evidence before they are joined, the most important first; so are the
    phrases of a clause. Files of earlier versions have none of these parts: ``whole_sentence``,
    ``whole_headline``, ``intervals_shown`` and ``evidence_shown`` make them of the texts.

    Before the first interval ``progress`` says how near it is, 0..1, ``missing`` what is lacking,
    and ``ahead`` is the lane that is ahead beyond doubt. ``evidence`` says what the sentence was
    measured on. ``caution`` is set when the load generator was the limit, figures contradict each
    other, or something stood in for a backing service. ``limit`` is what limited each lane, and
    ``why`` says so.

    Ratios are b's figure over a's, also where a leads, and None where there is no interval.
    ``tail`` is the highest percentile, as a fraction, that has enough answers beyond it in both
    lanes, and ``tail_ratio`` that percentile's; ``p99_ratio`` is the same where that is p99. In the
    open model, latencies count from the schedule, and ``demand`` is how much of what was due each
    lane answered. ``pairs`` counts the pairs of turns measured, 0 together.

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
    sentence_parts: EmphasisedText | None = None
    headline_parts: EmphasisedText | None = None
    interval_clauses: tuple[str, ...] = ()
    evidence_clauses: tuple[EvidenceClause, ...] = ()

    @property
    def whole_sentence(self) -> EmphasisedText:
        """The sentence, its emphasis apart."""
        return self.sentence_parts or _parts_of_text(self.sentence, self.emphasis)

    @property
    def whole_headline(self) -> EmphasisedText:
        """The headline, its emphasis apart; the sentence where there is no headline."""
        return self.headline_parts or _parts_of_text(self.headline or self.sentence, self.emphasis)

    @property
    def intervals_shown(self) -> tuple[str, ...]:
        """The intervals in clauses; one clause where only their text is known."""
        return self.interval_clauses or ((self.intervals,) if self.intervals else ())

    @property
    def evidence_shown(self) -> tuple[EvidenceClause, ...]:
        """The evidence in clauses; one clause where only its text is known."""
        return self.evidence_clauses or (((self.evidence,),) if self.evidence else ())

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


def _parts_of_text(text: str, emphasis: str) -> EmphasisedText:
    """The parts of a text in a file of an earlier version, which names the emphasis alone."""
    return EmphasisedText(*text.partition(emphasis)) if emphasis else EmphasisedText(text)
