"""Frames as a race would have made them, without a race."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from loadgen.model.frame import (
    Frame,
    GeneratorSample,
    LaneFrame,
    LaneId,
    LaneState,
    LaneStatus,
    Mark,
    Phase,
)
from loadgen.model.histogram import BUCKETS, SparseHistogram, bucket_of
from loadgen.model.snapshot import Requests
from loadgen.timeline.timeline import Timeline
from servers.telemetry.messages import Ready, Setting, Telemetry

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
    """One lane's constant behaviour.

    ``jitter`` is the standard deviation of ``per_tick``, ``spread`` that of the logarithm of
    latency. ``sticky`` is how much of a tick's deviations lives on in the next, 0..1. ``cpu`` is
    the part of a core that the server uses. ``service_ms`` is latency from the sending, where it is
    not the same. ``backlog_per_tick`` arrivals are added to those that wait. ``stood_still_s`` is
    set where the generator was stopped for so long.
    """

    per_tick: float = 10
    latency_ms: float = 50.0
    jitter: float = 0.0
    spread: float = 0.0
    sticky: float = 0.0
    service_ms: float | None = None
    dropped: int = 0
    backlog_per_tick: float = 0.0
    cpu: float = 0.5
    ceiling: float | None = None
    stood_still_s: float = 0.0
    failed: int = 0
    state: LaneState = "running"
    text: str = ""
    names_lane: bool = True
    rss: float = 40.0
    uss: float | None = 30.0
    generator_cpu: float = 10.0
    send_lag_ms: float = 0.5
    busy: int | None = None
    capacity: int | None = None
    queued: int | None = None
    silent: bool = False


@dataclass
class SyntheticFrames:
    """Makes frames one after the other, ten a second; totals run on over calls of ``frames``."""

    seq: int = 0
    at_s: float = 0.0
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))
    block: int = 0
    cpu_s: dict[LaneId, float] = field(default_factory=lambda: {"a": 0.0, "b": 0.0})
    deviations: dict[LaneId, tuple[float, float]] = field(
        default_factory=lambda: {"a": (0.0, 0.0), "b": (0.0, 0.0)}
    )
    totals: dict[LaneId, Requests] = field(
        default_factory=lambda: {"a": Requests(), "b": Requests()}
    )

    def frames(
        self, seconds: float, a: Side, b: Side, *, phase: Phase = "racing", mark: str = ""
    ) -> Iterator[Frame]:
        for n in range(round(seconds * 10)):
            yield self._frame(a, b, phase=phase, mark=mark if n == 0 else "")

    def turns(
        self, blocks: int, block_s: float, a: Side, b: Side, *, spoiled: tuple[int, ...] = ()
    ) -> Iterator[Frame]:
        """ABBA, with a pause of two ticks after each block; ``spoiled`` are told at the end."""
        waits = Side(state="ready")
        for n in range(blocks):
            turn: LaneId = "a" if n % 4 in (0, 3) else "b"
            now = (a, waits) if turn == "a" else (waits, b)
            for _ in range(round(block_s * 10)):
                yield self._frame(*now, turn=turn, block=self.block)
            for _ in range(2):
                yield self._frame(waits, waits)
            self.block += 1
        yield self._frame(waits, waits, spoiled_blocks=spoiled)

    def _frame(
        self,
        a: Side,
        b: Side,
        *,
        phase: Phase = "racing",
        mark: str = "",
        turn: LaneId | None = None,
        block: int | None = None,
        spoiled_blocks: tuple[int, ...] = (),
    ) -> Frame:
        self.seq += 1
        self.at_s = round(self.at_s + 0.1, 6)
        lanes: dict[LaneId, LaneFrame] = {"a": self._lane("a", a), "b": self._lane("b", b)}
        return Frame(
            seq=self.seq,
            at_s=self.at_s,
            phase=phase,
            lanes=lanes,
            marks=(Mark(round(self.at_s - 0.1, 6), mark),) if mark else (),
            turn=turn,
            block=block,
            spoiled_blocks=spoiled_blocks,
        )

    def _lane(self, id_: LaneId, side: Side) -> LaneFrame:
        flows = side.state in ("running", "unresponsive")
        rate_off, latency_off = self._deviate(id_, side.sticky)
        wanted = round(side.per_tick + side.jitter * rate_off)
        ok = max(0, wanted) if flows else 0
        factor = float(np.exp(side.spread * latency_off))
        failed, dropped = (side.failed, side.dropped) if flows else (0, 0)
        kinds = {"reset": failed} if failed else {}
        waits = round(side.backlog_per_tick * self.seq) - round(
            side.backlog_per_tick * (self.seq - 1)
        )
        due = ok + failed + dropped + waits
        self.totals[id_] += Requests(
            scheduled=due, sent=ok + failed, ok=ok, failed=kinds, dropped=dropped, waiting=waits
        )
        self.cpu_s[id_] += side.cpu / 10 if flows else 0.0
        sample = GeneratorSample(
            side.generator_cpu,
            self.at_s * side.generator_cpu / 100,
            side.send_lag_ms,
            side.generator_cpu > 85 or side.send_lag_ms > 10,
        )
        service = SparseHistogram()
        if side.service_ms is not None:
            service = _histogram(ok, side.service_ms * factor)
        interval_s = side.stood_still_s or (0.1 if flows else 0.0)
        return LaneFrame(
            status=LaneStatus(side.state, side.text, names_lane=side.names_lane),
            requests=self.totals[id_],
            interval_s=0.0 if side.silent else interval_s,
            latency=_histogram(ok, side.latency_ms * factor),
            service=service,
            valid=not side.stood_still_s,
            failed=failed,
            server=None if side.silent or not flows else self._server(id_, side),
            generator=None if side.silent else sample,
            ceiling_per_s=side.ceiling,
        )

    def _deviate(self, id_: LaneId, sticky: float) -> tuple[float, float]:
        """Of a first-order autoregression with a standard deviation of 1, for rate and latency."""
        rate, latency = self.deviations[id_]
        new = self.random.normal(size=2) * np.sqrt(1 - sticky**2)
        self.deviations[id_] = (sticky * rate + new[0], sticky * latency + new[1])
        return self.deviations[id_]

    def _server(self, id_: LaneId, side: Side) -> Telemetry:
        return Telemetry(
            seq=self.seq,
            at=1000 + self.at_s,
            cpu_s=self.cpu_s[id_],
            rss_mib=side.rss,
            uss_mib=side.uss,
            processes=1,
            threads=8,
            in_progress=3,
            busy=side.busy,
            capacity=side.capacity,
            queued=side.queued,
        )


def _histogram(count: int, latency_ms: float) -> SparseHistogram:
    """Of as many equal latencies; a ``LatencyHistogram`` on the way takes ten times as long."""
    if not count:
        return SparseHistogram()
    seconds = latency_ms / 1000
    bucket = int(bucket_of(np.array([seconds]))[0])
    if bucket == BUCKETS:
        return SparseHistogram((), (), count, seconds)
    return SparseHistogram((bucket,), (count,), 0, seconds)


def timeline(*parts: tuple[float, Side, Side]) -> Timeline:
    """A time line of stretches in which each lane behaves the same."""
    line, fabricator = Timeline(), SyntheticFrames()
    for part in parts:
        for frame in fabricator.frames(*part):
            line.add(frame)
    return line
