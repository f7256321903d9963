"""The sentence of the verdict. It knows figures and names; what is compared with what is decided
elsewhere.
"""

from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, LaneId
from loadgen.results import wording
from loadgen.results.intervals import Ratio
from loadgen.results.lane_timeline import LaneTimeline
from loadgen.results.stretch import LaneStretch
from loadgen.results.timeline import STABLE_S, Timeline

_ALIKE = 1.1
"""Below this ratio two figures are told as about the same."""


def comparison(
    leader: str, other: str, throughput: Ratio, p99: Ratio | None, memory: Ratio | None
) -> tuple[str, str]:
    """The sentence and its emphasis; ratios are the leader's figure over the other's."""
    more, emphasis = is_shown(throughput), ""
    tail_differs = p99 is not None and not p99.holds_one
    if more:
        first, emphasis = _throughput(leader, throughput.estimate)
    elif p99 is None or tail_differs:
        first = f"{leader} and {other} answer about as many requests: no difference shown"
    else:
        lanes = f"{leader} and {other}"
        first = f"No difference shown between {lanes}, neither in requests answered nor in p99"
    clauses = [first]
    if p99 is not None and tail_differs:
        # "Both answer …; p99 is lower" would not say whose.
        whose = "" if more else f"{leader}'s "
        clauses.append(f"{whose}p99 is {_latency(p99.estimate)}")
    elif p99 is not None and more:
        clauses.append("no difference shown in p99")
    if memory is not None:
        speaks_of_leader = tail_differs or (more and p99 is None)
        clauses.append(f"{'it' if speaks_of_leader else leader} holds {_memory(memory.estimate)}")
    return "; ".join(clauses) + ".", emphasis


def is_shown(ratio: Ratio) -> bool:
    """Whether there is a difference; before there is an interval, only a large one is taken for
    one.
    """
    if ratio.low is None:
        return not 1 / _ALIKE < ratio.estimate < _ALIKE
    return not ratio.holds_one


def _throughput(leader: str, ratio: float) -> tuple[str, str]:
    if ratio < _ALIKE:
        emphasis = f"{wording.percent(100 * (ratio - 1))} more"
        return f"{leader} answers {emphasis} requests", emphasis
    emphasis = wording.times(ratio)
    return f"{leader} answers {emphasis} as many requests", emphasis


def _latency(ratio: float) -> str:
    if 1 / _ALIKE < ratio < _ALIKE:
        return "about the same"
    lower = ratio < 1
    factor = 1 / ratio if lower else ratio
    if factor >= 2:
        return f"{wording.times(factor)} {'lower' if lower else 'higher'}"
    return f"{wording.percent(100 * abs(ratio - 1))} {'lower' if lower else 'higher'}"


def _memory(ratio: float) -> str:
    return (
        "about the same memory"
        if 1 / _ALIKE < ratio < _ALIKE
        else f"{wording.times(ratio)} the memory"
    )


def failure(timeline: Timeline, plan: RacePlan) -> str:
    """What failed, in the lanes' own words; empty when nothing did."""
    broken = [id_ for id_ in LANES if timeline.lane(id_).status.state == "failed"]
    if not broken:
        return ""
    told = " ".join(_in_own_words(timeline.lane(id_), plan.name(id_)) for id_ in broken)
    going = [id_ for id_ in LANES if timeline.lane(id_).status.state == "running"]
    if going and timeline.phase == "racing":
        told += f" {plan.name(going[0])} goes on; there is nothing to compare it with."
    return told


def _in_own_words(lane: LaneTimeline, name: str) -> str:
    text = lane.status.text or "It failed."
    return text if name in text else f"{name}: {text}"


def silence(parts: dict[LaneId, LaneStretch], plan: RacePlan) -> str:
    """One lane, or both, gave no successful answer."""
    counts = {id_: parts[id_].counts for id_ in LANES}
    mute = [id_ for id_ in LANES if not counts[id_].ok]
    if len(mute) != 1:
        stretch = wording.seconds(max(each.measured_s for each in counts.values()))
        return f"Neither lane answered a single request successfully in {stretch}."
    other: LaneId = "a" if mute[0] == "b" else "b"
    stretch, lost = wording.seconds(counts[mute[0]].measured_s), counts[mute[0]].failed
    failed = f" ({wording.count(lost)} failed)" if lost else ""
    return (
        f"{plan.name(mute[0])} answered no request successfully in {stretch}{failed}; "
        f"{plan.name(other)} answered {wording.rate(counts[other].throughput)}."
    )


def too_little(timeline: Timeline) -> str:
    """Why nothing can be said yet, or could not be said in the end."""
    needed = (
        "an undisturbed turn of each lane is needed"
        if timeline.in_turns
        else f"{STABLE_S:.0f} s of steady racing are needed"
    )
    if timeline.phase == "starting":
        return "The servers are starting."
    if timeline.phase == "racing":
        return f"Measuring: {needed}."
    if timeline.in_turns:
        return f"Too little was measured: {needed}."
    from_s, to_s = timeline.undisturbed_s()
    steady = f"there were {max(0.0, to_s - from_s):.1f} s after the warm-up"
    return f"Too little was measured: {needed}, {steady}."
