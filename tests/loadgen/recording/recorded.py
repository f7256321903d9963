"""Races for the tests of recording: frames without a race, and what a file needs beside them."""

import functools
from datetime import UTC, datetime
from pathlib import Path

from loadgen.model.frame import Frame
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_writer import RaceWriter
from loadgen.recording.records import Start, Stop
from loadgen.verdict.verdict_fields import Verdict
from tests.support.synthetic_frames import Side, SyntheticFrames

STARTED_AT = datetime(2026, 11, 27, 14, 3, 22, tzinfo=UTC)
STOP = Stop(id="one", environment={"faceoff": "0.1.0"}, verdict=Verdict(sentence="B leads."))


def start(plan: RacePlan | None = None) -> Start:
    return Start(
        id="one",
        started_at=STARTED_AT,
        plan=plan or RacePlan.default(),
        environment={"faceoff": "0.1.0", "usable_cores": 2.0},
    )


def frames(seconds: float = 3.0) -> list[Frame]:
    """With telemetry that is missing in one tick, a mark, and latencies that vary."""
    return list(_frames(seconds))


@functools.cache
def _frames(seconds: float) -> tuple[Frame, ...]:
    fabricator = SyntheticFrames()
    a, b = Side(spread=0.2, jitter=3), Side(per_tick=700, latency_ms=3, spread=0.5, service_ms=2)
    half = seconds / 2
    return (
        *fabricator.frames(half, a, b),
        *fabricator.frames(0.1, a, Side(silent=True)),
        *fabricator.frames(half, a, b, mark="threads 4 to 16"),
    )


def write(path: Path, frames: list[Frame], stop: Stop | None = STOP) -> Path:
    writer = RaceWriter(path, start())
    for frame in frames:
        writer.add(frame)
    if stop:
        writer.stop(stop)
    else:
        writer.close()
    return path
