"""On stage: large plots and type at every size of the screen, and settings turned by keys."""

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.charts.chart import Chart
from gui.charts.layout import lay_out, x_ticks_gap
from gui.style.theme import SMALL
from gui.window import MainWindow
from loadgen.model.frame import LaneFrame
from loadgen.race.lane_status import server_ended
from servers.process.exit_outcome import Outcome
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZES = ((1024, 640), (1280, 720), (1366, 768), (1920, 1080), (3840, 2160))
DEAD = LaneFrame(status=server_ended(Outcome("crashed", 1), "Flask", ()))


def press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    modifiers = Qt.KeyboardModifier.NoModifier if held is None else held
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def charts(window: MainWindow) -> list[Chart]:
    return [chart for chart in window.race.findChildren(Chart) if chart.isVisible()]


def plot(chart: Chart) -> QRectF:
    assert chart._content is not None
    card = QRectF(0, 0, chart.width(), chart.height())
    return lay_out(card, chart._content, chart.look).plane.area


def places(window: MainWindow) -> list[tuple[QPoint, QSize]]:
    return [(chart.mapTo(window, QPoint()), chart.size()) for chart in charts(window)]


def pick(window: MainWindow, name: str) -> None:
    for _ in window.race.panel.sliders:
        press(window, Key.Key_S)
        if window.race.head.setting[0] == name:
            return
    pytest.fail(f"no key leads to {name}")


