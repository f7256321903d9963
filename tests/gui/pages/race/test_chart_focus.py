"""A chart's curves are hidden by label or key, and a chart is enlarged to the whole page."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.charts.chart import Chart
from gui.charts.chart_model import Series
from gui.charts.labels import place_labels
from gui.pages.race.chart_board import ENLARGED
from gui.style.theme import CARD_RADIUS
from gui.window import MainWindow
from loadgen.recording.race_opening import RaceOpening
from tests.loadgen.recording.recorded import frames, write

pytestmark = pytest.mark.shared_window

LEFT_BUTTON = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    window.session.open_recorded(RaceOpening(write(tmp_path / "a.faceoff", frames(20.0))))
    qtbot.waitUntil(lambda: window.session.opened is not None)
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: window.race.charts[0].plot_edges[1] > 200)
    # Else the timer of the words might change the height of the lanes during a test.
    window.race._show_words()
    QApplication.processEvents()
    window.race.setFocus()
    return window


def click_label(chart: Chart, series: Series) -> None:
    assert chart._content is not None
    placed = place_labels(chart._layout, chart._content, chart.look)
    box = next(each.box for each in placed if each.curve.series == series)
    QTest.mouseClick(chart.viewport(), LEFT_BUTTON, pos=box.center().toPoint())


def labels(chart: Chart) -> str:
    return str(chart.accessibleDescription())


def test_a_click_on_a_label_hides_its_curve_and_another_shows_it(opened: MainWindow) -> None:
    throughput, latency = opened.race.board.time_charts[:2]
    before, top = labels(throughput), throughput.scale.shown[1]
    faster = max(
        (curve for curve in throughput._content.curves if curve.label_at),  # type: ignore[union-attr]
        key=lambda curve: curve.label_at[1] if curve.label_at else 0.0,
    )
    click_label(throughput, faster.series)
    assert throughput.hidden == {faster.series}
    assert f"{opened.session.shown.name(faster.lane)} hidden" in labels(throughput)
    assert throughput.scale.shown[1] < top
    assert latency.hidden == frozenset()
    assert opened.race.board.view.hidden == {"Throughput": {faster.series}}
    click_label(throughput, faster.series)
    assert (labels(throughput), throughput.scale.shown[1]) == (before, top)


def test_one_percentile_hides_and_the_crosshair_leaves_it_out(opened: MainWindow) -> None:
    latency = opened.race.board.time_charts[1]
    click_label(latency, ("a", "p99"))
    assert latency._content is not None
    shown = {curve.series for curve in latency._content.shown_curves}
    assert shown == {("a", "p50"), ("b", "p50"), ("b", "p99")}
    assert "p99 hidden" in labels(latency)


def test_the_plot_has_no_colour_of_a_hidden_lane(opened: MainWindow) -> None:
    chart = opened.race.board.time_charts[0]
    color = chart.look.theme.lane("b")

    def colored() -> int:
        image, area = chart.grab().toImage(), chart._plane.area.toRect().adjusted(5, 5, -20, -5)
        xs = range(area.left(), area.right())
        return sum(
            image.pixelColor(x, y).name() == color
            for x in xs
            for y in range(area.top(), area.bottom())
        )

    assert colored() > 100
    chart.set_hidden(frozenset({("b", "")}))
    assert colored() == 0


@pytest.mark.own_window
def test_the_key_lists_the_curves_of_the_chart_with_the_keyboard(opened: MainWindow) -> None:
    focus, latency = opened.race.board.focus, opened.race.board.time_charts[1]
    latency.setFocus()
    assert focus.active is latency
    QTest.keyClick(latency, Qt.Key.Key_D)
    assert focus.menu.isVisible()
    name = opened.session.shown.name("b")
    entry = next(each for each in focus.menu.actions() if each.text() == f"{name} p99")
    assert entry.isChecked()
    while focus.menu.activeAction() is not entry:
        QTest.keyClick(focus.menu, Qt.Key.Key_Down)
    QTest.keyClick(focus.menu, Qt.Key.Key_Return)
    assert latency.hidden == {("b", "p99")}
    assert not focus.menu.isVisible()


def test_a_double_click_on_the_title_gives_a_chart_the_page(
    qtbot: QtBot, opened: MainWindow
) -> None:
    race = opened.race
    memory = race.board.time_charts[2]
    height, title = memory.height(), QPoint(40, round(CARD_RADIUS) + 8)
    QTest.mouseDClick(memory.viewport(), LEFT_BUTTON, pos=title)
    assert race.rows.places == [memory]
    qtbot.waitUntil(lambda: memory.height() > 1.8 * height)
    assert memory.width() > 0.85 * race.width()
    for widget in (race.bar, race.panel, race.lanes):
        assert widget.isHidden()
    QTest.mouseDClick(memory.viewport(), LEFT_BUTTON, pos=title)
    assert len(race.rows.places) == 4
    qtbot.waitUntil(lambda: memory.height() < 1.3 * height)
    for widget in (race.bar, race.panel, race.lanes):
        assert not widget.isHidden()


@pytest.mark.own_window
@pytest.mark.parametrize("on_stage", [False, True])
def test_keys_enlarge_a_chart_and_bring_the_others_back(opened: MainWindow, on_stage: bool) -> None:
    opened.showFullScreen = opened.show  # type: ignore[method-assign]
    opened.set_stage(on_stage)
    race = opened.race
    before, latency = race.rows.places, race.board.time_charts[1]
    latency.setFocus()
    QTest.keyClick(latency, Qt.Key.Key_Return)
    assert race.rows.places == [latency]
    QTest.keyClick(latency, Qt.Key.Key_N)
    assert race.rows.places == [race.charts[2]]
    assert race.notice.text == ENLARGED
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert race.rows.places == before
    assert race.notice.text == ""
    assert opened.look.stage == on_stage
    latency.setFocus()
    QTest.keyClick(latency, Qt.Key.Key_E)
    assert race.rows.places == [latency]
    QTest.keyClick(latency, Qt.Key.Key_E)
    assert race.rows.places == before
