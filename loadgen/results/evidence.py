"""What the verdict's sentence rests on, and what limited each server."""

from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, LaneId
from loadgen.plan import OpenModel
from loadgen.results import wording
from loadgen.results.bottleneck_limits import Limits
from loadgen.results.intervals import Ratio
from loadgen.results.stretch import LaneStretch, Stretch


def evidence(
    parts: dict[LaneId, LaneStretch],
    plan: RacePlan,
    stretch: Stretch,
    throughput: Ratio | None,
    memory_kind: str,
) -> str:
    """How it was measured, in parts that are divided by dots; ``throughput`` is the ratio told."""
    told = _when(plan, stretch)
    if throughput is not None and throughput.interval is not None:
        low, high = map(wording.significant, throughput.interval)
        told.append(f"95 % interval {low} to {high}")
    told += [load(plan), wording.client(plan.client)]
    if memory_kind:
        told.append(f"{memory_kind} memory")
    for id_ in LANES:
        counts, void_s = parts[id_].counts, parts[id_].void_s
        lost = (
            (counts.failed, "requests failed"),
            (counts.dropped, "arrivals dropped"),
        )
        told += [f"{plan.name(id_)}: {wording.count(n)} {what}" for n, what in lost if n]
        if void_s > 0:
            void = wording.seconds(void_s)
            told.append(f"{plan.name(id_)}: {void} left out, the generator stood still")
    return " · ".join(filter(None, told))


def _when(plan: RacePlan, stretch: Stretch) -> list[str]:
    if stretch.in_turns:
        fresh = ", fresh servers for each pair" if plan.fresh_servers else ""
        mode = f"taking turns, {stretch.turns} blocks of {plan.block_s} s{fresh}"
        warm_up = f"{stretch.warm_up_s:.1f} s warm-up of each left out"
    else:
        mode = f"together, last {wording.seconds(stretch.seconds)}"
        warm_up = f"warm-up {stretch.warm_up_s:.1f} s left out"
    return [mode, "until clear" if plan.until_clear else "", warm_up]


def load(plan: RacePlan) -> str:
    """``64 users, 50 ms wait``; parameters that are off are left out."""
    parts = [wording.load(plan.model)]
    if isinstance(plan.model, OpenModel):
        parts = [f"{parts[0]} open", "latency from schedule"]
    for parameter in plan.entry.parameters:
        value = plan.parameters[parameter.key]
        if value or parameter.default:
            parts.append(parameter.said(value))
    return ", ".join(parts)


def intervals(leader: str, other: str, ratios: dict[str, Ratio | None]) -> str:
    """All 95 % intervals, of the leader's figure over the other's; empty before there is one."""
    told = []
    for name, ratio in ratios.items():
        if ratio is None or ratio.interval is None:
            continue
        low, high = map(wording.significant, ratio.interval)
        none = " (no difference shown)" if ratio.holds_one else ""
        told.append(f"{name} {low} to {high}{none}")
    return f"{leader} over {other}, 95 % intervals: {' · '.join(told)}" if told else ""


def why(limits: Limits, plan: RacePlan) -> str:
    """What limited each server: ``Flask: 4 of 4 threads busy, 60 waiting · FastAPI: CPU of one core
    full``.
    """
    told = ((plan.name(id_), limits.lanes[id_].sentence) for id_ in LANES)
    return " · ".join(f"{name}: {text}" for name, text in told)


def doubts(limits: Limits, plan: RacePlan) -> str:
    """Where the figures contradict each other, of which lane."""
    told = ((plan.name(id_), limits.contradictions[id_]) for id_ in LANES)
    return " ".join(f"{name}: {text}" for name, text in told if text)
