"""The picture to take away: complete, legible, and the same each time."""

import itertools
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.picture import text as facts
from gui.picture.render import (
    HEIGHT,
    WIDTH,
    encode_picture,
    ensure_gui_application,
    png_bytes,
    render_picture,
    save_picture,
)
from gui.style.text_layout import Span, TextLayout, unbroken
from gui.style.theme import DARK, LIGHT, THEMES, Theme
from loadgen.export.fairness import PYTHON, FairnessRow
from loadgen.export.run_record import RunRecord
from loadgen.files.atomic_write import WriteError
from loadgen.model.frame import LANES
from loadgen.timeline.timeline import Timeline
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import scenario
from servers.telemetry.messages import Setting
from tests.gui.picture.synthetic_records import ENVIRONMENT, ODD, PLAN, record, text
from tests.support.image_colors import color_counts
from tests.support.synthetic_lanes import frames, timeline


@pytest.fixture(scope="module")
def race() -> RunRecord:
    return record(timeline(13, phase="ended"))


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("scale", [1, 2])
def test_a_picture_has_the_size_and_the_theme_that_were_asked_for(
    qtbot: QtBot, race: RunRecord, theme: Theme, scale: int
) -> None:
    image = render_picture(race, theme=theme, scale=scale)
    assert (image.width(), image.height()) == (WIDTH * scale, HEIGHT * scale)
    assert image.pixelColor(2, 2).name() == theme.background


def test_the_same_race_makes_the_same_picture(qtbot: QtBot, race: RunRecord) -> None:
    assert encode_picture(race, theme="dark") == encode_picture(race, theme="dark")
    assert encode_picture(race, theme="dark") != encode_picture(race, theme="light")


def test_what_both_servers_have_in_python_is_told_once(race: RunRecord) -> None:
    """With the machine: it would only make the type of both servers' settings smaller."""
    same = FairnessRow(group=PYTHON, key="python_build", title="Python build", a="O3", b="O3")
    other = FairnessRow(group=PYTHON, key="python_gil", title="GIL", a="on", b="off", differs=True)
    alone = FairnessRow(group=PYTHON, key="python_flags", title="Python flags", a="-O")

    class Told(RunRecord):
        fairness = (same, other, alone)

    told = Told(race.plan, race.timeline, race.verdict, race.started_at, ENVIRONMENT)
    assert "Python build O3" in text(facts.machine(told, LIGHT))
    settings = {lane: text(facts.lane_settings(told, lane, LIGHT)) for lane in LANES}
    assert "GIL on" in settings["a"]
    assert "Python flags -O" in settings["a"]
    assert "GIL off" in settings["b"]
    assert "Python build" not in "".join(settings.values())
    assert "GIL" not in text(facts.machine(told, LIGHT))


SERVICES = {
    "database": {"title": "SQLite 3.45.1 (stand-in)", "stands_in_because": "No space is left."},
    "cache": {"title": "Valkey 9.1.2"},
    "upstream": {"title": "Upstream"},
}


def test_it_names_what_stood_behind_both_servers(race: RunRecord) -> None:
    mixed = msgspec.structs.replace(
        PLAN, scenario="mixed", parameters=defaults(scenario("mixed").parameters)
    )
    made = replace(race, plan=mixed, environment=ENVIRONMENT | {"services": SERVICES})
    told = facts.machine(made, LIGHT)
    assert "SQLite 3.45.1 (stand-in)  ·  Valkey 9.1.2  ·  Faceoff's own upstream" in text(told)
    marked = [text([span]) for span in told if span.color == LIGHT.caution]
    assert marked == ["SQLite 3.45.1 (stand-in)"]
    assert "Valkey" not in text(facts.machine(replace(made, plan=PLAN), LIGHT))


def test_there_are_curves_in_both_colours_in_all_four_charts(qtbot: QtBot, race: RunRecord) -> None:
    image = render_picture(race, theme=LIGHT)
    for row, column in itertools.product(range(2), repeat=2):
        chart = image.copy(56 + 911 * column, 250 + 313 * row, 897, 310)
        assert {LIGHT.lane_a, LIGHT.lane_b} <= color_counts(chart).keys(), (row, column)


@pytest.mark.parametrize("run", ODD.values(), ids=ODD.keys())
def test_every_race_makes_a_picture(qtbot: QtBot, run: RunRecord) -> None:
    image = render_picture(run, theme=DARK)
    for edge in (image.copy(0, 0, WIDTH, 20), image.copy(0, HEIGHT - 12, WIDTH, 12)):
        colours = {edge.pixelColor(x, y).name() for x in range(0, WIDTH, 3) for y in range(12)}
        assert colours == {DARK.background}, "nothing runs off the picture"


