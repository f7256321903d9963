"""Run records made of synthetic timelines, and what the picture says of them."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec

from gui.style.text_layout import Span
from loadgen.export.run_record import RunRecord
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import Verdict, judge
from tests.support.synthetic_lanes import FASTAPI, FLASK, SyntheticLane, timeline

PLAN = RacePlan.default()
ENVIRONMENT = {
    "python": "3.11.7",
    "os": "Linux 6.1",
    "cpu": "A Processor With Quite A Long Name @ 2.40GHz",
    "cores": 2,
    "memory_mib": 8192,
    "versions": {"httpx": "0.28.1"},
}


def record(run: Timeline, plan: RacePlan = PLAN, verdict: Verdict | None = None) -> RunRecord:
    """The record of that run, with the verdict that follows from it unless one is given."""
    started = datetime(2026, 11, 22, 16, 40, tzinfo=UTC)
    return RunRecord(plan, run, verdict or judge(run, plan), started, ENVIRONMENT)


def text(spans: list[Span]) -> str:
    """The text of the spans, with plain spaces and hyphens."""
    return "".join(span.text for span in spans).replace("\u00a0", " ").replace("\u2011", "-")


LONG = (
    "A server with quite a long name answers 1,234× as many requests as another one whose name is "
    "no shorter; p99 is 1,000× lower than that; and on top of it all it holds 37.5× the memory, "
    "which is what this sentence had to say, and it takes more than one line to say it all."
)
ODD: dict[str, RunRecord] = {
    "nothing measured": record(Timeline()),
    "one frame": record(timeline(0.1)),
    "one lane failed": record(timeline(6, a=replace(FLASK, fails_at_s=2), phase="ended")),
    "generator the limit": record(timeline(6, b=replace(FASTAPI, limited=True))),
    "a long verdict": record(
        timeline(3), verdict=Verdict(sentence=LONG, emphasis="1,234×", evidence=LONG, leader="b")
    ),
    "extreme": record(
        timeline(3, SyntheticLane.steady(1, 1e-6), SyntheticLane.steady(20_000, 60, 9e5))
    ),
    "long names": record(
        timeline(3),
        msgspec.structs.replace(
            PLAN,
            lanes={"a": LaneChoice.of("fastapi-def"), "b": LaneChoice.of("fastapi-def")},
            parameters={"wait_ms": 10_000, "payload_bytes": 1_048_576},
            model=ClosedModel(4096),
        ),
    ),
}
"""Races that are unlike most, by what they are."""
