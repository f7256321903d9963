"""The sentences of a verdict, made of its fields and of the plan, last."""

from collections.abc import Callable

import msgspec

from loadgen.model import number_format
from loadgen.model.frame import LaneId
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import ClearMetric, RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.verdict import ratio_text
from loadgen.verdict.caveats import standstill
from loadgen.verdict.clause import Clause, sentence_of
from loadgen.verdict.demand_text import answered_figure, overloaded_clauses, unanswered_text
from loadgen.verdict.ratio_text import Figure, amount
from loadgen.verdict.verdict_fields import (
    Missing,
    Verdict,
    evidence_text,
    joined_clauses,
)

_ALIKE = 0.1
"""Where the interval of a ratio is within this part of its figure, and holds 1, two figures are
about the same; where it is wider, nothing is known.
"""


def with_sentences(verdict: Verdict, plan: RacePlan) -> Verdict:
    """The verdict with its sentence, headline, emphasis, intervals and evidence.

    What has a sentence already, such as a failure in the server's own words, keeps it.
    """
    if verdict.evidence_clauses:
        verdict = msgspec.structs.replace(verdict, evidence=evidence_text(verdict.evidence_clauses))
    if verdict.sentence:
        said = _joined(verdict.sentence, verdict.failing)
        return msgspec.structs.replace(verdict, sentence=said, headline=said)
    if verdict.kind in ("measuring", "too-little"):
        before = _before_the_first_interval(verdict, plan)
        said = _joined(verdict.outage, before, verdict.failing)
        return msgspec.structs.replace(verdict, sentence=said, headline=said)
    subject: LaneId = verdict.leader or "b"
    seen = _Seen(verdict, plan, subject)
    clauses = _clauses(seen)
    begin = f"{_after_outage(verdict)}{_clear(verdict, plan)}"
    end = _joined(f".{unanswered_text(verdict, plan)}", verdict.failing)
    sentence, headline = (
        sentence_of([each.parts(intervals=shown) for each in clauses], begin, end)
        for shown in (True, False)
    )
    intervals = _intervals(seen)
    stood_still = standstill(verdict)
    evidence = (*verdict.evidence_clauses, *(((stood_still,),) if stood_still else ()))
    return msgspec.structs.replace(
        verdict,
        sentence=sentence.text,
        sentence_parts=sentence,
        headline=headline.text,
        headline_parts=headline,
        emphasis=headline.emphasis,
        intervals=joined_clauses(intervals),
        interval_clauses=intervals,
        evidence=evidence_text(evidence),
        evidence_clauses=evidence,
    )


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _after_outage(verdict: Verdict) -> str:
    return f"{verdict.outage} Before that: " if verdict.outage else ""


class _Seen:
    """A verdict from the side of the lane that the sentence is about.

    Ratios are its figure over the other's.
    """

    def __init__(self, verdict: Verdict, plan: RacePlan, lane: LaneId) -> None:
        self.verdict, self.plan, self.lane = verdict, plan, lane
        self.other: LaneId = "a" if lane == "b" else "b"
        self.name, self.other_name = plan.name(lane), plan.name(self.other)
        self.throughput = self._turned(verdict.throughput_ratio)
        self.tail = self._turned(verdict.tail_ratio)
        self.memory = self._turned(verdict.memory_ratio)
        self.p50 = self._turned(verdict.p50_ratio)
        self.cpu = self._turned(verdict.cpu_ratio)
        self.tail_name = percentile(verdict.tail or 0.99)

    def _turned(self, ratio: Ratio | None) -> Ratio | None:
        return ratio if ratio is None or self.lane == "b" else ratio.inverse()


def percentile(fraction: float) -> str:
    """``p99``."""
    return f"p{100 * fraction:g}"


def clear_name(metric: ClearMetric, tail: float | None) -> str:
    """What a race ``until clear`` waits for, as a person calls it.

    The percentile is the one that can be compared.
    """
    names = {"requests": "requests", "p50": "p50", "memory": "memory"}
    return names.get(metric) or percentile(tail or 0.99)


def _clauses(seen: _Seen) -> list[Clause]:
    """The sentence's parts."""
    if seen.verdict.kind == "overloaded":
        return overloaded_clauses(seen.verdict.demand, seen.plan)
    if seen.verdict.kind == "keeping-up":
        first = f"Both keep up with {_rate(seen.plan)}"
        return [Clause(first), *_tail_and_memory(seen, named=False)]
    throughput = seen.throughput
    if throughput is not None and throughput.is_clear:
        more = ratio_text.more_requests(throughput)
        answers = Clause(f"{seen.name} answers", more, stressed=True)
        return [answers, *_tail_and_memory(seen, named=True)]
    return _no_winner(seen)


def _no_winner(seen: _Seen) -> list[Clause]:
    """Neither lane answers more requests: they are alike, or too little is known."""
    tail, lanes = seen.tail, f"{seen.plan.name('a')} and {seen.plan.name('b')}"
    alike = seen.throughput is not None and seen.throughput.half_width <= _ALIKE
    if tail is None or tail.is_clear or alike != (tail.half_width <= _ALIKE):
        first = f"{lanes} answer about as many requests" if alike else _too_little(seen, lanes)
        return [Clause(first), *_tail_and_memory(seen, named=False)]
    if alike:
        first = f"No difference shown between {lanes}, neither in requests answered nor in "
    else:
        first = f"{_too_little(seen, lanes)}, in requests answered or in "
    return [Clause(first + seen.tail_name), *_memory(seen, "")]


