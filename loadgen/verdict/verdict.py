"""The verdict: a sentence a presenter can read aloud, with its evidence."""

from collections.abc import Mapping

import msgspec
import numpy as np

from loadgen.bottleneck.from_timeline import limits
from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.measurement_window import (
    TOGETHER_MIN,
    TURNS_MIN,
    MeasurementWindow,
    blocks_needed,
)
from loadgen.timeline.paired_blocks import PairedBlocks, paired_blocks
from loadgen.timeline.timeline import Timeline
from loadgen.verdict import no_comparison, outage_text
from loadgen.verdict.caveats import caution, notices, of_mix, of_services
from loadgen.verdict.demand import Demand, demands
from loadgen.verdict.failed_requests import failing_words
from loadgen.verdict.provenance import doubts, evidence, until_interval, why
from loadgen.verdict.ratios import LEAST_ANSWERS, Ratios, ratios_of
from loadgen.verdict.sentences import with_sentences
from loadgen.verdict.verdict_fields import Kind, Missing, Verdict

__all__ = ["Missing", "Ratio", "Verdict", "judge"]

_AHEAD = 2.0
"""Before the first interval a lane is ahead that answered so many times as many requests as the
other in each of at least ``_AHEAD_BLOCKS`` blocks: another program that takes half of one lane's
processor does not do that.
"""
_AHEAD_BLOCKS = {"together": 4, "turns": 3}

_OVER = ("stopping", "ended")


def judge(timeline: Timeline, plan: RacePlan) -> Verdict:
    """What can be said now, about the last stable stretch. A few ms, whatever the length."""
    return with_sentences(findings(timeline, plan), plan)


def findings(timeline: Timeline, plan: RacePlan, tail: float | None = None) -> Verdict:
    """The verdict's fields.

    It has a sentence only where that is not made of figures. ``tail`` is a percentile to compare
    that is lower than the highest possible.
    """
    final = timeline.phase in _OVER
    outage = "" if timeline.is_selection else outage_text.failure(timeline, plan)
    stretch = timeline.stretch()
    # While a lane does not answer there is nothing to compare; afterwards what was before it is.
    if outage and (stretch is None or not final):
        return _without_figures("outage", outage, timeline, plan)
    if timeline.phase == "starting":
        return _without_figures("starting", "The servers are starting.", timeline, plan)
    if stretch is None:
        return _measuring(timeline, plan, None)
    parts = {id_: part for id_ in LANES if (part := timeline.lane_stretch(id_))}
    silence = no_comparison.silence(parts, plan)
    if silence:
        return _without_figures("silence", silence, timeline, plan)
    blocks = paired_blocks(timeline, stretch)
    ratios = ratios_of(blocks, tail)
    demand = demands(blocks, parts, plan.model) if isinstance(plan.model, OpenModel) else {}
    kind = _kind(plan, ratios, demand)
    left_out = outage_text.left_out(timeline, plan)
    if kind == "measuring":
        verdict = _measuring(timeline, plan, blocks)
        measured = (*verdict.evidence_clauses, *left_out)
    else:
        verdict = _figures(kind, ratios, plan, stretch, demand)
        measured = evidence(parts, plan, stretch, verdict, left_out, blocks.edge)
    found = limits(timeline, plan, parts)
    cautions = (
        caution(parts, plan, timeline.measured_machine_use()),
        doubts(found, plan),
        of_services(timeline.services, plan),
        of_mix(plan),
    )
    return msgspec.structs.replace(
        verdict,
        final=final,
        evidence_clauses=measured,
        outage=outage,
        failing=failing_words(timeline, plan),
        limit=found.lanes,
        why=why(found, plan),
        caution=" ".join(filter(None, cautions)),
    )


def _without_figures(kind: Kind, sentence: str, timeline: Timeline, plan: RacePlan) -> Verdict:
    return Verdict(
        kind=kind,
        sentence=sentence,
        failing=failing_words(timeline, plan) if kind == "outage" else "",
        caution=_notices(timeline, plan),
        final=timeline.phase in _OVER,
    )


def _notices(timeline: Timeline, plan: RacePlan) -> str:
    said = (
        notices(timeline.lane(id_) for id_ in LANES),
        of_services(timeline.services, plan),
        of_mix(plan),
    )
    return " ".join(filter(None, said))


