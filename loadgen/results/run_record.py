"""Everything that is known of one race: what every exporter takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loadgen.experiments.race_plan import RacePlan
from loadgen.results.timeline import Timeline
from loadgen.results.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One race. ``started_at`` has a zone; ``environment`` is what ``environment.describe`` says:
    ``python``, ``os``, ``cpu``, ``cores``, ``memory_mib`` and ``versions`` (name to version)."""

    plan: RacePlan
    timeline: Timeline
    verdict: Verdict
    started_at: datetime
    environment: Mapping[str, Any]
