"""What both servers run with, as they told it: before the race, in it, and after a restart."""

import msgspec
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.pages.fairness.fairness_page import FairnessPage
from gui.window import MainWindow
from loadgen.model.frame import LaneFrame, LaneId
from servers.telemetry.messages import Ready, Setting
from tests.support.fake_race_thread import FakeRaceThread, frame, running

pytestmark = pytest.mark.shared_window

FLASK = Ready(
    "flask",
    71,
    4001,
    "n",
    (
        Setting("threads", "Threads", "8", "4"),
        Setting("validation", "Validation", "marshmallow", "none"),
        Setting("access_log", "Access log", "off", "off"),
    ),
    {"Flask": "3.1.3"},
)
FASTAPI = Ready(
    "fastapi",
    72,
    4002,
    "n",
    (
        Setting("validation", "Validation", "Pydantic", "Pydantic"),
        Setting("access_log", "Access log", "off", "on"),
    ),
    {"FastAPI": "0.165.0"},
)


def announcing(lane: LaneId, ready: Ready) -> LaneFrame:
    return msgspec.structs.replace(running(lane, 0.1), announced=ready)


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window at its fairness page, before the first race."""
    window.resize(1600, 900)
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_3)
    assert window.page(FairnessPage).isVisible()
    return window


def race(page: MainWindow, bridge: FakeRaceThread) -> None:
    page.session.start()
    bridge.frame.emit(frame(0.1, a=announcing("a", FLASK), b=announcing("b", FASTAPI)))


def row(page: MainWindow, title: str) -> list[str]:
    """What stands beside that title, from left to right."""
    body = page.page(FairnessPage).table.area.widget()
    assert body is not None
    labels = [each for each in body.findChildren(QLabel) if each.isVisible()]
    (head,) = (each for each in labels if each.accessibleName() == title)
    band = QRect(0, head.geometry().center().y(), body.width(), 1)
    beside = [each for each in labels if each.geometry().intersects(band)]
    return [each.accessibleName() for each in sorted(beside, key=lambda each: each.x())]


def test_before_the_race_it_teaches_what_will_stand_there(page: MainWindow) -> None:
    assert page.page(FairnessPage).summary.text().startswith("After the first start")
    assert row(page, "Access log") == [
        "Access log",
        "A line for every request costs both time and disk.",
    ]
    assert "default" not in page.page(FairnessPage).table.text


def test_in_the_race_it_tells_what_is_in_force(page: MainWindow, bridge: FakeRaceThread) -> None:
    race(page, bridge)
    means = "What checks the input before the handler sees it."
    assert row(page, "Validation") == [
        "the lanes differ",
        "Validation",
        "◆ marshmallow (default none)",
        "Pydantic",
        means,
    ]
    assert row(page, "Access log")[:3] == ["Access log", "off", "◆ off (default on)"]
    assert row(page, "Threads")[:4] == ["the lanes differ", "Threads", "◆ 8 (default 4)", "–"]
    assert row(page, "Process")[:3] == ["Process", "71", "72"]
    assert row(page, "FastAPI")[:3] == ["FastAPI", "–", "0.165.0"]
    assert page.page(FairnessPage).summary.text() == (
        "2 of 5 entries differ between the lanes; not the framework's default: "
        "2 on Flask, 1 on FastAPI."
    )


def test_it_tells_what_the_server_said_not_what_was_chosen(
    page: MainWindow, bridge: FakeRaceThread
) -> None:
    race(page, bridge)
    page.session.set_setting("a", "threads", 64)
    assert "◆ 8 (default 4)" in row(page, "Threads")
    anew = msgspec.structs.replace(
        FLASK, pid=99, settings=(Setting("threads", "Threads", "64", "4"),)
    )
    bridge.frame.emit(frame(0.2, a=announcing("a", anew)))
    assert "◆ 64 (default 4)" in row(page, "Threads")
    assert "99" in row(page, "Process")


def test_nothing_is_built_while_nobody_looks(window: MainWindow, bridge: FakeRaceThread) -> None:
    race(window, bridge)
    assert "71" not in window.page(FairnessPage).table.text
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_3)
    assert "71" in window.page(FairnessPage).table.text


def test_where_it_is_narrow_the_meaning_goes_into_the_tooltip(
    page: MainWindow, bridge: FakeRaceThread
) -> None:
    race(page, bridge)
    page.resize(1200, 700)
    assert row(page, "Access log") == ["Access log", "off", "◆ off (default on)"]
    body = page.page(FairnessPage).table.area.widget()
    assert body is not None
    (title,) = (each for each in body.findChildren(QLabel) if each.text() == "Access log")
    assert title.toolTip().startswith("A line for every request")
    assert page.page(FairnessPage).table.area.horizontalScrollBar().maximum() == 0


def test_heads_stand_above_their_columns(
    qtbot: QtBot, page: MainWindow, bridge: FakeRaceThread
) -> None:
    race(page, bridge)
    table = page.page(FairnessPage).table

    def left(words: str) -> int:
        (label,) = (each for each in table.findChildren(QLabel) if words in each.text())
        return label.mapTo(table, label.rect().topLeft()).x()

    def apart() -> int:
        return abs(left("0.165.0") - left("■ FastAPI"))

    qtbot.waitUntil(lambda: apart() <= 2)
    page.resize(1200, 660)
    qtbot.waitUntil(lambda: apart() <= 2)


def test_space_starts_the_race_from_here(page: MainWindow, bridge: FakeRaceThread) -> None:
    QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Space)
    assert bridge.verbs == ["start"]


def test_only_what_differs_is_shown_where_that_is_wanted(
    page: MainWindow, bridge: FakeRaceThread
) -> None:
    shown = page.page(FairnessPage)
    assert not shown.only_marked.isVisible()
    race(page, bridge)

    def titles() -> set[str]:
        body = shown.table.area.widget()
        assert body is not None
        return {each.accessibleName() for each in body.findChildren(QLabel) if each.isVisible()}

    assert {"Threads", "Validation", "Access log", "Process"} <= titles()
    shown.only_marked.click()
    assert {"Threads", "Validation", "Access log"} <= titles()
    assert "Process" not in titles()
    shown.only_marked.click()
    assert "Process" in titles()
