"""What a picture says of the instrument: model, mode, client, ceiling, dropped, all intervals."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from gui.charts.view import View
from gui.picture import text as facts
from gui.picture.render import HEIGHT, WIDTH, render_picture
from gui.style.theme import DARK, LIGHT
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Pinned
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan
from tests.gui.picture.synthetic_records import record, text
from tests.support.synthetic_lanes import FASTAPI, FLASK, timeline

NOTICED = replace(FLASK, sent_s=lambda at: 0.05, dropped_per_s=7.0, ceiling_per_s=95_000.0)


def plan(**changes: Any) -> RacePlan:
    return msgspec.structs.replace(RacePlan.default(), **changes)


OPEN = plan(model=OpenModel(500, 200), client="httpx-shared")


@pytest.fixture(scope="module")
def open_race() -> RunRecord:
    return record(timeline(12, NOTICED, replace(FASTAPI, ceiling_per_s=1_400.0)), OPEN)


@pytest.fixture(scope="module")
def turns() -> RunRecord:
    pinned = replace(FLASK, pinned=Pinned((1,), (0,)))
    return record(timeline(40, pinned, block_s=2), plan(mode="turns", block_s=2))


def test_the_heading_says_how_load_was_made(open_race: RunRecord, turns: RunRecord) -> None:
    assert "open, 500/s, at most 200 in flight  ·  together" in text(
        facts.heading(open_race, LIGHT)
    )
    assert text(facts.heading(turns, LIGHT)).endswith("closed, 64 users  ·  turns of 2 s")


def test_what_was_predicted_is_a_line_in_the_picture(open_race: RunRecord, qtbot: QtBot) -> None:
    plain = render_picture(open_race, theme=LIGHT)
    predicted = render_picture(
        open_race, theme=LIGHT, view=View(expected={"a": 300.0, "b": 900.0}, expected_by="guess")
    )
    assert plain != predicted


def test_another_client_is_named_beside_the_program(open_race: RunRecord) -> None:
    spans = facts.label(open_race, LIGHT)
    assert text(spans).startswith("Faceoff  ·  sent by stock httpx, one client  ·  2026")
    assert [span.text for span in spans if span.color == LIGHT.caution] == [
        "sent by stock httpx, one client"
    ]


def test_what_was_dropped_is_counted(open_race: RunRecord, turns: RunRecord) -> None:
    totals = text(facts.lane_totals(open_race, "a", LIGHT))
    assert " scheduled  ·  " in totals
    assert "84 dropped" in totals
    assert "dropped" not in text(facts.lane_totals(turns, "a", LIGHT))


def test_the_sending_is_accounted_for(open_race: RunRecord, turns: RunRecord) -> None:
    assert text(facts.lane_instrument(open_race, "a", LIGHT)) == (
        "1 load generator: 31 % CPU, p99 1 ms late  ·  ceiling 95,000/s"
    )
    assert text(facts.lane_instrument(open_race, "b", LIGHT)).startswith("generator-bound")
    of_turns = text(facts.lane_instrument(turns, "a", LIGHT))
    assert "ceiling not calibrated" in of_turns
    assert "pinned: server on processor 1, generator on 0" in of_turns


def test_all_intervals_are_told(turns: RunRecord) -> None:
    told = text(facts.intervals(turns, LIGHT))
    assert told == turns.verdict.intervals
    for ratio in ("requests", "p50", "p95", "memory", "CPU per request"):
        assert ratio in told
    assert facts.intervals(record(timeline(3)), LIGHT) == []


def test_the_basis_is_the_window_s(qtbot: QtBot, open_race: RunRecord) -> None:
    shots = [
        render_picture(open_race, view=View(basis=basis)) for basis in ("schedule", "send", "both")
    ]
    assert shots[0] != shots[1] != shots[2] != shots[0]
    assert shots[0] == render_picture(open_race)


@pytest.mark.process
@pytest.mark.parametrize("which", ["open_race", "turns"])
def test_nothing_runs_off_the_picture(which: str, request: pytest.FixtureRequest) -> None:
    image = render_picture(request.getfixturevalue(which), theme=DARK, view=View(basis="both"))
    for edge in (image.copy(0, 0, WIDTH, 20), image.copy(0, HEIGHT - 12, WIDTH, 12)):
        colours = {edge.pixelColor(x, y).name() for x in range(0, WIDTH, 3) for y in range(12)}
        assert colours == {DARK.background}
