"""The words of the verdict. They know figures and names; what is compared with what is decided
elsewhere.
"""

import numpy as np

from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, LaneId
from loadgen.results import wording
from loadgen.results.lane_timeline import LaneTimeline
from loadgen.results.timeline import Timeline

_ALIKE = 1.1
"""Below this ratio two figures are told as about the same."""


def comparison(
    leader: str,
    other: str,
    throughput: float,
    p99: float | None,
    memory: float | None,
    *,
    shown: bool,
) -> tuple[str, str]:
    """The sentence and its emphasis; ratios are the leader's figure over the other's.

    ``shown`` is False when the interval of the throughput ratio holds 1.
    """
    emphasis = ""
    if not shown:
        first = f"{leader} and {other} answer about as many requests: no difference was shown"
    elif throughput < _ALIKE:
        emphasis = f"{wording.percent(100 * (throughput - 1))} more"
        first = f"{leader} answers {emphasis} requests"
    else:
        emphasis = wording.times(throughput)
        first = f"{leader} answers {emphasis} as many requests"
    rest = [] if p99 is None else [f"{_whose(leader, shown)}p99 is {_latency(p99)}"]
    if memory is not None:
        rest.append(f"{'it' if shown or rest else leader} holds {_memory(memory)}")
    return "; ".join([first, *rest]) + ".", emphasis


def _whose(leader: str, shown: bool) -> str:
    # "Both answer …; p99 is lower" would not say whose.
    return "" if shown else f"{leader}'s "


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


def silence(timeline: Timeline, plan: RacePlan, from_s: float, to_s: float) -> str:
    """One lane, or both, gave no successful answer."""
    counts = {id_: timeline.lane(id_).counts(from_s, to_s) for id_ in LANES}
    stretch = wording.seconds(to_s - from_s)
    mute = [id_ for id_ in LANES if counts[id_].ok == 0]
    if len(mute) == 2:
        return f"Neither lane answered a single request successfully in {stretch}."
    other: LaneId = "a" if mute[0] == "b" else "b"
    lost = counts[mute[0]].failed
    failed = f" ({wording.count(lost)} failed)" if lost else ""
    return (
        f"{plan.name(mute[0])} answered no request successfully in {stretch}{failed}; "
        f"{plan.name(other)} answered {wording.rate(counts[other].throughput)}."
    )


def evidence(
    timeline: Timeline,
    plan: RacePlan,
    stretch: tuple[float, float],
    interval: tuple[float, float] | None,
    memory_kind: str,
) -> str:
    """What the sentence rests on, in parts that are divided by dots."""
    parts = [f"last {wording.seconds(stretch[1] - stretch[0])}"]
    if interval is not None:
        parts.append("95 % interval {} to {}".format(*map(wording.significant, interval)))
    parts.append(load(plan))
    if memory_kind:
        parts.append(f"{memory_kind} memory")
    for id_ in LANES:
        lost = timeline.lane(id_).counts(*stretch).failed
        if lost:
            parts.append(f"{plan.name(id_)}: {wording.count(lost)} requests failed")
    return " · ".join(parts)


def load(plan: RacePlan) -> str:
    """``64 users, 50 ms wait``; parameters that are off are left out."""
    parts = [wording.users(plan.model.concurrency)]
    for parameter in plan.entry.parameters:
        value, name = plan.parameters[parameter.key], parameter.title.lower()
        if value == parameter.default == 0:
            continue
        with_unit = f"{value:,} {parameter.unit} {name}"
        parts.append(with_unit if parameter.unit else f"{name} {value:,}")
    return ", ".join(parts)


def caution(
    timeline: Timeline, plan: RacePlan, stretch: tuple[float, float], threshold: float
) -> str:
    """In words, where the load generator was the limit, and what that does to the ratio."""
    limited = [id_ for id_ in LANES if timeline.lane(id_).generator_limited(*stretch) >= threshold]
    if not limited:
        return notices(timeline)
    told = " and ".join(_limit(timeline.lane(id_), plan.name(id_), stretch) for id_ in limited)
    limit = f"The load generator is the limit: {told}; {_effect(timeline, limited, stretch)}"
    return " ".join(filter(None, [limit, notices(timeline)]))


def notices(timeline: Timeline) -> str:
    """What the generators have to say: that fewer connections were possible than asked for."""
    return " ".join(sorted({timeline.lane(id_).notice for id_ in LANES} - {""}))


def _limit(lane: LaneTimeline, name: str, stretch: tuple[float, float]) -> str:
    cpu = np.median(lane.values("generator_cpu_percent", *stretch))
    if cpu > 85:
        return f"{wording.percent(float(cpu))} CPU on {name}'s lane"
    lag = np.quantile(lane.values("send_lag_ms", *stretch), 0.9)
    return f"requests left up to {wording.milliseconds(float(lag))} late on {name}'s lane"


def _effect(timeline: Timeline, limited: list[LaneId], stretch: tuple[float, float]) -> str:
    if len(limited) == 2:
        return "the true ratio may differ."
    other: LaneId = "a" if limited[0] == "b" else "b"
    ahead = (
        timeline.lane(limited[0]).counts(*stretch).ok >= timeline.lane(other).counts(*stretch).ok
    )
    return f"the true ratio may be {'larger' if ahead else 'smaller'}."


def why(timeline: Timeline, plan: RacePlan, from_s: float, to_s: float) -> str:
    """What each server was busy with: ``Flask: 4 of 4 threads busy, 60 waiting · FastAPI: 43 %
    CPU``.
    """
    told = ((plan.name(id_), _busy_with(timeline.lane(id_), from_s, to_s)) for id_ in LANES)
    return " · ".join(f"{name}: {text}" for name, text in told if text)


def _busy_with(lane: LaneTimeline, from_s: float, to_s: float) -> str:
    def typical(name: str) -> float | None:
        values = lane.values(name, from_s, to_s)
        return float(np.median(values)) if values.size else None

    busy, capacity, queued = typical("busy"), typical("capacity"), typical("queued")
    parts = []
    if busy and capacity:
        parts.append(f"{busy:,.0f} of {capacity:,.0f} threads busy")
    if queued:
        parts.append(f"{queued:,.0f} waiting")
    lag, cpu = typical("loop_lag_ms"), typical("cpu_percent")
    if lag is not None and lag >= 5:
        parts.append(f"event loop {wording.milliseconds(lag)} late")
    if cpu is not None:
        parts.append(f"{wording.percent(cpu)} CPU")
    return ", ".join(parts)
