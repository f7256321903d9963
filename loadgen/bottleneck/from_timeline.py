"""What limits each lane in a part of the race: the evidence for it, taken from the time line."""

import math
from typing import NamedTuple

import numpy as np

from loadgen.bottleneck.inputs import BackendInputs, BottleneckInputs
from loadgen.bottleneck.littles_law import ThroughputWindow, contradiction
from loadgen.bottleneck.rules import Bottleneck, bottleneck
from loadgen.model.frame import LANES, LaneId, MachineUse
from loadgen.model.histogram import MIDDLES_S, LatencyHistogram
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.backend_columns import BACKENDS
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.timeline import Timeline
from servers.catalog.backing_services import backing_service

LAST_S = 1.0
"""What limits a lane now is judged by so much of it."""
LAW_S = 3.0
MACHINE_S = 2.0
"""Who uses the machine now is the mean of so much, since it is known once a second."""


class Limits(NamedTuple):
    """What limits each lane, and a sentence where Little's law does not hold for it, else ""."""

    lanes: dict[LaneId, Bottleneck]
    contradictions: dict[LaneId, str]


def limits(timeline: Timeline, plan: RacePlan, parts: dict[LaneId, LaneWindow]) -> Limits:
    """Of each lane, over its part of the race."""
    return Limits(
        {id_: bottleneck(evidence(timeline, plan, id_, part)) for id_, part in parts.items()},
        {id_: _contradiction(timeline, id_, part) for id_, part in parts.items()},
    )


def limits_now(timeline: Timeline, plan: RacePlan, id_: LaneId) -> tuple[Bottleneck, str]:
    """Of one lane in the last second; the law is checked over the last three."""
    last, longer = (_last(timeline, id_, length_s) for length_s in (LAST_S, LAW_S))
    return bottleneck(evidence(timeline, plan, id_, last)), _contradiction(timeline, id_, longer)


def _contradiction(timeline: Timeline, id_: LaneId, part: LaneWindow) -> str:
    """Where Little's law does not hold.

    Empty where an outage, a disturbance or a change explains it: across them the load was not
    steady, whatever the means say.
    """
    said = contradiction(flow(part))
    return "" if said and _is_explained(timeline, id_, part) else said


def _is_explained(timeline: Timeline, id_: LaneId, part: LaneWindow) -> bool:
    began = [band for band in timeline.bands() if band.lane in (None, id_)]
    spans = [(band.from_s, band.to_s) for band in began if band.kind != "warm-up"]
    marks = [mark for mark in timeline.marks if mark.disturbs and mark.lane in (None, id_)]
    spans += [(mark.at_s, mark.at_s) for mark in marks]
    return any(
        began <= to_s and (ended is None or ended >= from_s)
        for began, ended in spans
        for from_s, to_s in part.spans
    )


def _last(timeline: Timeline, id_: LaneId, length_s: float) -> LaneWindow:
    """The last seconds; of them, when lanes take turns, the lane's own turn."""
    lane, until = timeline.lane(id_), timeline.duration_s
    from_s = max(0.0, until - length_s)
    if timeline.in_turns:
        first, end = lane.rows(from_s, until)
        waited = np.flatnonzero(np.diff(timeline.x(id_)[first:end]) <= 0)
        if waited.size:
            from_s = float(lane.column("at_s")[first + waited[-1] + 1])
    return LaneWindow(lane, [(from_s, until)])


def evidence(timeline: Timeline, plan: RacePlan, id_: LaneId, part: LaneWindow) -> BottleneckInputs:
    """One lane over a part of the race, by the typical values of what was reported in it."""
    counts, model, choice = part.counts, plan.model, plan.lanes[id_]
    measured_s = max(counts.measured_s, 1e-9)
    lags = part.values("loop_lag_ms")
    other = _other(timeline, id_, part)
    serving, processors = _serving(part), _processors(part, timeline)
    ok_per_s = counts.ok / measured_s
    return BottleneckInputs(
        users=model.concurrency if isinstance(model, ClosedModel) else None,
        ok_per_s=ok_per_s,
        failed_per_s=counts.failed / measured_s,
        dropped_per_s=counts.dropped / measured_s,
        most_in_flight=model.max_in_flight if isinstance(model, OpenModel) else None,
        connections=(model.connections or None) if isinstance(model, OpenModel) else None,
        waiting=_typical(part, "waiting") or 0.0,
        typical_ms=_finite(1000 * part.histogram("send").percentile(0.5)),
        generator_limited=part.generator_limited,
        busy=_typical(part, "busy"),
        capacity=_typical(part, "capacity"),
        queued=_typical(part, "queued"),
        pooled=choice.entry.pooled,
        in_progress=_typical(part, "in_progress"),
        late_ms=_finite(part.median("loop_lag_ms")),
        latest_ms=float(lags.max()) if lags.size else None,
        cpu_cores=_cores(part.cpu_percent),
        cores=min(serving, processors),
        shared_cores=_shared_cores(part, other),
        processors=processors,
        bound=part.lane.pinned is not None and processors < timeline.processors,
        cpu_wait=_cores(_typical(part, "cpu_wait_percent")),
        backends=tuple(
            each for key in BACKENDS if (each := _backend(timeline, part, other, key)) is not None
        ),
        wait_ms=plan.parameters.get("wait_ms") or None,
        generator_cpu_percent=_typical(part, "generator_cpu_percent"),
        machine=_machine(timeline, part),
        names={id_: plan.name(id_) for id_ in LANES},
        serving=serving,
        full_processes=_typical(part, "full_processes"),
        spare_processes=_typical(part, "spare_processes"),
        full_connections=_typical(part, "full_connections"),
        full_queued=_typical(part, "full_queued"),
        open_connections=_typical(part, "connections"),
        voluntary_per_answer=_per_answer(_typical(part, "voluntary_per_s"), ok_per_s),
        cpu_ms_per_answer=_finite(1000 * part.cpu_per_request_s),
    )


