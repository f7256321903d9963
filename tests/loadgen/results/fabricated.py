"""Frames as a race would have made them, without a race."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from loadgen.frame import (
    Frame,
    GeneratorSample,
    LaneFrame,
    LaneId,
    LaneState,
    LaneStatus,
    Mark,
    Phase,
)
from loadgen.histogram import LatencyHistogram
from loadgen.results.timeline import Timeline
from loadgen.snapshot import Requests
from servers.messages import Ready, Setting, Telemetry

READY = Ready(
    variant="flask",
    pid=42,
    port=50_000,
    nonce="n",
    settings=(Setting("threads", "Threads", "4", "4"),),
    versions={"flask": "3.1.0"},
)


@dataclass
class Side:
    """One lane's constant behaviour. ``jitter`` is the standard deviation of ``per_tick``."""

    per_tick: float = 10
    latency_ms: float = 50.0
    jitter: float = 0.0
    failed: int = 0
    state: LaneState = "running"
    text: str = ""
    rss: float = 40.0
    uss: float | None = 30.0
    generator_cpu: float = 10.0
    send_lag_ms: float = 0.5
    busy: int | None = None
    capacity: int | None = None
    queued: int | None = None
    silent: bool = False


@dataclass
class Fabricator:
    """Makes frames one after the other, ten a second; totals run on over calls of ``frames``."""

    seq: int = 0
    at_s: float = 0.0
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))
    totals: dict[LaneId, Requests] = field(
        default_factory=lambda: {"a": Requests(), "b": Requests()}
    )

    def frames(
        self, seconds: float, a: Side, b: Side, *, phase: Phase = "racing", mark: str = ""
    ) -> Iterator[Frame]:
        for n in range(round(seconds * 10)):
            self.seq += 1
            self.at_s = round(self.at_s + 0.1, 6)
            marks = (Mark(round(self.at_s - 0.1, 6), mark),) if mark and n == 0 else ()
            lanes: dict[LaneId, LaneFrame] = {"a": self._lane("a", a), "b": self._lane("b", b)}
            yield Frame(seq=self.seq, at_s=self.at_s, phase=phase, lanes=lanes, marks=marks)

    def _lane(self, id_: LaneId, side: Side) -> LaneFrame:
        flows = side.state in ("running", "unresponsive")
        ok = max(0, round(self.random.normal(side.per_tick, side.jitter))) if flows else 0
        histogram = LatencyHistogram()
        histogram.record(np.full(ok, side.latency_ms / 1000))
        failed = side.failed if flows else 0
        kinds = {"reset": failed} if failed else {}
        self.totals[id_] += Requests(sent=ok + failed, ok=ok, failed=kinds)
        sample = GeneratorSample(
            side.generator_cpu,
            self.at_s * side.generator_cpu / 100,
            side.send_lag_ms,
            side.generator_cpu > 85 or side.send_lag_ms > 10,
        )
        return LaneFrame(
            status=LaneStatus(side.state, side.text),
            requests=self.totals[id_],
            interval_s=0.0 if side.silent else 0.1,
            latency=histogram.sparse(),
            failed=failed,
            server=None if side.silent or not flows else self._server(side),
            generator=None if side.silent else sample,
        )

    def _server(self, side: Side) -> Telemetry:
        return Telemetry(
            seq=self.seq,
            at=1000 + self.at_s,
            cpu_s=self.at_s / 2,
            rss_mib=side.rss,
            uss_mib=side.uss,
            processes=1,
            threads=8,
            in_progress=3,
            busy=side.busy,
            capacity=side.capacity,
            queued=side.queued,
        )


def timeline(*parts: tuple[float, Side, Side]) -> Timeline:
    """A time line of stretches in which each lane behaves the same."""
    line, fabricator = Timeline(), Fabricator()
    for part in parts:
        for frame in fabricator.frames(*part):
            line.add(frame)
    return line
