"""Run records made of synthetic timelines, and what the picture says of them."""

from datetime import UTC, datetime

from gui.style.text_layout import Span
from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import Verdict, judge

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
