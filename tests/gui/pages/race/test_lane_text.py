"""What a lane reports, in words."""

import pytest
from msgspec.structs import replace

from gui.pages.race.lane_text import settings_words, state_words, totals_words, versions_words
from gui.style.text_layout import strong
from loadgen.model.frame import LaneFrame, LaneState
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.model.snapshot import Requests
from loadgen.timeline.timeline import Timeline
from servers.catalog.shop_scenario import SHOP_SCENARIO
from tests.support.every_case import every_case
from tests.support.fake_race_thread import frame, status

PLAN = RacePlan.default()


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (LaneChoice.of("flask"), "waitress · 4 threads"),
        (LaneChoice.of("flask", threads=1), "waitress · 1 thread"),
        (
            LaneChoice.of("flask-gunicorn", threads=1, workers=1),
            "gunicorn · gthread · 1 worker · 1 thread each",
        ),
        (LaneChoice.of("fastapi"), "uvicorn · async def"),
        (LaneChoice.of("fastapi", workers=3), "uvicorn · async def · 3 workers"),
    ],
)
def test_settings(choice: LaneChoice, words: str) -> None:
    assert settings_words(choice, PLAN.entry) == words


@pytest.mark.parametrize("stage", [0, 9])
def test_a_setting_with_words_of_its_own_is_said_by_them(stage: int) -> None:
    said = settings_words(LaneChoice.of("migration", stage=stage), SHOP_SCENARIO)
    assert f"stage {stage}" in said.split(" · ")


@every_case(
    ("state", "what", "stopping", "words"),
    [
        ("idle", "", False, "not started"),
        ("starting", "", False, "starting… 1.3 s"),
        ("restarting", "", False, "restarting… 1.3 s"),
        ("ready", "", False, "port 40123 · pid 4242"),
        ("running", "", False, "port 40123 · pid 4242"),
        ("running", "", True, "stopping…"),
        ("unresponsive", "", False, "not responding"),
        ("failed", "stopped (exit 1)", False, "stopped (exit 1)"),
        ("failed", "stopped (exit 1)", True, "stopped (exit 1)"),
        ("stopped", "", False, "stopped"),
    ],
)
def test_states(state: LaneState, what: str, stopping: bool, words: str) -> None:
    assert state_words(replace(status(state), what=what), 1.26, stopping) == words


def test_totals_and_versions() -> None:
    timeline = Timeline()
    timeline.add(frame(0.1))
    failing = Requests(sent=1240, ok=1200, failed={"reset": 30, "timeout": 0}, in_flight=10)
    timeline.add(frame(0.2, a=LaneFrame(status=status("running"), requests=failing)))
    parts, detail = totals_words(timeline, PLAN)
    assert parts == (
        strong("0 s"),
        "sent 1,544",
        "ok 1,440",
        "failed 30 (30 reset)",
        "cancelled 0",
        "in flight 74",
    )
    assert detail.splitlines()[0].startswith("Flask: sent 1,240, ok 1,200, failed 30 (30 reset)")
    assert versions_words(timeline) == ("Flask 3.1.3", "FastAPI 0.125.0")