def test_what_a_sceptic_wants_is_there(race: RunRecord) -> None:
    assert text(facts.heading(race, LIGHT)) == (
        "● Flask  vs  ■ FastAPI  ·  Wait on I/O  ·  50 ms wait  ·  closed, 64 users  ·  together"
    )
    assert text(facts.label(race, LIGHT)) == "Faceoff  ·  2026-11-22 16:40  ·  13 s"
    named = replace(race, environment=ENVIRONMENT | {"faceoff": "1.2.3"})
    assert text(facts.label(named, LIGHT)) == "Faceoff 1.2.3  ·  2026-11-22 16:40  ·  13 s"
    assert text(facts.verdict(race, LIGHT)) == race.verdict.headline
    assert text(facts.intervals(race, LIGHT)) == race.verdict.intervals
    assert race.verdict.evidence in text(facts.evidence(race, LIGHT))
    for lane, limit in race.verdict.limit.items():
        assert f"{race.plan.name(lane)}: {limit.sentence}" in text(facts.evidence(race, LIGHT))
    assert set(race.verdict.limit) == {"a", "b"}
    assert "≠◆ Connection limit 8192 (default 100)" in text(facts.lane_settings(race, "a", LIGHT))
    assert "≠ Threads 4  ·" in text(facts.lane_settings(race, "a", LIGHT))
    assert "uvicorn 0.40.0" in text(facts.lane_versions(race, "b", LIGHT))
    machine = text(facts.machine(race, LIGHT))
    assert all(part in machine for part in ("Long Name", "2 cores", "Linux", "3.11.7", "8.00 GiB"))


def test_the_emphasis_has_the_leader_s_colour(race: RunRecord) -> None:
    emphasis = [span for span in facts.verdict(race, DARK) if span.color == DARK.lane_b]
    assert [span.text for span in emphasis] == [unbroken(race.verdict.emphasis)]


def test_every_request_is_accounted_for_by_kind() -> None:
    run = timeline(1)
    lane = run.lane("a")
    lane.requests = msgspec.structs.replace(
        lane.requests,
        sent=1_234,
        ok=1_200,
        failed={"reset": 30, "status": 2},
        cancelled=2,
        in_flight=0,
    )
    assert text(facts.lane_totals(record(run), "a", LIGHT)) == (
        "1,234 sent  ·  1,200 ok  ·  32 failed (30 reset, 2 status)  ·  2 cancelled"
    )


def test_a_server_that_never_became_ready_says_so() -> None:
    assert "never became ready" in text(facts.lane_settings(record(Timeline()), "a", LIGHT))


def test_the_generator_as_the_limit_makes_a_band() -> None:
    run = ODD["generator the limit"]
    assert text(facts.caution(run, LIGHT)) == f"▲  {run.verdict.caution}"
    assert facts.caution(record(timeline(3)), LIGHT) == []


@pytest.mark.parametrize(("run", "banded"), [("generator the limit", True), ("one frame", False)])
def test_the_band_stands_above_the_charts(qtbot: QtBot, run: str, banded: bool) -> None:
    image = render_picture(ODD[run], theme=LIGHT)
    column = {image.pixelColor(WIDTH // 2, y).name() for y in range(110, 260)}
    assert (LIGHT.caution in column) == banded


def test_text_shrinks_to_its_lines_and_is_never_cut(qtbot: QtBot) -> None:
    spans = [Span("one two three four ", "#000000"), Span("five six seven", "#ff0000")]
    wide = TextLayout(spans, 40, 2000)
    narrow = TextLayout(spans, 40, 300, lines=2)
    tiny = TextLayout(spans, 40, 60, lines=1, smallest=20)
    assert (wide.lines, wide.size) == (1, 40)
    assert narrow.lines == 2
    assert narrow.size < 40
    assert tiny.lines > 1
    assert tiny.size == 20
    assert tiny.natural_width <= 60
    assert TextLayout([], 40, 100).height == 0


def test_a_picture_is_written_whole_or_not_at_all(
    qtbot: QtBot, race: RunRecord, tmp_path: Path
) -> None:
    path = tmp_path / "race.png"
    save_picture(path, race, theme=DARK)
    assert QImage(str(path)).width() == WIDTH
    with pytest.raises(WriteError):
        save_picture(tmp_path / "missing" / "race.png", race)
    assert [each.name for each in tmp_path.iterdir()] == ["race.png"]


def test_png_bytes_are_a_png(qtbot: QtBot) -> None:
    image = QImage(8, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    assert QImage.fromData(png_bytes(image)).size() == image.size()


def test_the_application_that_is_there_is_used(qapp: object) -> None:
    assert ensure_gui_application() is qapp


WITHOUT_A_WINDOW = """
from tests.gui.picture.synthetic_records import record
from tests.support.synthetic_lanes import timeline
from gui.picture.render import encode_picture
import sys
sys.stdout.buffer.write(encode_picture(record(timeline(3)), theme="dark", scale=1))
"""


@pytest.mark.process
def test_a_picture_needs_no_display() -> None:
    """Not even where one is named that is gone."""
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_A_WINDOW],
        env=environment | {"DISPLAY": ":9876"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert QImage.fromData(done.stdout).height() == HEIGHT


@pytest.mark.parametrize(("key", "shown"), [("orders", True), ("wait", False)])
def test_how_the_application_reads_bodies_stands_where_bodies_are_sent(
    key: str, shown: bool
) -> None:
    reads = Setting("app_unknown_fields", "Unknown fields", "refused in a body", "refused")
    flask, *others = frames(1)
    announced = flask.lanes["a"].announced
    assert announced is not None
    announced = msgspec.structs.replace(announced, settings=(*announced.settings, reads))
    lane = msgspec.structs.replace(flask.lanes["a"], announced=announced)
    run = Timeline()
    for each in (msgspec.structs.replace(flask, lanes=flask.lanes | {"a": lane}), *others):
        run.add(each)
    parameters = defaults(scenario(key).parameters)
    plan = msgspec.structs.replace(PLAN, scenario=key, parameters=parameters)
    said = text(facts.lane_settings(record(run, plan), "a", LIGHT))
    assert ("Unknown fields refused in a body (default refused)" in said) is shown
