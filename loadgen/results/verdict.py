"""The verdict: a sentence a presenter can read aloud, with its evidence."""

import msgspec

from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, LaneId
from loadgen.results import outage_words, sentences
from loadgen.results.bottleneck import Bottleneck
from loadgen.results.bottleneck_limits import limits
from loadgen.results.caution import caution, notices, of_services
from loadgen.results.evidence import doubts, evidence, intervals, why
from loadgen.results.intervals import Ratio
from loadgen.results.ratios import Ratios, ratios
from loadgen.results.stretch import LaneStretch, Stretch
from loadgen.results.timeline import Timeline

__all__ = ["Ratio", "Verdict", "judge"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """``sentence`` is complete by itself; ``emphasis`` is the part of it to colour in the leader's
    colour.

    ``evidence`` says what it was measured on, ``intervals`` has those of all ratios. ``caution`` is
    set when the load generator was the limit, figures contradict each other, or something stood in
    for a backing service. ``limit`` is what
    limited each lane, and ``why`` says so. Ratios are b's figure over a's, whoever leads; None when
    there is none. In the open model, latencies count from the schedule.
    """

    sentence: str
    emphasis: str = ""
    evidence: str = ""
    intervals: str = ""
    caution: str = ""
    why: str = ""
    limit: dict[LaneId, Bottleneck] = {}
    leader: LaneId | None = None
    from_s: float | None = None
    to_s: float | None = None
    throughput_ratio: Ratio | None = None
    p50_ratio: Ratio | None = None
    p99_ratio: Ratio | None = None
    cpu_ratio: Ratio | None = msgspec.field(default=None, name="cpu_per_request_ratio")
    memory_ratio: Ratio | None = None

    @property
    def is_clear(self) -> bool:
        """Whether a race that goes on until the verdict is clear may end: who answers more requests
        is beyond what looking again and again would show of mere noise.
        """
        return self.throughput_ratio is not None and self.throughput_ratio.is_clear


def judge(timeline: Timeline, plan: RacePlan) -> Verdict:
    """What can be said now, about the last stable stretch. A few ms, whatever the length."""
    outage = outage_words.failure(timeline, plan)
    stretch = timeline.stretch()
    # While a lane does not answer there is nothing to compare; afterwards what was before it is.
    if stretch is None or (outage and timeline.phase in ("starting", "racing")):
        sentence = outage or sentences.too_little(timeline)
        return Verdict(sentence=sentence, caution=_notices(timeline, plan))
    parts = {id_: part for id_ in LANES if (part := timeline.lane_stretch(id_))}
    found = limits(timeline, plan, parts)
    verdict = _compared(parts, plan, stretch, ratios(timeline, stretch, parts))
    told = [verdict.evidence, *outage_words.left_out(timeline, plan)]
    return msgspec.structs.replace(
        verdict,
        sentence=f"{outage} Before that: {verdict.sentence}" if outage else verdict.sentence,
        evidence=" · ".join(filter(None, told)),
        limit=found.lanes,
        why=why(found, plan),
        caution=" ".join(
            filter(
                None, (verdict.caution, doubts(found, plan), of_services(timeline.services, plan))
            )
        ),
    )


def _notices(timeline: Timeline, plan: RacePlan) -> str:
    said = notices(timeline.lane(id_) for id_ in LANES), of_services(timeline.services, plan)
    return " ".join(filter(None, said))


def _compared(
    parts: dict[LaneId, LaneStretch], plan: RacePlan, stretch: Stretch, found: Ratios
) -> Verdict:
    leader: LaneId | None = None
    if found.throughput is not None and sentences.is_shown(found.throughput):
        leader = "b" if found.throughput.estimate > 1 else "a"
    told = leader or "b"
    seen = found if told == "b" else found.inverse()
    names = plan.name(told), plan.name("a" if told == "b" else "b")
    if seen.throughput is None:
        sentence, emphasis = sentences.silence(parts, plan), ""
    else:
        sentence, emphasis = sentences.comparison(*names, seen.throughput, seen.p99, seen.memory)
    return Verdict(
        sentence=sentence,
        emphasis=emphasis,
        evidence=evidence(parts, plan, stretch, seen.throughput, found.memory_kind),
        intervals=intervals(*names, seen.named()),
        caution=caution(parts, plan),
        leader=leader,
        from_s=stretch.from_s,
        to_s=stretch.to_s,
        throughput_ratio=found.throughput,
        p50_ratio=found.p50,
        p99_ratio=found.p99,
        cpu_ratio=found.cpu_per_request,
        memory_ratio=found.memory,
    )