def _too_little(seen: _Seen, lanes: str) -> str:
    if seen.verdict.final:
        return f"Too little was measured to show a difference between {lanes}"
    return f"No difference shown yet between {lanes}"


def _tail_and_memory(seen: _Seen, *, named: bool) -> list[Clause]:
    """``named``: the sentence speaks of ``seen.name`` already."""
    tail, at = seen.tail, seen.tail_name
    if tail is None:
        return _memory(seen, seen.name if named else "")
    if not tail.is_clear:
        return [Clause(_unclear(seen, tail)), *_memory(seen, "")]
    if named:
        return [Clause(f"its {at} is", ratio_text.latency(tail)), *_memory(seen, seen.name)]
    # Of two lanes that are alike otherwise, the one with the lower latency is named.
    lower = seen if tail.estimate < 1 else _Seen(seen.verdict, seen.plan, seen.other)
    latency = ratio_text.latency(tail if tail.estimate < 1 else tail.inverse())
    return [Clause(f"{lower.name}'s {at} is", latency), *_memory(lower, "")]


def _unclear(seen: _Seen, tail: Ratio) -> str:
    if tail.half_width <= _ALIKE:
        return f"no difference shown in {seen.tail_name}"
    pairs = seen.verdict.pairs
    if pairs:
        return f"{seen.tail_name}: too few turns to tell ({pairs} pairs)"
    if seen.verdict.final:
        return f"{seen.tail_name}: too little was measured to tell"
    return f"{seen.tail_name} is not clear yet"


def _memory(seen: _Seen, spoken_of: str) -> list[Clause]:
    """``spoken_of`` is whom ``it`` would mean."""
    memory = seen.memory
    if memory is None:
        return []
    holder = "it" if spoken_of == seen.name else seen.name
    if memory.is_clear:
        return [Clause(f"{holder} holds", amount(memory, "memory"))]
    return [Clause(f"{holder} holds about the same memory")] if memory.half_width <= _ALIKE else []


def _rate(plan: RacePlan) -> str:
    return number_format.load(plan.model) if isinstance(plan.model, OpenModel) else ""


def _clear(verdict: Verdict, plan: RacePlan) -> str:
    """``Clear after 6 turns, 22 s: ``, once a race ``until clear`` is over."""
    if verdict.clear is None or not verdict.final or verdict.to_s is None:
        return ""
    clear = "Clear" if verdict.clear else "Not clear"
    turns = f"{2 * verdict.pairs} turns, " if verdict.pairs else ""
    return f"{clear} after {turns}{number_format.duration(verdict.to_s)}: "


def _intervals(seen: _Seen) -> tuple[str, ...]:
    """All intervals, each in the direction and unit of its figure in the sentence.

    Those of what the sentence says come first.
    """
    verdict, texts = seen.verdict, []
    for id_, each in verdict.demand.items():
        answered = answered_figure(each).interval_alone
        texts.append(f"{seen.plan.name(id_)} {answered}")
    if not verdict.demand:
        texts += _interval(seen.throughput, "requests", ratio_text.more_requests, "")
    if verdict.kind != "overloaded":
        texts += _interval(seen.tail, seen.tail_name, ratio_text.latency)
        texts += _interval(seen.memory, "memory", lambda ratio: amount(ratio, "memory"), "")
        if verdict.tail != 0.5:
            texts += _interval(seen.p50, "p50", ratio_text.latency)
        texts += _interval(seen.cpu, "CPU per request", lambda ratio: amount(ratio, ""))
    if not texts:
        return ()
    whose = "" if seen.verdict.leader else f"{seen.name} against {seen.other_name}, "
    return f"{whose}95 % intervals: {texts[0]}", *texts[1:]


def _interval(
    ratio: Ratio | None, name: str, worded: Callable[[Ratio], Figure], prefix: str | None = None
) -> list[str]:
    """``p99 5 to 10 times lower``; ``p99 0.97 to 1.03 times`` where no difference is shown."""
    if ratio is None:
        return []
    if not ratio.is_clear:
        return [f"{name} {ratio_text.difference(ratio)}"]
    before = f"{name} " if prefix is None else prefix
    return [f"{before}{worded(ratio).interval_alone}".strip()]


def _before_the_first_interval(verdict: Verdict, plan: RacePlan) -> str:
    if verdict.kind == "too-little":
        return f"Too little was measured: {lacking(verdict.missing or Missing())}."
    if verdict.ahead:
        return f"Measuring: {plan.name(verdict.ahead)} is ahead so far."
    return "Measuring."


def lacking(missing: Missing) -> str:
    """``3 more seconds of steady racing and 11 more answers of each lane are needed``."""
    seconds = max(1, round(missing.seconds + 0.49)) if missing.seconds else 0
    counts = (
        (seconds, "more second", " of steady racing"),
        (missing.pairs, "more undisturbed pair", " of turns"),
        (missing.answers, "more answer", " of each lane"),
    )
    lacks = [f"{n} {what}{'' if n == 1 else 's'}{rest}" for n, what, rest in counts if n]
    is_one = sum(n for n, _, _ in counts) == 1
    return f"{' and '.join(lacks) or 'more'} {'is' if is_one else 'are'} needed"
