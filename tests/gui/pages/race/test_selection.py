"""Drag over a chart: that stretch is marked on all of them, and has a verdict of its own."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.charts.time_chart import TimeChart
from gui.window import MainWindow
from loadgen.model.load_plan import ClosedModel
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def raced(qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread) -> MainWindow:
    window.resize(1366, 768)
    window.session.start()
    bridge.play(30)
    window.race.board.draw(window.session.timeline, window.session.shown)
    qtbot.waitUntil(lambda: window.race.charts[0].plot_edges[1] > 200)
    return window


def place(chart: TimeChart, at_s: float) -> QPoint:
    plane = chart._plane
    return QPoint(round(plane.to_x(at_s)), round(plane.area.center().y()))


def drag(chart: TimeChart, from_s: float, to_s: float) -> None:
    QTest.mousePress(chart.viewport(), LEFT, pos=place(chart, from_s))
    QTest.mouseMove(chart.viewport(), place(chart, (from_s + to_s) / 2))
    QTest.mouseRelease(chart.viewport(), LEFT, pos=place(chart, to_s))


def throughput(window: MainWindow) -> TimeChart:
    chart = window.race.charts[0]
    assert isinstance(chart, TimeChart)
    return chart


def test_a_drag_selects_whole_seconds_and_shows_their_verdict(raced: MainWindow) -> None:
    drag(throughput(raced), 8.2, 21.9)
    selection = raced.session.selection
    assert selection.span == (8.0, 22.0)
    assert selection.verdict is not None
    assert selection.verdict.sentence.startswith("0:08 to 0:22: ")
    shown = raced.race.verdict.sentence.accessibleName()
    assert shown == selection.verdict.sentence
    assert selection.verdict.throughput_ratio is not None


def test_it_is_marked_on_every_chart_over_time(raced: MainWindow) -> None:
    raced.session.select(8, 20)
    over_time = [chart for chart in raced.race.charts if isinstance(chart, TimeChart)]
    assert len(over_time) >= 3
    assert all(chart._selection == (8.0, 20.0) for chart in over_time)
    spectrum = raced.race.charts[3]
    model = spectrum.shown._content
    assert model is not None
    assert "selected 12 s" in model.subtitle


def test_a_drag_to_the_left_is_the_same(raced: MainWindow) -> None:
    drag(throughput(raced), 20, 8)
    assert raced.session.selection.span == (8.0, 20.0)


def test_a_click_and_escape_clear_it(raced: MainWindow) -> None:
    before = raced.session.verdict
    for by_click in (True, False):
        raced.session.select(8, 20)
        if by_click:
            drag(throughput(raced), 5, 5.1)
        else:
            QTest.keyClick(QApplication.focusWidget() or raced, Qt.Key.Key_Escape)
        assert raced.session.selection.span is None
        assert raced.session.shown_verdict == before
        assert all(
            chart._selection is None for chart in raced.race.charts if isinstance(chart, TimeChart)
        )


def test_it_stays_as_it_is_while_the_race_goes_on(
    raced: MainWindow, bridge: FakeRaceThread
) -> None:
    raced.session.select(8, 20)
    said = raced.session.selection.verdict
    bridge.play(5, first_s=30)
    raced.session.judge()
    assert raced.session.shown_verdict == said


def test_another_race_has_none(raced: MainWindow, bridge: FakeRaceThread) -> None:
    raced.session.select(8, 20)
    raced.session.stop()
    bridge.ended.emit("")
    raced.session.start()
    assert raced.session.selection.span is None


def test_the_verdict_names_the_load_of_that_time(raced: MainWindow, bridge: FakeRaceThread) -> None:
    raced.session.set_load("concurrency", 8)
    bridge.play(5, first_s=30)
    assert raced.session.shown.model == ClosedModel(8)
    raced.session.select(8, 20)
    assert "64 users" in raced.session.shown_verdict.evidence
