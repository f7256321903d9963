"""What the verdict's sentence rests on, and what limited each server."""

from collections.abc import Sequence

from loadgen.bottleneck.from_timeline import Limits
from loadgen.model import number_format
from loadgen.model.clients import client
from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.measurement_window import LaneWindow, MeasurementWindow
from loadgen.verdict.ratio_text import difference
from loadgen.verdict.sentences import clear_name, lacking
from loadgen.verdict.verdict_fields import EvidenceClause, Missing, Verdict

NARROW = 0.05
"""An interval that is wider than ±5 % comes with what would narrow it."""


def evidence(
    parts: dict[LaneId, LaneWindow],
    plan: RacePlan,
    stretch: MeasurementWindow,
    verdict: Verdict,
    left_out: Sequence[EvidenceClause] = (),
    edge: float = 0.0,
) -> tuple[EvidenceClause, ...]:
    """How it was measured, ``left_out`` among it.

    ``edge`` is that of ``PairedBlocks``. Where there is no room for all, the window cuts it from
    the end.
    """
    clauses = [*_when(plan, stretch), *left_out, _load_phrases(plan)]
    if warning := client(plan.client).warning:
        clauses.append((warning,))
    if verdict.memory_ratio is not None:
        clauses.append((f"{verdict.memory_kind} memory",))
    for id_ in LANES:
        counts, void_s = parts[id_].counts, parts[id_].void_s
        lost = (
            (counts.failed, "requests failed"),
            (counts.dropped, "arrivals dropped"),
        )
        clauses += [
            (f"{plan.name(id_)}: {number_format.count(n)} {what}",) for n, what in lost if n
        ]
        if void_s > 0:
            void = f"{plan.name(id_)}: {number_format.seconds(void_s)} left out"
            clauses.append((void, "the generator stood still"))
    clauses += [(each,) for each in _narrower(plan, stretch, verdict, edge)]
    return tuple(clauses)


def until_interval(missing: Missing, plan: RacePlan) -> tuple[EvidenceClause, ...]:
    """What the first interval takes: ``first interval: 3 more seconds of steady racing``."""
    return (f"first interval: {lacking(missing)}",), _load_phrases(plan)


def _when(plan: RacePlan, stretch: MeasurementWindow) -> list[EvidenceClause]:
    mode: EvidenceClause
    if stretch.in_turns:
        fresh = ("fresh servers for each pair",) if plan.fresh_servers else ()
        mode = ("taking turns", f"{stretch.turns} blocks of {plan.block_s} s", *fresh)
        warm_up = (f"{stretch.warm_up_s:.1f} s warm-up of each left out",)
    else:
        lasted = number_format.seconds(stretch.seconds)
        mode = ("together", lasted if stretch.is_selected else f"last {lasted}")
        warm_up = (f"warm-up {stretch.warm_up_s:.1f} s left out",)
    if stretch.catch_up_s >= 0.05:
        caught_up = (f"{stretch.catch_up_s:.1f} s of catching up after outages left out",)
        return [mode, warm_up, caught_up] if stretch.warm_up_s > 0 else [mode, caught_up]
    return [mode] if stretch.is_selected and not stretch.warm_up_s else [mode, warm_up]


def _narrower(
    plan: RacePlan, stretch: MeasurementWindow, verdict: Verdict, edge: float
) -> list[str]:
    """How a wide interval would get narrower; and, until it is clear, what is to be clear."""
    texts = []
    asked = verdict.metric(plan.clear_metric) if plan.until_clear else None
    if asked is not None and not asked.is_clear and not verdict.final:
        name = clear_name(plan.clear_metric, verdict.tail)
        texts.append(f"until {name} is clear: now {difference(asked)}")
    throughput = verdict.throughput_ratio
    if verdict.kind == "comparison" and throughput and throughput.half_width > NARROW:
        texts.append(f"{' or '.join(_ways(plan, stretch, edge))} would narrow it")
    return texts


def _ways(plan: RacePlan, stretch: MeasurementWindow, edge: float) -> list[str]:
    """No number of turns narrows an interval below what the ends of each turn add."""
    if edge > NARROW:
        return ["longer turns"]
    together = () if stretch.in_turns else ("taking turns",)
    free = () if plan.pinned else ("pinning",)
    return ["a longer race", *together, *free]


def load(plan: RacePlan) -> str:
    """``64 users, 50 ms wait``, ``500 requests a second, latency from schedule``.

    Parameters that are off are left out.
    """
    return ", ".join(_load_phrases(plan))


def _load_phrases(plan: RacePlan) -> EvidenceClause:
    parts = [number_format.load(plan.model)]
    if isinstance(plan.model, OpenModel):
        parts.append("latency from schedule")
    parts += plan.load_texts
    for parameter in plan.entry.parameters:
        value = plan.parameters[parameter.key]
        if value or parameter.default:
            parts.append(parameter.phrase(value))
    return tuple(parts)


def why(limits: Limits, plan: RacePlan) -> str:
    """What limited each server.

    ``Flask: 4 of 4 threads busy, 60 waiting · FastAPI: CPU of one core full``.
    """
    texts = ((plan.name(id_), limits.lanes[id_].sentence) for id_ in LANES)
    return " · ".join(f"{name}: {text}" for name, text in texts)


def doubts(limits: Limits, plan: RacePlan) -> str:
    """Where the figures contradict each other, of which lane."""
    texts = ((plan.name(id_), limits.contradictions[id_]) for id_ in LANES)
    return " ".join(f"{name}: {text}" for name, text in texts if text)
