"""One crosshair, pinned values, selection by keyboard and zoom, in all charts over time."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider
from pytestqt.qtbot import QtBot

from gui.charts.chart import Chart
from gui.charts.overlay import Overlay
from gui.pages.race.chart_interaction import ChartInteraction
from gui.window import MainWindow
from loadgen.recording.race_opening import RaceOpening
from tests.loadgen.recording.recorded import frames, write
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

LEFT, RIGHT, ESCAPE = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape
SHIFT = Qt.KeyboardModifier.ShiftModifier


LENGTH_S = 60.0


@pytest.fixture
def opened(qtbot: QtBot, module_window: MainWindow, tmp_path: Path) -> MainWindow:
    """A recorded race of a minute, opened once for all tests that leave it on the screen, and
    nothing of what was done with it.
    """
    window = module_window
    if window.session.opened is None or window.session.timeline.duration_s < LENGTH_S:
        path = write(tmp_path / "a.faceoff", frames(LENGTH_S))
        window.session.open_recorded(RaceOpening(path))
        qtbot.waitUntil(lambda: window.session.timeline.duration_s >= LENGTH_S)
        qtbot.waitUntil(lambda: window.session.opened is not None)
    window.session.selection.clear()
    window.set_stage(False)
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: window.race.charts[0].plot_edges[1] > 200)
    interaction(window).clear_all()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.race.setFocus()
    return window


def interaction(window: MainWindow) -> ChartInteraction:
    return window.race.interaction


def headline(window: MainWindow) -> str:
    return window.race.verdict.sentence.accessibleName()


def pixel(chart: Chart, at: float) -> QPoint:
    plane = chart._plane
    return QPoint(round(plane.to_x(at)), round(plane.area.center().y()))


def test_the_wheel_zooms_all_time_axes_around_the_pointer_and_a_double_click_goes_back(
    opened: MainWindow,
) -> None:
    board = opened.race.board
    chart = board.time_charts[0]
    whole = chart.span(opened.session.timeline)
    at = QPointF(pixel(chart, 40))
    wheel = QWheelEvent(
        at,
        chart.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.viewport(), wheel)
    low, high = chart.span(opened.session.timeline)
    assert high - low == pytest.approx((whole[1] - whole[0]) / 1.25**4)
    assert low < 40 < high
    assert pixel(chart, 40).x() == pytest.approx(at.x(), abs=2)
    assert {each.span(opened.session.timeline) for each in board.time_charts} == {(low, high)}
    assert (board.track.axis.low, board.track.axis.high) == (low, high)
    assert board.view.zoom == (low, high)
    QTest.mouseDClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert chart.span(opened.session.timeline) == whole
    assert chart.overlay.pinned is None


def test_another_race_has_no_crosshair_pin_or_zoom(opened: MainWindow, tmp_path: Path) -> None:
    interaction(opened).pin(10.0)
    interaction(opened).zoom_at(10.0, 2.0)
    opened.session.open_recorded(RaceOpening(write(tmp_path / "b.faceoff", frames(20.0))))
    assert interaction(opened).overlay == Overlay()
    assert interaction(opened).zoom is None


def test_a_drag_is_marked_in_all_charts_before_it_ends(opened: MainWindow) -> None:
    charts = opened.race.board.time_charts
    begin, end = pixel(charts[2], 9.6), pixel(charts[2], 20)
    QTest.mousePress(charts[2].viewport(), Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(charts[2].viewport(), end)
    for chart in charts:
        assert chart._selection == pytest.approx((9.6, 20), abs=0.3)
    assert opened.session.selection.span is None
    QTest.mouseMove(charts[2].viewport(), begin + QPoint(5, 0))
    QTest.mouseRelease(charts[2].viewport(), Qt.MouseButton.LeftButton, pos=begin + QPoint(5, 0))
    assert {chart._selection for chart in charts} == {None}


def test_one_crosshair_goes_through_all_charts_at_tenths_of_a_second(opened: MainWindow) -> None:
    charts = opened.race.board.time_charts
    QTest.mouseMove(charts[1].viewport(), QPoint(1, 1))
    QTest.mouseMove(charts[1].viewport(), pixel(charts[1], 30))
    at = charts[0].overlay.crosshair
    assert at == pytest.approx(30, abs=0.2)
    assert at is not None
    assert round(10 * at) == pytest.approx(10 * at)
    assert {chart.overlay.crosshair for chart in charts} == {at}
    assert charts[0]._content is not None
    assert charts[0]._content.write_x(12.34) == "12.3 s"
    assert charts[0]._content.write_x(150.52) == "2:30.5"


def test_a_click_pins_values_and_another_takes_them_away(opened: MainWindow) -> None:
    chart = opened.race.board.time_charts[0]
    viewport, at = chart.viewport(), pixel(chart, 20)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    assert opened.race.board.time_charts[2].overlay.pinned == pytest.approx(20, abs=0.2)
    QTest.mouseMove(viewport, at + QPoint(200, 0))
    assert chart.overlay.pinned == pytest.approx(20, abs=0.2)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    assert chart.overlay.pinned is None


def test_labels_of_a_zoomed_chart_stand_on_its_plot(opened: MainWindow) -> None:
    opened.session.select(10.0, 20.0)
    QTest.keyClick(opened, Qt.Key.Key_Z)
    chart = opened.race.board.time_charts[0]
    assert chart.span(opened.session.timeline) == (10.0, 20.0)
    assert chart._content is not None
    for curve in chart._content.curves:
        assert curve.label_at is not None
        assert 10.0 <= curve.label_at[0] <= 20.0


def test_arrows_move_the_crosshair_and_with_shift_select_a_stretch(
    qtbot: QtBot, opened: MainWindow
) -> None:
    race, chart = opened.race, opened.race.board.time_charts[0]
    for _ in range(3):
        QTest.keyClick(race, LEFT)
    at = chart.overlay.crosshair
    assert at is not None
    assert at == pytest.approx(interaction(opened).span[1] - 3 * 0.3, abs=0.06)
    QTest.keyClick(race, Qt.Key.Key_X)
    assert chart.overlay.pinned == at
    for _ in range(40):
        QTest.keyClick(race, LEFT, SHIFT)
    selected = (round(at - 12), round(at))
    assert opened.session.selection.span == selected
    assert headline(opened).startswith("0:47 to 0:59: FastAPI answers ")
    QTest.keyClick(race, RIGHT)
    assert chart._selection == selected
    QTest.keyClick(race, ESCAPE)
    assert opened.session.selection.span is None
    for gone in ("pinned", "crosshair"):
        assert getattr(chart.overlay, gone) is not None
        QTest.keyClick(race, ESCAPE)
        assert getattr(chart.overlay, gone) is None


def test_a_slider_that_has_the_keyboard_takes_the_arrows(opened: MainWindow) -> None:
    slider = opened.race.panel.load.main_slider.findChildren(QSlider)[0]
    slider.setFocus()
    before = slider.value()
    QTest.keyClick(slider, LEFT)
    assert slider.value() != before
    assert interaction(opened).overlay.crosshair is None


def test_held_axes_stand_still_while_the_race_goes_on(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread
) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    window.session.start()
    bridge.play(12)
    board, timeline = window.race.board, window.session.timeline
    board.draw(timeline, window.session.shown)
    held = board.time_charts[0].span(timeline)
    QTest.keyClick(window, Qt.Key.Key_H)
    assert not any(button.isChecked() for button in window.race.view.buttons)
    bridge.play(8, first_s=12)
    board.draw_live(timeline, window.session.shown)
    for chart in board.time_charts[:3]:
        assert (chart._plane.x.low, chart._plane.x.high) == held
    assert (board.track.axis.low, board.track.axis.high) == held
    QTest.keyClick(window, Qt.Key.Key_H)
    assert board.time_charts[0]._plane.x.high >= 20
    assert [button.isChecked() for button in window.race.view.buttons] == [True, False]


def test_escape_leaves_the_stage_though_the_pointer_is_on_a_chart(opened: MainWindow) -> None:
    opened.set_stage(True)
    chart = opened.race.board.time_charts[0]
    interaction(opened)._point(30.0)
    assert chart.overlay.crosshair == 30.0
    QTest.keyClick(opened, ESCAPE)
    assert not opened.look.stage
