"""What is said of a lane that failed, in its own words."""

import pytest

from loadgen.model.race_plan import RacePlan
from loadgen.verdict.verdict import judge
from tests.support.synthetic_frames import Side, timeline

PLAN = RacePlan.default()
SIDE = Side(per_tick=120, latency_ms=60)


@pytest.mark.parametrize(
    ("text", "names_lane", "said"),
    [
        ("FastAPI server stopped (exit 1).", True, "FastAPI server stopped (exit 1)."),
        ("It stopped.", False, "FastAPI: It stopped."),
        # A library's own words may hold the name.
        ("No FastAPI here.", False, "FastAPI: No FastAPI here."),
        ("", True, "FastAPI: It failed."),
    ],
)
def test_the_lane_is_named_once(text: str, names_lane: bool, said: str) -> None:
    failed = Side(per_tick=0, state="failed", text=text, names_lane=names_lane)
    verdict = judge(timeline((4, SIDE, SIDE), (4, SIDE, failed)), PLAN)
    assert verdict.kind == "outage"
    assert verdict.sentence == (f"{said} Flask goes on; there is nothing to compare it with.")