def _other(timeline: Timeline, id_: LaneId, part: LaneWindow) -> LaneWindow:
    """The other lane meanwhile. Together that is what is compared of it, which is known."""
    other_id: LaneId = "b" if id_ == "a" else "a"
    compared = timeline.lane_stretch(other_id)
    if compared is not None and compared.spans == part.spans:
        return compared
    return LaneWindow(timeline.lane(other_id), part.spans)


def _machine(timeline: Timeline, part: LaneWindow) -> MachineUse | None:
    from_s, to_s = part.spans[-1]
    spans = part.spans
    if len(spans) == 1 and to_s - from_s < MACHINE_S:
        spans = [(to_s - MACHINE_S, to_s)]
    return timeline.machine.over(spans)


def _per_answer(per_s: float | None, ok_per_s: float) -> float | None:
    return per_s / ok_per_s if per_s is not None and ok_per_s else None


def flow(part: LaneWindow) -> ThroughputWindow:
    """What the instrument saw of a part of the race, to be checked."""
    counts, in_flight = part.counts, part.values("in_flight")
    seen = (0.0, 0.0, 0.0)
    if in_flight.size:
        seen = (float(in_flight.mean()), float(in_flight.min()), float(in_flight.max()))
    sent = part.histogram("send")
    return ThroughputWindow(
        counts.measured_s,
        counts.ok,
        counts.failed,
        mean_latency_s(sent),
        *seen,
        gap_s=part.longest_gap_s(),
        longest_s=sent.max_s,
    )


def mean_latency_s(histogram: LatencyHistogram) -> float:
    """The mean of a histogram; infinite where some were longer than it holds, 0 when empty."""
    if not histogram.count:
        return 0.0
    if histogram.overflow:
        return math.inf
    return float(histogram.counts @ MIDDLES_S) / histogram.count


def _typical(part: LaneWindow, name: str) -> float | None:
    return _finite(part.median(name))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _cores(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _serving(part: LaneWindow) -> int:
    """How many processes answer.

    In files of earlier versions there are only all processes: where there are several, one only
    looks after the others.
    """
    serving = _typical(part, "serving")
    processes = int(_typical(part, "processes") or 1)
    return round(serving) if serving else max(1, processes - 1)


def _processors(part: LaneWindow, timeline: Timeline) -> int:
    """On how many processors the server may run."""
    pinned = part.lane.pinned
    return max(1, len(pinned.server) if pinned else timeline.processors)


def _shared_cores(part: LaneWindow, other: LaneWindow) -> float | None:
    """What is used of those processors, as far as we know who runs there.

    None while the server does not tell.
    """
    if part.cpu_percent is None:
        return None
    both = part.cpu_percent + (other.cpu_percent or 0.0)
    mine, others = part.lane.pinned, other.lane.pinned
    if mine is not None:
        shared = others is None or set(mine.server) & set(others.server)
        return (both if shared else part.cpu_percent) / 100
    services = sum(_typical(part, f"{key}_cpu_percent") or 0.0 for key in BACKENDS)
    return (both + services) / 100 + _sending_cores(part) + _sending_cores(other)


def _sending_cores(part: LaneWindow) -> float:
    return part.sending_s / max(sum(to_s - from_s for from_s, to_s in part.spans), 1e-9)


def _backend(
    timeline: Timeline, part: LaneWindow, other: LaneWindow, key: str
) -> BackendInputs | None:
    calls = float(part.values(f"{key}_calls").sum())
    in_use, waiting = _typical(part, f"{key}_in_use"), _typical(part, f"{key}_waiting")
    if not calls and not in_use and not waiting:
        return None
    service = timeline.services.get(key)
    used = (in_use or 1.0) + (_typical(other, f"{key}_in_use") or 0.0)
    cores = (
        1
        if backing_service(key).is_single_threaded
        else max(1, min(timeline.processors, round(used)))
    )
    return BackendInputs(
        key=key,
        name=(service.product or service.title) if service else "",
        calls_per_s=calls / max(part.counts.measured_s, 1e-9),
        mean_ms=1000 * float(part.values(f"{key}_call_s").sum()) / calls if calls else 0.0,
        in_use=in_use,
        size=_typical(part, f"{key}_size"),
        waiting=waiting,
        cpu_cores=_cores(_typical(part, f"{key}_cpu_percent")),
        cores=cores,
        client=_client(part, key),
    )


def _client(part: LaneWindow, key: str) -> str:
    """The library with which the lane's server calls that service, as the server named it last."""
    told = part.lane.server
    use = told.backends.get(key) if told else None
    return use.client if use else ""
