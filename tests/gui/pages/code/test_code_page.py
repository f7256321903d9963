"""The code under load, as a page and below the charts."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from gui.code_view import external_editor
from gui.code_view.code_view import CodeView
from gui.pages.code.code_page import CodePage
from gui.session.window_settings import load
from gui.window import MainWindow
from loadgen.model.frame import LANES
from loadgen.model.race_plan import LaneChoice, RacePlan
from servers.catalog.handler_source import source
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import scenario
from servers.catalog.variants import variant
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

Key = Qt.Key


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)


def opened_by(opened: list[Path]) -> Callable[[Path], str]:
    """An editor that opens whatever it gets."""

    def open_in_editor(path: Path) -> str:
        opened.append(path)
        return ""

    return open_in_editor


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window at its code page."""
    window.resize(1600, 900)
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Key.Key_2)
    qtbot.waitUntil(window.page(CodePage).isVisible)
    return window


def text(view: CodeView) -> list[str]:
    return view.toPlainText().split("\n")


def place(view: CodeView, words: str, column: int = 1) -> QPoint:
    """A point of the viewport in the middle of a character of these words."""
    cursor = QTextCursor(view.document().find(words))
    cursor.setPosition(cursor.selectionStart() + column)
    view.setTextCursor(cursor)
    box = view.cursorRect(cursor)
    return QPoint(box.left() + 3, box.center().y())


def test_both_handlers_stand_line_by_line(page: MainWindow) -> None:
    views = [page.page(CodePage).code.cards[lane].view for lane in LANES]
    flask, fastapi = map(text, views)
    assert len(flask) == len(fastapi)
    assert flask.index('@blueprint.get("/wait")') == fastapi.index('@router.get("/wait")')
    assert flask.index('    time.sleep(query["wait_ms"] / 1000)') == fastapi.index(
        "    await asyncio.sleep(wait_ms / 1000)"
    )


def test_they_scroll_together_and_begin_at_the_handler(qtbot: QtBot, page: MainWindow) -> None:
    page.resize(1200, 660)
    page.session.set_scenario("database")
    bars = [page.page(CodePage).code.cards[lane].view.verticalScrollBar() for lane in LANES]
    shown = page.page(CodePage).code.pair
    assert shown is not None
    qtbot.waitUntil(lambda: bars[0].value() == shown.handler.start - 2)
    assert bars[1].value() == bars[0].value()
    bars[1].setValue(3)
    assert bars[0].value() == 3


def test_it_follows_the_lanes_and_the_scenario(page: MainWindow) -> None:
    page.session.set_variant("a", "fastapi-blocking")
    page.session.set_scenario("cpu")
    card = page.page(CodePage).code.cards["a"]
    assert "count_primes_below" in card.view.toPlainText()
    pair = page.page(CodePage).code.pair
    assert pair is not None
    assert pair.left.title == "servers/apps/fastapi/cpu.py"


def test_a_lane_that_has_no_such_handler_says_so(page: MainWindow) -> None:
    page.session.set_plan(_with(page, "flask-manual", "orders"))
    card = page.page(CodePage).code.cards["a"]
    assert "order_errors" in card.view.toPlainText()
    assert card.open.isVisible()
    page.session.set_plan(_with(page, "flask-manual", "wait"))
    assert card.view.toPlainText() == "Flask by hand has no handler for “Wait on I/O”."
    assert not card.open.isVisible()


def test_of_a_mix_one_chooses_the_part(page: MainWindow) -> None:
    assert not page.page(CodePage).part.isVisible()
    page.session.set_scenario("mixed")
    assert page.page(CodePage).part.isVisible()
    page.page(CodePage).part.picked.emit("orders")
    assert "new_order.load" in page.page(CodePage).code.cards["a"].view.toPlainText()
    page.session.set_parameter("weight_orders", 0)
    assert "new_order.load" not in page.page(CodePage).code.cards["a"].view.toPlainText()


def test_a_name_tells_its_type(qtbot: QtBot, page: MainWindow) -> None:
    view = page.page(CodePage).code.cards["b"].view
    spot = place(view, "sleep(wait_ms", column=7)
    assert view.hint_at(spot).startswith("wait_ms: WaitMs\nWaitMs = Annotated[int")
    assert view.hint_at(place(view, "await asyncio")) == ""
    assert view.hint_at(QPoint(view.viewport().width() - 4, spot.y())) == ""
    spot = place(view, "sleep(wait_ms", column=7)
    event = QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.viewport(), event)
    assert "WaitMs = Annotated" in QToolTip.text()
    QToolTip.hideText()


