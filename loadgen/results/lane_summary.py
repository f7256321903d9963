"""One lane's part of the run document: what its race came to, units in the names."""

import math
from typing import Self

import msgspec
import numpy as np

from loadgen.experiments.race_plan import LaneChoice
from loadgen.frame import LaneState
from loadgen.results.lane_timeline import LaneTimeline
from loadgen.results.verdict import LIMITED_FRACTION
from loadgen.snapshot import Requests
from loadgen.summary import GeneratorSummary, LatencySummary
from servers.messages import Setting


class MemorySummary(msgspec.Struct, frozen=True):
    """Peaks over the whole race, of all processes of the server; None where the system does not
    tell.
    """

    rss_peak: float | None = None
    uss_peak: float | None = None


class LaneSettings(msgspec.Struct, frozen=True):
    """``chosen`` by a person; ``in_force`` as the serving process told it."""

    chosen: dict[str, int]
    in_force: tuple[Setting, ...] = ()


class LaneSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Throughput, latency and the generator's share are of the measured stretch, the rest of the
    whole race.
    """

    variant: str
    settings: LaneSettings
    state: LaneState
    text: str = ""
    last_lines: tuple[str, ...] = ()
    requests: Requests
    throughput_per_second: float | None = None
    latency_ms: LatencySummary
    memory_mib: MemorySummary
    cpu_seconds: float | None = None
    threads_peak: int | None = None
    generator: GeneratorSummary

    @classmethod
    def of(cls, lane: LaneTimeline, choice: LaneChoice, from_s: float, to_s: float) -> Self:
        """Sum up a lane over a stretch."""
        throughput = lane.counts(from_s, to_s).throughput
        threads = _peak(lane, "threads")
        return cls(
            variant=choice.variant,
            settings=LaneSettings(
                choice.settings, lane.announced.settings if lane.announced else ()
            ),
            state=lane.status.state,
            text=lane.status.text,
            last_lines=lane.status.last_lines,
            requests=lane.requests,
            throughput_per_second=None if math.isnan(throughput) else round(throughput, 3),
            latency_ms=LatencySummary.of(lane.histogram(from_s, to_s)),
            memory_mib=MemorySummary(_peak(lane, "rss_mib"), _peak(lane, "uss_mib")),
            cpu_seconds=None if lane.cpu_seconds is None else round(lane.cpu_seconds, 3),
            threads_peak=None if threads is None else int(threads),
            generator=_generator(lane, from_s, to_s),
        )


def _peak(lane: LaneTimeline, name: str) -> float | None:
    values = lane.column(name)
    known = values[~np.isnan(values)]
    return round(float(known.max()), 2) if known.size else None


def _generator(lane: LaneTimeline, from_s: float, to_s: float) -> GeneratorSummary:
    cpu, lag = (
        lane.values(name, from_s, to_s) for name in ("generator_cpu_percent", "send_lag_ms")
    )
    counts = lane.counts(from_s, to_s)
    # Within the stretch: what the generator's start took is no request's cost.
    cpu_s = np.ptp(spent) if (spent := lane.values("generator_cpu_s", from_s, to_s)).size else 0.0
    ended = counts.ok + counts.failed
    return GeneratorSummary(
        cpu_us_per_request=round(float(cpu_s) / ended * 1e6, 2) if ended else None,
        cpu_percent=round(float(cpu.mean()), 1) if cpu.size else 0.0,
        send_lag_ms_p99=round(float(np.quantile(lag, 0.99)), 3) if lag.size else 0.0,
        is_the_limit=lane.generator_limited(from_s, to_s) >= LIMITED_FRACTION,
    )