def _measuring(timeline: Timeline, plan: RacePlan, blocks: PairedBlocks | None) -> Verdict:
    """Before the first interval, or after a race that was too short for one."""
    missing, final = _missing(timeline, blocks), timeline.phase in _OVER
    needed = blocks_needed(in_turns=timeline.in_turns)
    steady = 1 - (missing.pairs if timeline.in_turns else missing.seconds) / needed
    answered = 1 - missing.answers / LEAST_ANSWERS
    return Verdict(
        kind="too-little" if final else "measuring",
        ahead=None if final or blocks is None else _ahead(blocks, plan),
        missing=missing,
        progress=round(max(0.0, min(steady, answered)), 3),
        evidence_clauses=() if final else until_interval(missing, plan),
        failing=failing_words(timeline, plan),
        caution=_notices(timeline, plan),
        pairs=len(blocks) if blocks and timeline.in_turns else 0,
        final=final,
    )


def _missing(timeline: Timeline, blocks: PairedBlocks | None) -> Missing:
    answers = max(0, LEAST_ANSWERS - blocks.answers) if blocks and not blocks.lacking else 0
    if timeline.in_turns:
        return Missing(pairs=blocks.lacking if blocks else TURNS_MIN, answers=answers)
    if blocks is not None and not blocks.lacking:
        return Missing(answers=answers)
    # A block is a second on the clock: the one that has begun before the steady part is lost.
    from_s, to_s = timeline.undisturbed_s()
    begun = max(0.0, to_s - float(np.ceil(from_s - 1e-6)))
    lacking = TOGETHER_MIN - begun if blocks is None else blocks.lacking - begun % 1.0
    return Missing(seconds=round(max(0.1, lacking), 1))


def _ahead(blocks: PairedBlocks, plan: RacePlan) -> LaneId | None:
    """The lane that is ahead beyond doubt; none at a constant rate, where both get as much."""
    if isinstance(plan.model, OpenModel) or len(blocks) < _AHEAD_BLOCKS[plan.mode]:
        return None
    a, b = (blocks.lanes[id_].ok / blocks.lanes[id_].measured_s for id_ in LANES)
    if (b >= _AHEAD * a).all():
        return "b"
    return "a" if (a >= _AHEAD * b).all() else None


def _kind(plan: RacePlan, ratios: Ratios, demand: Mapping[LaneId, Demand]) -> Kind:
    if not isinstance(plan.model, OpenModel):
        return "comparison" if ratios.throughput else "measuring"
    paces = {each.pace for each in demand.values()}
    if "falls behind" in paces:
        return "overloaded"
    return "keeping-up" if paces == {"keeps up"} else "measuring"


def _figures(
    kind: Kind,
    ratios: Ratios,
    plan: RacePlan,
    stretch: MeasurementWindow,
    demand: dict[LaneId, Demand],
) -> Verdict:
    if kind == "overloaded":
        # How long a request waits in a queue that grows is a matter of how long one looks.
        ratios = Ratios(ratios.throughput, cpu_per_request=ratios.cpu_per_request)
    verdict = Verdict(
        kind=kind,
        leader=leader_of(kind, ratios.throughput, demand),
        from_s=stretch.from_s,
        to_s=stretch.to_s,
        pairs=stretch.turns // 2,
        throughput_ratio=ratios.throughput,
        p50_ratio=ratios.p50,
        p99_ratio=ratios.p99,
        tail=ratios.tail_at,
        tail_ratio=ratios.tail,
        cpu_ratio=ratios.cpu_per_request,
        memory_ratio=ratios.memory,
        memory_kind=ratios.memory_kind,
        demand=demand,
    )
    if not plan.until_clear:
        return verdict
    asked = verdict.metric(plan.clear_metric)
    return msgspec.structs.replace(verdict, clear=asked is not None and asked.is_clear)


def leader_of(
    kind: Kind, throughput: Ratio | None, demand: Mapping[LaneId, Demand]
) -> LaneId | None:
    """Who is emphasised: the lane that answers more, or keeps up while the other does not."""
    if kind == "overloaded":
        keeps = [id_ for id_, each in demand.items() if each.pace == "keeps up"]
        return keeps[0] if len(keeps) == 1 else None
    if kind == "comparison" and throughput is not None and throughput.is_clear:
        return "b" if throughput.estimate > 1 else "a"
    return None