@pytest.fixture
def stage(
    window: MainWindow, bridge: FakeRaceThread, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    """A race on a stage."""
    monkeypatch.setattr(window, "showFullScreen", window.show)
    window.session.start()
    bridge.play(6)
    window.set_stage(True)
    return window


def resize(qtbot: QtBot, stage: MainWindow, size: tuple[int, int]) -> None:
    """To that of a screen, which the test platform's only one has not."""
    stage.resize(*size)
    qtbot.waitUntil(lambda: stage.look.height == size[1])
    QApplication.processEvents()


def the_plots_have_45_percent_of_the_screen_s_height(stage: MainWindow) -> None:
    shown = charts(stage)
    assert len(shown) == 2
    for chart in shown:
        assert plot(chart).height() >= 0.45 * stage.height()
    press(stage, Key.Key_V)
    (alone,) = charts(stage)
    QApplication.processEvents()
    assert plot(alone).height() >= 0.45 * stage.height()
    assert plot(alone).width() >= 0.6 * stage.width()
    for _ in range(2):  # all four, and two again
        press(stage, Key.Key_V)
    QApplication.processEvents()


def four_charts_share_45_percent_of_the_screen_s_height(stage: MainWindow) -> None:
    for _ in range(2):  # one, then all four
        press(stage, Key.Key_V)
    QApplication.processEvents()
    shown = charts(stage)
    assert len(shown) == 4
    for left in {chart.mapTo(stage, QPoint()).x() for chart in shown}:
        column = [chart for chart in shown if chart.mapTo(stage, QPoint()).x() == left]
        heights = [plot(chart).height() for chart in column]
        assert len(heights) == 2
        assert sum(heights) >= 0.45 * stage.height()
    for chart in shown:
        assert chart._content is not None
        at = lay_out(chart.rect().toRectF(), chart._content, chart.look)
        assert at.header.bottom() <= at.plane.area.top()
        numbers = QFontMetricsF(chart.look.font(SMALL + 0.5)).height()
        assert at.plane.area.bottom() + x_ticks_gap(chart.look) + numbers <= chart.height()
    everything_on_stage_is_on_the_screen(stage)
    no_type_is_smaller_than_2_2_percent_of_the_screen_s_height(stage)
    press(stage, Key.Key_V)
    QApplication.processEvents()


def no_type_is_smaller_than_2_2_percent_of_the_screen_s_height(stage: MainWindow) -> None:
    least = 0.022 * stage.height()
    words: list[QLabel | QAbstractButton] = [
        *stage.findChildren(QLabel),
        *stage.findChildren(QAbstractButton),
    ]
    shown = [each for each in words if each.isVisible() and each.text()]
    assert len(shown) > 4
    for widget in shown:
        assert widget.fontInfo().pixelSize() >= least, widget.text()
    for chart in charts(stage):
        assert chart.look.font(1).pixelSize() >= least
    assert stage.race.board.track.look.font(1).pixelSize() >= least
    assert stage.race.head.machine.look.px(SMALL) >= least


def everything_on_stage_is_on_the_screen(stage: MainWindow) -> None:
    for child in stage.race.findChildren(QWidget):
        if child.isVisible() and child.parentWidget() is not None and child.window() is stage:
            at = child.mapTo(stage, child.rect().bottomRight())
            assert at.x() < stage.width(), child
            assert at.y() < stage.height(), child


def nothing_moves_when_something_is_said(stage: MainWindow) -> None:
    before = places(stage)
    stage.race.say("The picture is saved.")
    press(stage, Key.Key_S)
    QApplication.processEvents()
    assert places(stage) == before


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_stage_of_any_size_can_be_read(
    qtbot: QtBot, stage: MainWindow, bridge: FakeRaceThread, size: tuple[int, int]
) -> None:
    """All rules on one window: to open it and bring it on stage takes most of the time."""
    resize(qtbot, stage, size)
    everything_on_stage_is_on_the_screen(stage)
    the_plots_have_45_percent_of_the_screen_s_height(stage)
    four_charts_share_45_percent_of_the_screen_s_height(stage)
    bridge.play(1, 6, a=DEAD)
    no_type_is_smaller_than_2_2_percent_of_the_screen_s_height(stage)
    nothing_moves_when_something_is_said(stage)


def test_v_shows_one_two_or_four_charts_and_n_the_next(window: MainWindow) -> None:
    window.set_stage(True)
    window.resize(1920, 1080)
    race, seen = window.race, []
    for key in (Key.Key_N, Key.Key_V, Key.Key_N, Key.Key_V, Key.Key_V):
        press(window, key)
        seen.append([n for n, chart in enumerate(race.charts) if chart.isVisible()])
    assert seen == [[2, 3], [2], [3], [0, 1, 2, 3], [2, 3]]
    window.set_stage(False)
    assert all(chart.isVisible() for chart in race.charts), "the desk has a number of its own"


def test_a_setting_is_picked_by_key_and_turned_by_arrows(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.set_stage(True)
    window.resize(1280, 720)
    head, session = window.race.head, window.session
    assert head.machine.isVisible()
    press(window, Key.Key_S)
    assert head.setting == ("Concurrency", "64")
    press(window, Key.Key_Right)
    assert session.closed.concurrency == 128
    assert head.setting[1].startswith("128")
    pick(window, "Flask: Threads")
    assert not head.machine.isVisible()
    press(window, Key.Key_Left)
    assert session.plan.lanes["a"].settings["threads"] == 2
    assert "2 threads" in window.race.title.whole
    press(window, Key.Key_S, SHIFT)
    assert head.setting == ("Payload", "0\N{NO-BREAK SPACE}bytes")
    press(window, Key.Key_Escape)
    assert head.setting == ("", "")
    assert window.look.stage, "Escape puts the setting away first"
    press(window, Key.Key_Escape)
    assert not window.look.stage


@every_case("size", SIZES, ids=str)
def test_the_value_is_large(qtbot: QtBot, stage: MainWindow, size: tuple[int, int]) -> None:
    resize(qtbot, stage, size)
    press(stage, Key.Key_S)
    head = stage.race.head
    assert head._value.isVisible()
    assert head._value.fontInfo().pixelSize() >= 0.045 * stage.height()
    assert head._value.geometry().right() < head.width()


def test_what_the_picked_setting_is_of_may_go(window: MainWindow) -> None:
    window.set_stage(True)
    pick(window, "Flask: Threads")
    window.session.set_variant("a", "fastapi")
    assert window.race.head.setting == ("", "")
    press(window, Key.Key_Right)
    press(window, Key.Key_S)
    assert window.race.head.setting[0] == "Concurrency"


def test_the_title_names_the_setting_that_matters(window: MainWindow) -> None:
    assert "Flask, 4 threads vs FastAPI" in window.race.title.whole


def test_at_the_desk_s_gives_the_slider_the_keyboard(window: MainWindow) -> None:
    race = window.race
    press(window, Key.Key_S)
    assert race.panel.concurrency.track.hasFocus()
    press(window, Key.Key_Right)
    assert window.session.closed.concurrency > 64


def test_where_four_charts_do_not_fit_on_stage_there_are_two(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "showFullScreen", window.show)
    window.set_stage(True)
    window.resize(1280, 720)
    for _ in range(2):
        press(window, Key.Key_V)
    assert len(charts(window)) == 4
    window.resize(910, 472)
    qtbot.waitUntil(lambda: len(charts(window)) == 2)

    def are_whole() -> bool:
        rows = [(chart, chart.parentWidget()) for chart in charts(window)]
        return all(row and row.rect().contains(chart.geometry()) for chart, row in rows)

    qtbot.waitUntil(are_whole)
