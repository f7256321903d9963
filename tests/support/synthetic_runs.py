"""Finished races as a race would have left them, without a race."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict_fields import Verdict
from tests.support.synthetic_frames import Side, SyntheticFrames

if TYPE_CHECKING:
    from collections.abc import Mapping

ENVIRONMENT = {"cpu": "AMD EPYC", "python": "3.12.1", "versions": {"flask": "3.1.0"}}


def run(
    rate: float = 10.0,
    latency_ms: float = 50.0,
    seed: int = 1,
    plan: RacePlan | None = None,
    environment: "Mapping[str, object] | None" = None,
) -> RunRecord:
    """Twenty seconds with some noise; lane b stays as it is."""
    fabricator = SyntheticFrames(random=np.random.default_rng(seed))
    a = Side(per_tick=rate, latency_ms=latency_ms, jitter=0.5, spread=0.05)
    timeline = Timeline(datetime(2026, 11, 27, tzinfo=UTC))
    for frame in fabricator.frames(20, a, Side(per_tick=40, jitter=1, spread=0.05)):
        timeline.add(frame)
    timeline.end()
    return RunRecord(
        plan or RacePlan.default(),
        timeline,
        Verdict(),
        timeline.started_at,
        {**ENVIRONMENT, **(environment or {})},
    )
