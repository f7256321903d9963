"""A chart that is added to the catalogue is on the page and in the picture without more entries."""

from typing import ClassVar

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

import gui.charts
from gui.charts import PLACES
from gui.charts.memory import MemoryChart
from gui.picture.render import HEIGHT, WIDTH, chart_places, render_picture
from gui.session.window_settings import Settings
from gui.window import MainWindow
from tests.gui.picture.synthetic_records import record
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread
from tests.support.synthetic_lanes import timeline

TOP, BOTTOM = 200.0, 800.0


class AddedChart(MemoryChart):
    """Takes part like any other chart, and records where pictures place it."""

    title = "Added"
    pause_s = 0.0
    painted: ClassVar[list[QRectF]] = []

    def render_into(self, painter: QPainter, rect: QRectF, factor: float = 1.0) -> None:
        self.painted.append(rect)
        super().render_into(painter, rect, factor)


@pytest.fixture(params=[0, len(PLACES)], ids=["first", "last"])
def _added(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    at: int = request.param
    monkeypatch.setattr(gui.charts, "PLACES", (*PLACES[:at], (AddedChart,), *PLACES[at:]))
    AddedChart.painted.clear()


@pytest.mark.usefixtures("_added")
def test_an_added_chart_is_on_the_page(qtbot: QtBot) -> None:
    bridge = FakeRaceThread()
    window = MainWindow(bridge, Settings(), None)
    qtbot.addWidget(window)
    (chart,) = (each for each in window.race.charts if isinstance(each, AddedChart))
    window.session.start()
    bridge.play(4.0)
    window.race.board.draw(window.session.timeline, window.session.shown)
    drawn = chart.content(window.session.timeline, window.session.shown)
    assert {curve.lane for curve in drawn.curves} == {"a", "b"}
    assert window.race.board.rows.isAncestorOf(chart)


@pytest.mark.usefixtures("_added")
def test_an_added_chart_is_in_the_picture(qtbot: QtBot) -> None:
    render_picture(record(timeline(13, phase="ended")))
    (place,) = AddedChart.painted
    assert QRectF(0, 0, WIDTH, HEIGHT).contains(place)


@every_case("count", range(1, 9))
def test_places_of_charts_fill_the_room_without_overlap(count: int) -> None:
    places = chart_places(count, TOP, BOTTOM)
    assert len(places) == count
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[:n])
    assert min(each.top() for each in places) == TOP
    assert max(each.bottom() for each in places) == pytest.approx(BOTTOM)
    right = max(each.right() for each in places)
    assert places[-1].right() == pytest.approx(right)


def test_four_charts_are_two_by_two() -> None:
    places = chart_places(4, TOP, BOTTOM)
    assert {(each.width(), each.height()) for each in places} == {(897.0, 293.0)}
    assert places[0].topLeft().toTuple() == (56.0, TOP)
    assert places[3].topLeft().toTuple() == (967.0, 507.0)
