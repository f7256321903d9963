"""The card without its plot, from an image: always what painting it again would show."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.charts import card
from gui.charts.axes import Tick
from gui.charts.card import CardImage, paint_card, tick_gap
from gui.charts.chart_model import ChartModel, PaintStyle
from gui.charts.latency import LatencyChart
from gui.charts.layout import lay_out
from gui.charts.painting import CardPainter
from gui.charts.text import text_width
from gui.style.style import Style
from gui.style.theme import DARK, LIGHT, REGULAR, SMALL
from loadgen.model.race_plan import RacePlan
from tests.gui.charts.runs import RUNS

SIZE = (600, 340)
STYLE = PaintStyle(DARK)


def painted(paint: CardPainter, content: ChartModel, look: PaintStyle, reserved: float) -> QImage:
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(look.theme.background))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    paint(painter, lay_out(QRectF(0, 0, *SIZE), content, look), content, look, reserved)
    painter.end()
    return image


@pytest.fixture
def shown(qapp: object) -> ChartModel:
    chart = LatencyChart()
    chart.resize(*SIZE)
    return chart.content(RUNS["12 s"], RacePlan.default())


def change_axis(content: ChartModel) -> ChartModel:
    return replace(content, y=replace(content.y, high=content.y.high + 1))


CHANGES: dict[str, Callable[[ChartModel], ChartModel]] = {
    "title": lambda of: replace(of, title="Another"),
    "subtitle": lambda of: replace(of, subtitle=("ms",)),
    "names": lambda of: replace(of, names={"a": "Flask on waitress", "b": "FastAPI"}),
    "notice": lambda of: replace(of, notice="generator-bound"),
    "lanes of the notice": lambda of: replace(of, notice="bound", notice_lanes=("Flask",)),
    "client": lambda of: replace(of, sender="stock httpx"),
    "title of x": lambda of: replace(of, x_title=("seconds of its turns", "s")),
    "events": lambda of: replace(of, events=of.events[:1]),
    "axis": change_axis,
    "time axis": lambda of: replace(of, x=replace(of.x, high=of.x.high + 2)),
    "no data": lambda of: replace(of, curves=()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_another_content_is_painted_again(
    shown: ChartModel, change: Callable[[ChartModel], ChartModel]
) -> None:
    image, changed = CardImage(), change(shown)
    before = painted(image.paint, shown, STYLE, 0)
    after = painted(image.paint, changed, STYLE, 0)
    assert before == painted(paint_card, shown, STYLE, 0)
    assert after == painted(paint_card, changed, STYLE, 0)
    assert after != before


@pytest.mark.parametrize(
    ("look", "reserved"), [(PaintStyle(LIGHT), 0), (PaintStyle(DARK, 1.6), 0), (STYLE, 200)]
)
def test_another_style_or_room_is_painted_again(
    shown: ChartModel, look: PaintStyle, reserved: float
) -> None:
    image = CardImage()
    painted(image.paint, shown, STYLE, 0)
    assert painted(image.paint, shown, look, reserved) == painted(paint_card, shown, look, reserved)


def test_what_stays_is_painted_once(
    qtbot: QtBot, shown: ChartModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    image, times = CardImage(), []
    monkeypatch.setattr(card, "_paint_frame", lambda *of: times.append(of))
    painted(image.paint, shown, STYLE, 0)
    painted(image.paint, replace(shown, curves=shown.curves[1:]), STYLE, 0)
    later = replace(shown.x, high=shown.x.high + 1)
    painted(image.paint, replace(shown, x=later), STYLE, 0)
    assert len(times) == 1


@pytest.mark.parametrize("height", [640, 768, 1080, 2160])
def test_the_longest_number_of_the_y_axis_fits_on_stage(shown: ChartModel, height: int) -> None:
    stage = Style(DARK, True, height)
    look = PaintStyle(DARK, stage.factor, stage.least_type)
    content = replace(shown, y=replace(shown.y, ticks=(Tick(1.0, "1.25k"),)))
    at = lay_out(QRectF(0, 0, height, height / 2), content, look)
    width = text_width("1.25k", look.font(SMALL + 0.5, REGULAR))
    assert width + tick_gap(at, look) <= at.plane.area.left() - at.card.left()
