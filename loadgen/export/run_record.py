"""Everything that is known of one race: what every exporter takes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

import msgspec

from loadgen.export.fairness import FairnessRow, table
from loadgen.export.frame_log import FrameLog
from loadgen.export.machine_info import describe
from loadgen.export.requirement_result import RequirementResult
from loadgen.model.frame import LANES, Frame
from loadgen.model.plan_log import FollowedPlan, PlanLog
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.row_merging import LEVELS, Level
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.failed_requests import failed_race
from loadgen.verdict.outage_text import failure
from loadgen.verdict.verdict import Verdict, judge


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One race. ``started_at`` has a zone.

    ``environment`` is what ``machine_info.describe`` says: ``python``, ``os``, ``cpu``, ``cores``,
    ``memory_mib``, and ``versions`` by name. ``frames`` are encoded, and empty where nobody kept
    them. ``plans`` are all that it followed, of which ``plan`` is the last; empty where the file
    that it was opened from has that one alone. ``requirements`` are those that it was held against.
    """

    plan: RacePlan
    timeline: Timeline
    verdict: Verdict
    started_at: datetime
    environment: Mapping[str, Any]
    frames: Collection[msgspec.Raw] = ()
    plans: tuple[FollowedPlan, ...] = ()
    requirements: tuple[RequirementResult, ...] = ()

    @classmethod
    def of(
        cls,
        plan: RacePlan,
        timeline: Timeline,
        frames: FrameLog | None = None,
        verdict: Verdict | None = None,
        plans: tuple[FollowedPlan, ...] | None = None,
    ) -> Self:
        """The race as it stands now, on this machine; judged now, where there is no verdict.

        Without ``plans`` it followed ``plan`` from its start on.
        """
        return cls(
            plan=plan,
            timeline=timeline,
            verdict=verdict or judge(timeline, plan),
            started_at=timeline.started_at,
            environment=describe(timeline),
            frames=frames.frames if frames else (),
            plans=PlanLog(plan).followed if plans is None else plans,
        )

    def with_own_timeline(self, levels: Sequence[Level] = LEVELS) -> Self:
        """The same race with a new time line, made of its frames, merged as ``levels`` say.

        For another thread: the one of a race that goes on changes with each frame.
        """
        timeline = Timeline(self.started_at, self.timeline.processors, levels=levels)
        decoder = msgspec.json.Decoder(Frame)
        for raw in self.frames:
            timeline.add(decoder.decode(raw))
        timeline.notes = self.timeline.notes
        return replace(self, timeline=timeline)

    @property
    def failure(self) -> str:
        """Why the race has failed.

        A lane did not answer until its end, or half of its requests failed. Empty where neither is
        so.
        """
        return failure(self.timeline, self.plan) or failed_race(self.timeline, self.plan)

    @property
    def fairness(self) -> tuple[FairnessRow, ...]:
        """The settings of both servers, as they reported them last."""
        a, b = (self.timeline.lane(id_).announced for id_ in LANES)
        return table(a, b, self.plan)
