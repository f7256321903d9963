"""R keeps the curves of now, and the verdict says before and now until it is pressed again."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.charts.chart_model import ChartModel, PaintStyle
from gui.charts.curves import COLUMN, thin
from gui.charts.layout import lay_out
from gui.charts.painting import paint
from gui.charts.reference_curves import place_name
from gui.charts.time_chart import TimeChart
from gui.pages.race.reference_control import NOT_YET
from gui.style.theme import DARK
from gui.window import MainWindow
from tests.support.fake_race_thread import FakeRaceThread
from tests.support.synthetic_lanes import FASTAPI, SyntheticLane, frames

pytestmark = pytest.mark.shared_window

KEY = Qt.Key.Key_R
SLOW, QUICK = SyntheticLane.steady(80, 0.8), SyntheticLane.steady(1000, 0.05)


def race(window: MainWindow, bridge: FakeRaceThread, a: SyntheticLane, seconds: float) -> None:
    if window.session.is_on:
        window.session.stop()
        bridge.ended.emit("")
    window.session.start()
    for frame in frames(seconds, a, FASTAPI):
        bridge.frame.emit(frame)
    window.race.board.draw(window.session.timeline, window.session.shown)


def said(window: MainWindow) -> str:
    return window.race.verdict.evidence.accessibleDescription()


def charts(window: MainWindow) -> list[TimeChart]:
    return window.race.board.time_charts


def model(chart: TimeChart) -> ChartModel:
    assert chart._content is not None
    return chart._content


@pytest.fixture(autouse=True)
def _active(qtbot: QtBot, window: MainWindow) -> None:
    """A window that is not active has no keys."""
    qtbot.waitUntil(window.isActiveWindow)


@pytest.fixture
def taken(window: MainWindow, bridge: FakeRaceThread) -> MainWindow:
    race(window, bridge, SLOW, 15)
    QTest.keyClick(window, KEY)
    return window


def test_before_and_now_stand_in_the_next_race_until_it_is_cleared(
    taken: MainWindow, bridge: FakeRaceThread
) -> None:
    assert said(taken).startswith("Flask: before 82.1/s (70.5 to 95.6), now 82.1/s (")
    race(taken, bridge, QUICK, 0.5)
    assert "now too little measured" in said(taken)
    race(taken, bridge, QUICK, 15)
    flask = said(taken).split(" · ")[0]
    before, now = flask.split(", now ")
    assert before == "Flask: before 82.1/s (70.5 to 95.6)"
    assert now.startswith(("1,0", "99", "98"))
    assert " to " in now
    QTest.keyClick(taken, KEY)
    assert "before" not in said(taken)


def test_the_curves_stay_behind_those_of_the_next_race(
    taken: MainWindow, bridge: FakeRaceThread
) -> None:
    kept = [curve.values for curve in model(charts(taken)[0]).reference]
    race(taken, bridge, QUICK, 10)
    for chart in charts(taken)[:3]:
        assert len(model(chart).reference) == len(model(chart).curves)
    shown = model(charts(taken)[0])
    for curve, values in zip(shown.reference, kept, strict=True):
        assert curve.values is not None
        assert values is not None
        assert np.array_equal(curve.values, values, equal_nan=True)
        assert curve.x[-1] == pytest.approx(15, abs=0.2)
    QTest.keyClick(taken, KEY)
    assert model(charts(taken)[0]).reference == ()


@pytest.mark.parametrize("width", [240, 900])
@pytest.mark.parametrize("factor", [1.0, 1.6])
def test_what_is_thin_is_named_within_the_plot_however_small(
    taken: MainWindow, width: int, factor: float
) -> None:
    content, look = model(charts(taken)[0]), PaintStyle(DARK, factor)
    at = lay_out(QRectF(0, 0, width * factor, 150 * factor), content, look)
    drawn = [thin(curve, at.plane, COLUMN) for curve in content.shown_curves]
    curves = [(points.x, points.middle) for points in drawn]
    name = place_name(at, look, [], curves)
    assert name.text == "thin: reference"
    assert at.plane.area.contains(name.box)
    for xs, ys in curves:
        inside = (xs >= name.box.left()) & (xs <= name.box.right())
        assert not ((ys[inside] > name.box.top()) & (ys[inside] < name.box.bottom())).any()
    taken_rows = place_name(at, look, [name.box], [])
    assert not taken_rows.box.intersects(name.box)


def test_the_reference_is_in_view_though_it_is_higher(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    race(window, bridge, SyntheticLane.steady(9000, 0.01), 12)
    QTest.keyClick(window, KEY)
    race(window, bridge, SLOW, 12)
    assert model(charts(window)[0]).y.high > 9000


def test_the_reference_is_painted(taken: MainWindow, bridge: FakeRaceThread) -> None:
    race(taken, bridge, QUICK, 12)
    chart = charts(taken)[0]

    def shot() -> QImage:
        image = QImage(600, 300, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint(painter, QRectF(0, 0, 600, 300), model(chart), chart.look)
        painter.end()
        return image

    with_it = shot()
    chart.clear_reference()
    assert shot() != with_it


def test_curves_of_another_measure_are_no_reference(
    taken: MainWindow, bridge: FakeRaceThread
) -> None:
    inside = charts(taken)[3]
    inside.refresh(taken.session.timeline, taken.session.shown)
    taken.session.set_inside(True)
    taken.session.set_measure("cpu")
    assert model(inside).reference == ()


@pytest.mark.own_window
def test_a_chart_behind_the_spectrum_has_the_curves_of_that_moment(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    race(window, bridge, SLOW, 6)
    window.session.set_inside(True)
    window.session.set_inside(False)
    for frame in frames(15, SLOW, FASTAPI)[60:]:
        bridge.frame.emit(frame)
    QTest.keyClick(window, KEY)
    window.session.set_inside(True)
    reference = model(charts(window)[3]).reference
    assert reference
    assert max(curve.x[-1] for curve in reference) == pytest.approx(15, abs=0.2)


@pytest.mark.own_window
def test_without_figures_there_is_no_reference(window: MainWindow, bridge: FakeRaceThread) -> None:
    race(window, bridge, SLOW, 2)
    QTest.keyClick(window, KEY)
    assert not window.race.reference.is_taken
    assert NOT_YET in window.race.notice.text
