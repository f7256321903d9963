"""The verdict: a sentence a presenter can read aloud, with its evidence."""

import math

import msgspec
import numpy as np

from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, LaneId
from loadgen.results import sentences
from loadgen.results.intervals import block_rates, ratio_interval
from loadgen.results.timeline import STABLE_S, WARM_UP_S, Timeline

LIMITED_FRACTION = 0.2
"""From this part of the stretch on, the load generator is said to have been the limit."""


class Ratio(msgspec.Struct, frozen=True):
    """One lane's figure over the other's, with the 95 % interval where enough was measured."""

    estimate: float
    low: float | None = None
    high: float | None = None

    @property
    def holds_one(self) -> bool:
        """Whether the interval does not exclude that both are the same."""
        return self.low is not None and self.high is not None and self.low <= 1 <= self.high

    def inverse(self) -> "Ratio":
        """The other lane's figure over this one's."""
        low, high = self.low, self.high
        return Ratio(1 / self.estimate, 1 / high if high else None, 1 / low if low else None)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """``sentence`` is complete by itself; ``emphasis`` is the part of it to colour in the leader's
    colour.

    ``evidence`` says what it was measured on. ``caution`` is set when the load generator was the
    limit. ``why`` says what each server was busy with. Ratios are b's figure over a's, whoever
    leads; None when there is none.
    """

    sentence: str
    emphasis: str = ""
    evidence: str = ""
    caution: str = ""
    why: str = ""
    leader: LaneId | None = None
    from_s: float | None = None
    to_s: float | None = None
    throughput_ratio: Ratio | None = None
    p99_ratio: Ratio | None = None
    memory_ratio: Ratio | None = None


def judge(timeline: Timeline, plan: RacePlan) -> Verdict:
    """What can be said now, about the last stable stretch. About 1 ms, whatever the length."""
    failed = sentences.failure(timeline, plan)
    if failed:
        return Verdict(sentence=failed, caution=sentences.notices(timeline))
    stretch = timeline.stable_stretch()
    if stretch is None:
        return Verdict(sentence=_too_little(timeline), caution=sentences.notices(timeline))
    return _compare(timeline, plan, *stretch)


def _too_little(timeline: Timeline) -> str:
    from_s, to_s = timeline.undisturbed_s()
    if timeline.phase == "starting":
        return "The servers are starting."
    if timeline.phase == "racing":
        return f"Measuring: {STABLE_S:.0f} s of steady racing are needed."
    return (
        f"Too little was measured: {STABLE_S:.0f} s of steady racing are needed, there were "
        f"{max(0.0, to_s - from_s):.1f} s after a warm-up of at least {WARM_UP_S:.0f} s."
    )


def _compare(timeline: Timeline, plan: RacePlan, from_s: float, to_s: float) -> Verdict:
    throughput = _throughput_ratio(timeline, from_s, to_s)
    p99 = _p99_ratio(timeline, from_s, to_s)
    memory, kind = _memory_ratio(timeline, from_s, to_s)
    leader: LaneId | None = None
    if throughput is not None and not throughput.holds_one:
        leader = "b" if throughput.estimate > 1 else "a"
    told = leader or "b"
    seen = [
        None if r is None else r if told == "b" else r.inverse() for r in (throughput, p99, memory)
    ]
    if seen[0] is None:
        sentence, emphasis = sentences.silence(timeline, plan, from_s, to_s), ""
    else:
        sentence, emphasis = sentences.comparison(
            plan.name(told),
            plan.name("a" if told == "b" else "b"),
            seen[0].estimate,
            None if seen[1] is None else seen[1].estimate,
            None if seen[2] is None else seen[2].estimate,
            shown=leader is not None,
        )
    interval = None
    if seen[0] is not None and seen[0].low is not None and seen[0].high is not None:
        interval = (seen[0].low, seen[0].high)
    return Verdict(
        sentence=sentence,
        emphasis=emphasis,
        evidence=sentences.evidence(timeline, plan, (from_s, to_s), interval, kind),
        caution=sentences.caution(timeline, plan, (from_s, to_s), LIMITED_FRACTION),
        why=sentences.why(timeline, plan, from_s, to_s),
        leader=leader,
        from_s=from_s,
        to_s=to_s,
        throughput_ratio=throughput,
        p99_ratio=p99,
        memory_ratio=memory,
    )


def _throughput_ratio(timeline: Timeline, from_s: float, to_s: float) -> Ratio | None:
    a, b = (timeline.lane(id_).counts(from_s, to_s).throughput for id_ in LANES)
    if not (a > 0 and b > 0):
        return None
    blocks_a, blocks_b = (block_rates(timeline.lane(id_), from_s, to_s) for id_ in LANES)
    low, high = ratio_interval(blocks_b, blocks_a) or (None, None)
    return Ratio(b / a, low, high)


def _p99_ratio(timeline: Timeline, from_s: float, to_s: float) -> Ratio | None:
    a, b = (timeline.lane(id_).histogram(from_s, to_s).percentile(0.99) for id_ in LANES)
    return None if math.isnan(a) or math.isnan(b) else Ratio(b / a)


def _memory_ratio(timeline: Timeline, from_s: float, to_s: float) -> tuple[Ratio | None, str]:
    """Of the medians: unique memory where the system tells it of both lanes, else resident."""
    for name, kind in (("uss_mib", "unique"), ("rss_mib", "resident")):
        a, b = (timeline.lane(id_).values(name, from_s, to_s) for id_ in LANES)
        if a.size and b.size:
            return Ratio(float(np.median(b) / np.median(a))), kind
    return None, ""
