"""Plots fill 70 % of their cards' width in window, stage and picture; empty ones have no stumps."""

import msgspec
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.charts import CHARTS
from gui.charts.chart_model import ChartModel, PaintStyle
from gui.charts.layout import PAD, Layout, lay_out
from gui.picture.layout_list import LAYOUTS
from gui.picture.picture_content import PictureContent
from gui.picture.render import render_image
from gui.style.theme import DARK, stage_factor
from loadgen.export.picture_layout import PictureLayout
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.timeline.timeline import Timeline
from tests.gui.picture.synthetic_records import record
from tests.support.synthetic_lanes import timeline

SHARE = 0.7
LONG_NAMES = msgspec.structs.replace(
    RacePlan.default(), lanes=dict.fromkeys("ab", LaneChoice.of("fastapi-def-once"))
)
PLANS = {"usual": RacePlan.default(), "long names": LONG_NAMES}
DESK = [(375, 155), (430, 220), (560, 320), (700, 380), (1_200, 700)]
"""Cards of windows from 1024 x 640 to 1920 x 1080, and one that is enlarged."""
SCREENS = [(1_280, 720), (1_366, 768), (1_920, 1_080), (3_840, 2_160)]


@pytest.fixture(scope="module")
def raced() -> Timeline:
    return timeline(12)


def plot_share(content: ChartModel, size: tuple[float, float], factor: float) -> float:
    """The plot's part of its card's width."""
    at = lay_out(QRectF(0, 0, *size), content, PaintStyle(DARK, factor))
    return at.plane.area.width() / size[0]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_it_is_large_at_the_desk_and_on_stage(raced: Timeline, plan: RacePlan) -> None:
    for kind in CHARTS:
        chart = kind(DARK)
        content = chart.content(raced, plan)
        chart.deleteLater()
        for size in DESK:
            assert plot_share(content, size, 1.0) >= SHARE, (kind, size)
        for width, height in SCREENS:
            half = (0.47 * width, 0.6 * height)  # two charts side by side
            assert plot_share(content, half, stage_factor(height)) >= SHARE, (kind, width)


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[Layout]:
    """The layouts of the charts that are painted."""
    found: list[Layout] = []

    def note(rect: QRectF, content: ChartModel, look: PaintStyle) -> Layout:
        found.append(lay_out(rect, content, look))
        return found[-1]

    monkeypatch.setattr("gui.charts.painting.lay_out", note)
    return found


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
@pytest.mark.parametrize("form", LAYOUTS, ids=lambda form: form.key)
def test_it_is_large_in_pictures(
    laid_out: list[Layout], form: PictureLayout, plan: RacePlan
) -> None:
    run = record(timeline(20, phase="ended"), plan)
    render_image(PictureContent(run=run, before=run), form)
    assert laid_out
    for each in laid_out:
        assert each.plane.area.width() >= SHARE * each.card.width()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("size", [(375, 155), (560, 320), (1_200, 700)])
def test_lines_of_an_empty_chart_reach_from_edge_to_edge(size: tuple[int, int]) -> None:
    """None ends at the text, and none is crossed by it."""
    chart = CHARTS[0](DARK)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.background))
    painter = QPainter(image)
    chart.render_into(painter, QRectF(0, 0, *size))
    painter.end()
    chart.deleteLater()
    card, inner = QColor(DARK.card), range(round(PAD) + 4, size[0] - round(PAD) - 4)
    lines = [
        y
        for y in range(40, size[1] - 16)
        if image.pixelColor(inner.start, y) != card or image.pixelColor(inner.stop - 1, y) != card
    ]
    assert len(lines) >= 2
    for y in lines:
        assert len({image.pixelColor(x, y).name() for x in inner}) == 1, y
