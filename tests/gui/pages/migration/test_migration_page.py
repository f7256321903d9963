"""The page compares the stages without blocking the window, and says what went wrong."""

import asyncio
import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.pages.migration.migration_page import MigrationPage
from gui.session.migration_session import STAGES
from gui.window import MainWindow
from loadgen.migration import exchange, stage_races
from loadgen.migration.exchange import Answer, StageAnswers
from loadgen.migration.probes import PROBES
from loadgen.migration.stage_races import StageRace, StageSpeed
from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.bootstrap import Ratio
from tests.support.image_colors import color_counts

OnDone = Callable[[StageAnswers], None]


@pytest.fixture
def page(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MigrationPage:
    """Shown, with stages that answer at once: otherwise than before where a trap is open."""
    monkeypatch.setattr(exchange, "ask_stages", answer_at_once)
    window.rail.chosen.emit("migration")
    return window.page(MigrationPage)


def answers(stage: int, status: str) -> StageAnswers:
    all_alike = (Answer({"status": status}),) * len(PROBES)
    return StageAnswers(stage, all_alike, all_alike)


async def answer_at_once(
    stages: Sequence[int], open_traps: Collection[str], on_done: OnDone
) -> None:
    for each in stages:
        on_done(answers(each, "500" if open_traps and each > 1 else "200"))


async def hang(stages: Sequence[int], open_traps: Collection[str], on_done: OnDone) -> None:
    on_done(answers(0, "200"))
    on_done(answers(3, "200"))
    await asyncio.Event().wait()


def wait(qtbot: QtBot, page: MigrationPage) -> None:
    qtbot.waitUntil(lambda: not page.migration.is_running)


def test_before_it_says_what_it_will_show(page: MigrationPage) -> None:
    assert page.about.text().startswith("Compare the stages: a small shop moves")
    assert not page.table.isVisible()
    assert not page.save.isVisible()


def test_a_cell_says_who_answers_what_differs_and_by_which_code(
    qtbot: QtBot, page: MigrationPage
) -> None:
    page.traps.switches["errors"].click()
    page.compare.click()
    wait(qtbot, page)
    model = page.table.grid_model
    assert model.columnCount() == len(STAGES) - 1
    assert [cell.text for cell in model.grid.rows[0].cells[:2]] == ["Flask", "FastAPI 11/11"]
    for column in range(model.columnCount()):  # no text is cut
        assert page.table.columnWidth(column) >= page.table.sizeHintForColumn(column)
    assert (
        "Stage 1, Flask mounted in FastAPI: FastAPI answers 0 % of the traffic, 0 of 51 requests"
        in page.details.toPlainText()
    )
    assert "Open" in page.details.toPlainText()
    page.table.setCurrentIndex(model.index(0, 1))
    shown = page.details.toPlainText()
    assert "Read an item at stage 2, moved: read an item" in shown
    assert "status before: 200" in shown
    assert "+++ after/read.py" in shown


def test_a_switch_that_has_changed_since_is_said(qtbot: QtBot, page: MigrationPage) -> None:
    page.compare.click()
    wait(qtbot, page)
    assert page.about.text().startswith("Select a cell")
    page.traps.switches["hooks"].click()
    assert page.about.text().startswith("The switches have changed")


def test_cancelled_the_stages_that_answered_are_shown(
    qtbot: QtBot, page: MigrationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "ask_stages", hang)
    page.compare.click()
    qtbot.waitUntil(lambda: page.migration.answered == 2)
    assert page.about.text() == "Comparing stages: 2 of 10 answered."
    page.cancel.click()
    wait(qtbot, page)
    assert page.notice.text == "Cancelled: the stages that answered before are shown."
    assert page.table.grid_model.grid.columns == ("Stage 3",)


def test_flask_alone_is_no_result(
    qtbot: QtBot, page: MigrationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang_early(
        stages: Sequence[int], open_traps: Collection[str], on_done: OnDone
    ) -> None:
        on_done(answers(0, "200"))
        await asyncio.Event().wait()

    monkeypatch.setattr(exchange, "ask_stages", hang_early)
    page.compare.click()
    qtbot.waitUntil(lambda: page.migration.answered == 1)
    page.cancel.click()
    wait(qtbot, page)
    assert page.about.text().startswith("Compare the stages")
    assert page.notice.text.startswith("Cancelled before a stage had answered")
    assert not page.save.isVisible()


def test_a_race_and_the_stages_do_not_run_together(
    qtbot: QtBot, page: MigrationPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "ask_stages", hang)
    page.compare.click()
    window.session.start()
    wait(qtbot, page)
    assert page.notice.text == "A race was started: the other servers were stopped."
    page.migration.compare()
    assert page.notice.text.startswith("A race is on: stop it first")
    assert not page.migration.is_running


def speed(race: StageRace) -> StageSpeed:
    figures = {"throughput_per_second": Ratio(1_000.0, 980.0, 1_020.0)}
    both: dict[LaneId, dict[str, Ratio]] = {"a": figures, "b": figures}
    return StageSpeed(race, both, Ratio(1.0, 0.98, 1.02), None)


class RacesAtOnce:
    """In the place of the races: two of them end at once, the third never does."""

    def __init__(
        self,
        races: Sequence[StageRace],
        services: object,
        recording: object,
        on_race: Callable[[int, StageRace], None],
        on_speed: Callable[[StageSpeed], None],
    ) -> None:
        self._races, self._on_race, self._on_speed = races, on_race, on_speed
        self._cancelled = asyncio.Event()

    async def run(self) -> None:
        for number, each in enumerate(self._races[:2], 1):
            self._on_race(number, each)
            self._on_speed(speed(each))
        self._on_race(3, self._races[2])
        await self._cancelled.wait()

    def cancel(self) -> None:
        self._cancelled.set()


def test_stages_are_raced_and_what_came_stays(
    qtbot: QtBot, page: MigrationPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_races, "StageRaceSeries", RacesAtOnce)
    page.view.buttons[2].click()
    assert page.about.text().startswith("Race the stages: each against Flask alone")
    page.measure.click()
    qtbot.waitUntil(lambda: page.races.step is not None and page.races.step.number == 3)
    assert page.about.text().startswith("3 of 12: racing moved: list items against Flask alone")
    page.migration.compare()
    assert page.notice.text.startswith("Another page or view of this window runs servers")
    page.cancel.click()
    qtbot.waitUntil(lambda: not page.races.is_running)
    grid = page.table.grid_model.grid
    assert [row.title for row in grid.rows] == [
        "Flask alone",
        "Flask mounted in FastAPI",
        "moved: read an item",
    ]
    assert grid.rows[2].cells[0].text == "1,000 (980 to 1,020)"
    page.table.setCurrentIndex(page.table.grid_model.index(2, 0))
    assert page.stage == 2
    path = tmp_path / "migration.json"
    page.saving.write(path, page.forms()[".json"][1])
    qtbot.waitUntil(lambda: page.notice.text == f"Saved as {path}.")
    assert [each["key"] for each in json.loads(path.read_text("utf-8"))["speeds"]] == [
        "stage-1",
        "stage-2",
    ]
    page.traps.switches["pool"].click()
    assert page.about.text().startswith("The switches have changed: race the stages again")
    page.view.buttons[0].click()
    page.compare.click()
    wait(qtbot, page)
    page.saving.write(path, page.forms()[".json"][1])
    qtbot.waitUntil(lambda: json.loads(path.read_text("utf-8"))["stages"] != [])
    saved = json.loads(path.read_text("utf-8"))
    assert (saved["open_traps"], saved["raced_traps"]) == (["pool"], [])


def test_the_selected_stage_is_raced_live(
    qtbot: QtBot, page: MigrationPage, window: MainWindow
) -> None:
    page.traps.switches["pool"].click()
    page.compare.click()
    wait(qtbot, page)
    page.table.setCurrentIndex(page.table.grid_model.index(0, 3))
    assert page.race.toolTip() == "Race Flask alone against stage 4, moved: create an item, live."
    page.race.click()
    plan = window.session.plan
    assert window.session.is_on
    assert window.race.isVisible()
    assert (plan.scenario, plan.mode) == ("shop", "together")
    assert [plan.lanes[lane].settings["stage"] for lane in LANES] == [0, 4]
    assert [plan.lanes[lane].settings["pool"] for lane in LANES] == [0, 1]
    page.race_live()
    assert page.notice.text == "A race is on: stop it first."


def test_a_recorded_race_is_not_played_in_the_place_of_a_stage(
    page: MigrationPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as played:
        played.setattr(window.session, "replay", SimpleNamespace(is_whole_window=False))
        page.race_live()
    assert page.notice.text.startswith("This race was recorded and cannot be changed")
    assert not window.session.is_on
    assert page.isVisible()


def test_what_handlers_break_on_is_listed_without_a_server(page: MigrationPage) -> None:
    page.view.buttons[1].click()
    assert page.about.text().startswith("0 of 12 handlers of the scenarios run unchanged")
    rows = {row.title: row.cells[1].text for row in page.table.grid_model.grid.rows}
    assert rows["Hello"] == "request: RuntimeError, no request context: 500"
    page.table.setCurrentIndex(page.table.grid_model.index(0, 1))
    assert "Hello: hello\nrequest: RuntimeError" in page.details.toPlainText()
    assert not page.compare.isVisible()


def test_a_migration_is_a_picture(qtbot: QtBot, page: MigrationPage) -> None:
    page.compare.click()
    wait(qtbot, page)
    image = QImage.fromData(page.forms()[".png"][1]())
    assert (image.width(), image.height()) == (1920, 1080)
    assert len(color_counts(image)) > 20


def test_closing_the_window_ends_what_runs(
    page: MigrationPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "ask_stages", hang)
    page.compare.click()
    window.close()
    assert not page.migration.is_running


def test_what_came_is_saved(qtbot: QtBot, page: MigrationPage, tmp_path: Path) -> None:
    page.compare.click()
    wait(qtbot, page)
    path = tmp_path / "migration.json"
    page.saving.write(path, page.forms()[".json"][1])
    qtbot.waitUntil(lambda: page.notice.text == f"Saved as {path}.")
    assert len(json.loads(path.read_text("utf-8"))["stages"]) == len(STAGES) - 1
    page.saving.write(tmp_path / "no folder" / "migration.md", page.forms()[".md"][1])
    qtbot.waitUntil(lambda: page.notice.text != f"Saved as {path}.")
    assert "no folder" in page.notice.text
