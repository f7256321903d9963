"""One lane's part of the run document: what its race came to, units in the names."""

import math
from collections.abc import Sequence
from typing import Self

import msgspec
import numpy as np

from loadgen.model.frame import LaneState, Pinned
from loadgen.model.load_plan import Model, OpenModel
from loadgen.model.load_summary import GeneratorSummary, LatencySummary
from loadgen.model.race_plan import LaneChoice
from loadgen.model.snapshot import Requests
from loadgen.timeline.generator_use import generator_use
from loadgen.timeline.lane_timeline import LaneTimeline
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.outages import Outage, OutageKind
from loadgen.verdict.caveats import LIMITED_FRACTION
from servers.telemetry.messages import Setting


class MemorySummary(msgspec.Struct, frozen=True):
    """Peaks over the whole race, of all processes of the server.

    None where the system does not tell.
    """

    rss_peak: float | None = None
    uss_peak: float | None = None


class LaneSettings(msgspec.Struct, frozen=True):
    """``chosen`` by a person, named values by their names.

    ``in_force`` as the serving process announced it.
    """

    chosen: dict[str, int | str]
    in_force: tuple[Setting, ...] = ()


class OutageSummary(msgspec.Struct, frozen=True):
    """A stretch in which the lane did not answer, in seconds of the race.

    ``to_s`` is when it answered again and ``steady_s`` until when it was left out of the
    comparison, None where it lasted until the end. ``cause`` is what was at fault, ``reason`` how
    a child ended, ``service`` the backing service that was down.
    """

    from_s: float
    to_s: float | None
    steady_s: float | None
    kind: OutageKind
    cause: str
    reason: str
    service: str
    text: str

    @classmethod
    def of(cls, outage: Outage, until_s: float) -> Self:
        """``until_s`` is the end of the race."""
        to_s = outage.to_s
        steady_s = None if to_s is None else round(outage.left_out(until_s)[1], 3)
        return cls(
            from_s=round(outage.from_s, 3),
            to_s=None if to_s is None else round(to_s, 3),
            steady_s=steady_s,
            kind=outage.kind,
            cause=outage.cause,
            reason=outage.reason,
            service=outage.service,
            text=outage.text(until_s),
        )


class LaneSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A lane's part of the run document.

    Throughput, latency and the generator's share are of the measured stretch, the rest of the whole
    race.

    ``text`` and ``names_lane`` are as in ``LaneStatus``, of an outage that lasted until the end as
    in ``Outage``. ``connections_by_process`` is how many each process of the server usually had in
    the last ten seconds under load, empty where one process is the whole server. ``latency_ms``
    counts from the schedule; ``service_ms`` from the sending, in the open model alone.
    ``connections_opened`` is how many the load opened, 0 where the client does not tell.
    ``generators`` is how many processes sent, ``ceiling_per_s`` the most they can send;
    ``generator_bound`` says that throughput was within 20 % of it.
    """

    variant: str
    settings: LaneSettings
    state: LaneState
    text: str = ""
    names_lane: bool = True
    last_lines: tuple[str, ...] = ()
    requests: Requests
    throughput_per_second: float | None = None
    cpu_us_per_request: float | None = None
    latency_ms: LatencySummary
    service_ms: LatencySummary | None = None
    memory_mib: MemorySummary
    cpu_seconds: float | None = None
    threads_peak: int | None = None
    connections_by_process: tuple[int, ...] = ()
    connections_opened: int = 0
    generator: GeneratorSummary
    generators: int = 1
    ceiling_per_s: float | None = None
    generator_bound: bool = False
    pinned: Pinned | None = None
    outages: tuple[OutageSummary, ...] = ()

    @classmethod
    def of(
        cls,
        part: LaneWindow,
        choice: LaneChoice,
        model: Model,
        outages: Sequence[Outage] = (),
        until_s: float = 0.0,
    ) -> Self:
        """Sum up a lane; ``outages`` are those of its race, which ended at ``until_s``."""
        lane = part.lane
        lasting = outages[-1] if outages and outages[-1].is_open else None
        said = lasting if lasting and lasting.sentence else None
        threads, generators = _peak(lane, "threads"), _peak(lane, "generators")
        by_server = lane.announced.settings if lane.announced else ()
        return cls(
            variant=choice.variant,
            settings=LaneSettings(_chosen(choice), by_server),
            state=lane.status.state,
            text=said.sentence if said else lane.status.text,
            names_lane=said.names_lane if said else lane.status.names_lane,
            last_lines=lasting.last_lines if lasting else lane.status.last_lines,
            requests=lane.requests,
            throughput_per_second=_rounded(part.counts.throughput, 3),
            cpu_us_per_request=_rounded(part.cpu_per_request_s * 1e6, 2),
            latency_ms=LatencySummary.of(part.histogram()),
            service_ms=(
                LatencySummary.of(part.histogram("send")) if isinstance(model, OpenModel) else None
            ),
            memory_mib=MemorySummary(_peak(lane, "rss_mib"), _peak(lane, "uss_mib")),
            cpu_seconds=None if lane.cpu_seconds is None else round(lane.cpu_seconds, 3),
            threads_peak=None if threads is None else int(threads),
            connections_by_process=lane.connections_by_process,
            connections_opened=lane.connections_opened,
            generator=_generator(part),
            generators=int(generators or 1),
            ceiling_per_s=part.ceiling_per_s,
            generator_bound=part.generator_bound,
            pinned=lane.pinned,
            outages=tuple(OutageSummary.of(each, until_s) for each in outages),
        )


def _chosen(choice: LaneChoice) -> dict[str, int | str]:
    return {
        each.key: each.text(value) if each.choices else value
        for each in choice.entry.settings
        if (value := choice.settings.get(each.key)) is not None
    }


def _rounded(value: float, digits: int) -> float | None:
    return round(value, digits) if math.isfinite(value) else None


def _peak(lane: LaneTimeline, name: str) -> float | None:
    peak = lane.peak(name)
    return None if peak is None else round(peak, 2)


def _generator(part: LaneWindow) -> GeneratorSummary:
    use = generator_use(part)
    counts = part.counts
    # Within the stretch: what the generator's start took is no request's cost.
    spent = [part.lane.values("generator_cpu_s", *span) for span in part.spans]
    cpu_s = sum(float(np.ptp(each)) for each in spent if each.size)
    ended = counts.ok + counts.failed
    return GeneratorSummary(
        cpu_us_per_request=round(cpu_s / ended * 1e6, 2) if ended else None,
        cpu_percent=round(use.cpu_percent, 1) if use else 0.0,
        send_lag_ms_p99=round(use.late_ms, 3) if use else 0.0,
        is_the_limit=part.generator_limited >= LIMITED_FRACTION,
    )