def test_the_legend_explains_what_is_marked_and_nothing_else(page: MainWindow) -> None:
    legend = page.page(CodePage).legend
    assert all(f">{word}<" in legend.text() for word in ("route", "await", "blocks", "checks"))
    assert ">stalls<" not in legend.text()
    page.session.set_variant("b", "fastapi-blocking")
    assert ">stalls<" in legend.text()
    assert ">await<" not in legend.text()


def test_a_file_is_copied_whole_a_selection_without_fillers(page: MainWindow) -> None:
    card = page.page(CodePage).code.cards["a"]
    card.copy.click()
    path = source(variant("flask"), "wait")
    assert path is not None
    assert QGuiApplication.clipboard().text() == path.read_text("utf-8")
    assert page.page(CodePage).notice.text == "servers/apps/flask/wait.py was copied."
    other = page.page(CodePage).code.cards["b"].view
    other.selectAll()
    other.copy()
    mine = source(variant("fastapi"), "wait")
    assert mine is not None
    assert QGuiApplication.clipboard().text() == mine.read_text("utf-8").rstrip("\n")


def test_it_opens_in_the_editor(page: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(external_editor, "open_in_editor", opened_by(opened))
    page.page(CodePage).code.cards["b"].open.click()
    assert opened == [source(variant("fastapi"), "wait")]
    assert "opens in your editor" in page.page(CodePage).notice.text
    monkeypatch.setattr(external_editor, "open_in_editor", lambda path: "No program here opens it.")
    page.page(CodePage).code.cards["b"].open.click()
    assert page.page(CodePage).notice.text == "No program here opens it."


def test_on_stage_the_type_is_larger_and_the_margin_without_numbers(page: MainWindow) -> None:
    view = page.page(CodePage).code.cards["a"].view
    size, margin = view.font().pixelSize(), view.margin_width()
    page.set_stage(True)
    assert view.font().pixelSize() == round(size * page.look.factor) > size
    assert view.margin_width() < margin * page.look.factor
    assert not page.page(CodePage).code.cards["a"].copy.isVisible()
    page.set_stage(False)
    assert view.font().pixelSize() == size


def test_c_shows_the_handlers_below_the_charts(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1920, 1080)
    press(window, Key.Key_C)
    drawer = window.race.code
    assert drawer.isVisible()
    assert text(drawer.code.cards["a"].view)[0] == '@blueprint.get("/wait")'
    assert text(drawer.code.cards["b"].view)[0] == '@router.get("/wait")'
    qtbot.waitUntil(lambda: all(row.isVisible() for row in window.race.rows.rows))
    window.session.set_scenario("cpu")
    assert "count_primes_below" in drawer.code.cards["a"].view.toPlainText()
    press(window, Key.Key_C)
    assert not drawer.isVisible()


def test_where_there_is_little_room_the_code_takes_that_of_the_lower_charts(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(1366, 768)
    rows = window.race.rows.rows
    qtbot.waitUntil(lambda: [row.isVisible() for row in rows] == [True, True])
    press(window, Key.Key_C)
    assert [row.isVisible() for row in rows] == [True, False]
    press(window, Key.Key_C)
    assert [row.isVisible() for row in rows] == [True, True]


def test_the_drawer_is_no_higher_than_ten_rows(window: MainWindow) -> None:
    window.resize(1920, 1080)
    press(window, Key.Key_C)
    view = window.race.code.code.cards["a"].view
    window.session.set_scenario("database")
    assert view.blockCount() > 10
    assert view.height() < view.height_of(12)


def test_c_from_another_page_brings_the_race_with_its_code(page: MainWindow) -> None:
    press(page, Key.Key_C)
    assert page.pages.currentWidget() is page.race
    assert page.race.code.isVisible()
    press(page, Key.Key_2)
    press(page, Key.Key_C)
    assert page.race.code.isVisible()


def test_what_is_done_with_the_drawer_is_told_on_the_race_page(window: MainWindow) -> None:
    press(window, Key.Key_C)
    window.race.code.code.cards["a"].copy.click()
    assert window.race.notice.text == "servers/apps/flask/wait.py was copied."


@pytest.mark.own_window
def test_the_drawer_is_remembered(window: MainWindow, tmp_path: Path) -> None:
    press(window, Key.Key_C)
    assert window.remember() == ""
    settings, complaint = load(tmp_path / "settings.json")
    assert (settings.code_open, complaint) == (True, "")


def test_space_starts_the_race_from_the_code(page: MainWindow, bridge: FakeRaceThread) -> None:
    press(page, Key.Key_Space)
    assert bridge.verbs == ["start"]
    assert page.pages.currentWidget() is page.page(CodePage)


def _with(window: MainWindow, key: str, asked: str) -> RacePlan:
    plan = window.session.plan
    return msgspec.structs.replace(
        plan,
        lanes=plan.lanes | {"a": LaneChoice.of(key)},
        scenario=asked,
        parameters=defaults(scenario(asked).parameters),
    )
