"""Timelines made of synthetic frames, so that charts and pictures are tested without a race."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from msgspec.structs import replace

from loadgen.model.frame import (
    LANES,
    Frame,
    GeneratorSample,
    LaneFrame,
    LaneId,
    LaneStatus,
    Mark,
    Phase,
    Pinned,
)
from loadgen.model.histogram import LatencyHistogram, SparseHistogram
from loadgen.model.snapshot import TICK_S, Requests
from loadgen.timeline.timeline import Timeline
from servers.telemetry.messages import Ready, Setting, Telemetry


@dataclass
class SyntheticLane:
    """One lane: its rate per second and median latency in s at a time, and what is odd about it.

    ``sent_s`` is the median from the sending where it differs; ``void_s`` are the seconds between
    which the generator stands still.
    """

    rate: Callable[[float], float]
    median_s: Callable[[float], float]
    uss_mib: float | None = 40.0
    fails_at_s: float = np.inf
    limited: bool = False
    sent_s: Callable[[float], float] | None = None
    dropped_per_s: float = 0.0
    ceiling_per_s: float | None = None
    void_s: tuple[float, float] = (np.inf, np.inf)
    pinned: Pinned | None = None
    status: LaneStatus = field(default_factory=lambda: LaneStatus("running", "", 1000, 5000))

    @classmethod
    def steady(cls, rate: float, median_s: float, uss_mib: float | None = 40.0) -> "SyntheticLane":
        return cls(lambda at: rate, lambda at: median_s, uss_mib)


FLASK = SyntheticLane.steady(79, 0.8, 33.7)
FASTAPI = SyntheticLane.steady(1230, 0.052, 50.8)


def timeline(
    duration_s: float,
    a: SyntheticLane = FLASK,
    b: SyntheticLane = FASTAPI,
    marks: tuple[Mark, ...] = (),
    phase: Phase = "racing",
    block_s: float = 0.0,
) -> Timeline:
    """What ``frames`` makes of the same arguments."""
    made = Timeline()
    for frame in frames(duration_s, a, b, marks, phase, block_s):
        made.add(frame)
    return made


def frames(
    duration_s: float,
    a: SyntheticLane = FLASK,
    b: SyntheticLane = FASTAPI,
    marks: tuple[Mark, ...] = (),
    phase: Phase = "racing",
    block_s: float = 0.0,
) -> list[Frame]:
    """A run at ten frames a second, the same for the same arguments; ``phase`` is its last.

    With ``block_s`` the lanes take turns of so many seconds, a b, b a, ...
    """
    random, made = np.random.default_rng(1), list[Frame]()
    totals = dict.fromkeys(LANES, 0)
    ticks = round(duration_s / TICK_S)
    for seq in range(1, ticks + 1):
        at = seq * TICK_S
        lanes: dict[LaneId, LaneFrame] = {}
        turn, block = _turn(at, block_s)
        for lane, made_up in zip(LANES, (a, b), strict=True):
            lanes[lane] = _lane_frame(lane, made_up, at, totals, random)
            if turn not in (None, lane):
                lanes[lane] = _waiting(lanes[lane])
        now = tuple(mark for mark in marks if at - TICK_S < mark.at_s <= at + 1e-9)
        last = seq == ticks
        made.append(
            Frame(
                seq=seq,
                at_s=at,
                phase=phase if last else "racing",
                lanes=lanes,
                marks=now,
                turn=turn,
                block=block,
            )
        )
    return made


def _turn(at: float, block_s: float) -> tuple[LaneId | None, int | None]:
    if not block_s:
        return None, None
    block = int((at - TICK_S / 2) / block_s)
    return LANES[block % 2 ^ block // 2 % 2], block


def _waiting(lane: LaneFrame) -> LaneFrame:
    """Its server is idle, and nothing is sent."""
    return replace(
        lane,
        status=replace(lane.status, state="ready"),
        latency=SparseHistogram(),
        service=SparseHistogram(),
        interval_s=0.0,
    )


def _lane_frame(
    lane: LaneId,
    made_up: SyntheticLane,
    at: float,
    totals: dict[LaneId, int],
    random: np.random.Generator,
) -> LaneFrame:
    if at > made_up.fails_at_s:
        said = "The server stopped: exit 1. Start it again."
        status = LaneStatus("failed", said, names_lane=False)
        return LaneFrame(status=status, requests=Requests(sent=totals[lane], ok=totals[lane]))
    latency = _latency(made_up.rate(at), made_up.median_s(at), random)
    sent_s, service = made_up.sent_s, SparseHistogram()
    if sent_s is not None:
        service = _latency(made_up.rate(at), sent_s(at), random)
    totals[lane] += latency.count
    dropped = round(made_up.dropped_per_s * at)
    from_s, to_s = made_up.void_s
    return LaneFrame(
        status=made_up.status,
        requests=Requests(
            scheduled=totals[lane] + 64 + dropped,
            sent=totals[lane] + 64,
            ok=totals[lane],
            in_flight=64,
            dropped=dropped,
        ),
        service=service,
        valid=not from_s < at <= to_s,
        ceiling_per_s=made_up.ceiling_per_s,
        pinned=made_up.pinned,
        interval_s=TICK_S,
        latency=latency,
        server=_telemetry(at, made_up.uss_mib, random),
        generator=GeneratorSample(90.0 if made_up.limited else 31.0, at, 1.0, made_up.limited),
        announced=_ready(lane) if at <= TICK_S else None,
    )


def _latency(rate: float, median_s: float, random: np.random.Generator) -> SparseHistogram:
    histogram = LatencyHistogram()
    count = int(random.poisson(rate * TICK_S))
    slow = (random.random(count) < 0.02) * random.random(count)
    histogram.record(median_s * np.exp(0.06 * random.standard_normal(count) + slow))
    return histogram.sparse()


def _telemetry(at: float, uss_mib: float | None, random: np.random.Generator) -> Telemetry:
    wobble = float(random.standard_normal()) * 0.05
    return Telemetry(
        seq=round(at / TICK_S),
        at=at,
        cpu_s=at / 2,
        rss_mib=(uss_mib or 40.0) + 12 + wobble,
        uss_mib=None if uss_mib is None else uss_mib + wobble,
        processes=1,
        threads=5,
        in_progress=4,
    )


def _ready(lane: LaneId) -> Ready:
    if lane == "a":
        settings = (
            Setting("threads", "Threads", "4", "4"),
            Setting("connection_limit", "Connection limit", "8192", "100"),
            Setting("backlog", "Backlog", "4096", "1024"),
            Setting("access_log", "Access log", "off", "off"),
        )
        versions = {"Flask": "3.1.3", "waitress": "3.0.2", "Python": "3.11.7"}
    else:
        settings = (
            Setting("workers", "Workers", "1", "1"),
            Setting("loop", "Event loop", "uvloop", "auto"),
            Setting("http", "HTTP parser", "httptools", "auto"),
            Setting("access_log", "Access log", "off", "on"),
        )
        versions = {"FastAPI": "0.125.0", "uvicorn": "0.40.0", "Pydantic": "2.12.5"}
    name = "flask" if lane == "a" else "fastapi"
    return Ready(name, 1000, 5000, "nonce", settings, versions)
