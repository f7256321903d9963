"""The slide: one chart and two figures in large type, to be read where it is a quarter as wide."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gui.charts import Chart
from gui.charts.latency import LatencyChart
from gui.charts.throughput import ThroughputChart
from gui.picture import slide_text, text
from gui.picture.layout_list import layout
from gui.picture.picture_content import PictureContent, picture_chart
from gui.picture.slide_text import LaneFigure, lane_figures
from gui.style.text_layout import Span, TextLayout, unbroken
from gui.style.theme import SEMIBOLD, with_alpha

WIDTH, HEIGHT = layout("slide").width, layout("slide").height
USUAL_TYPE, LEAST_TYPE = 40.0, 36.0
"""Of what is to be read at a distance: 9 to 10 pixels where the slide is a quarter as wide."""
SMALL_PRINT = 20.0

_MARGIN, _GAP = 64.0, 28.0
_INNER = WIDTH - 2 * _MARGIN
_FIGURES = 540.0
"""The width of the column of figures."""
_VALUE = 136.0
_CHART_FACTOR = 2.8


@dataclass(frozen=True, slots=True)
class _Paragraph:
    spans: Sequence[Span]
    size: float
    smallest: float = LEAST_TYPE
    lines: int = 1
    gap: float = 6.0

    def layout(self, width: float) -> TextLayout:
        return TextLayout(
            self.spans,
            self.size,
            width,
            lines=self.lines,
            smallest=self.smallest,
            line_height=1.24,
        )


def paint_slide(painter: QPainter, content: PictureContent) -> None:
    """Paint it at scale 1."""
    top = _paint_head(painter, content) + _GAP
    bottom = _paint_small_print(painter, content) - _GAP
    figures = lane_figures(content.run)
    column = QRectF(_MARGIN, top, _FIGURES, bottom - top)
    _paint_figures(painter, figures, content, column)
    left = column.right() + _GAP
    chart = picture_chart(chart_kind(figures), content)
    painter.save()
    place = QRectF(left, top, _MARGIN + _INNER - left, bottom - top)
    chart.render_into(painter, place, _CHART_FACTOR)
    painter.restore()
    chart.deleteLater()


def chart_kind(figures: Sequence[LaneFigure]) -> type[Chart]:
    """The chart of what the figures are of."""
    return ThroughputChart if figures[0].kind.percentile is None else LatencyChart


def _paint_head(painter: QPainter, content: PictureContent) -> float:
    """Returns where it ends."""
    run, theme = content.run, content.theme
    top = 44.0
    for each in (
        _Paragraph(text.heading(run, theme), USUAL_TYPE),
        _Paragraph(slide_text.title(content), 66, 48, lines=2, gap=8),
        _Paragraph(slide_text.below_title(content), USUAL_TYPE),
    ):
        top = _paint_paragraph(painter, each, top)
    caution = text.caution(run, theme)
    if not caution:
        return top
    told = _Paragraph(caution, USUAL_TYPE).layout(_INNER - 40)
    band = QRectF(_MARGIN + 1, round(top) + 9, _INNER - 2, round(told.height) + 20)
    painter.setPen(QPen(QColor(theme.caution), 2))
    painter.setBrush(with_alpha(theme.caution, 0.12))
    painter.drawRoundedRect(band, 14, 14)
    told.paint(painter, _MARGIN + 20, band.top() + 10)
    return band.bottom()


def _paint_paragraph(painter: QPainter, paragraph: _Paragraph, top: float) -> float:
    laid_out = paragraph.layout(_INNER)
    laid_out.paint(painter, _MARGIN, top)
    return top + laid_out.height + (paragraph.gap if laid_out.lines else 0.0)


def _paint_small_print(painter: QPainter, content: PictureContent) -> float:
    """For who asks how: what happened, the machine, and the command. Returns where it begins."""
    run, theme = content.run, content.theme
    label = TextLayout(text.label(run, theme), SMALL_PRINT, _INNER, right=True)
    room = _INNER - label.natural_width - 30
    lines = [
        TextLayout(spans, SMALL_PRINT, width, smallest=17)
        for spans, width in (
            (text.happened(run, theme, content.view), _INNER),
            (slide_text.command(run, theme), _INNER),
            (text.machine(run, theme), room),
        )
    ]
    top = HEIGHT - 36 - sum(line.height + 4 for line in lines if line.lines)
    begin = top
    for line in lines:
        line.paint(painter, _MARGIN, top)
        if line is lines[-1]:
            label.paint(painter, _MARGIN, top)
        top += line.height + 4 if line.lines else 0.0
    return begin


def _paint_figures(
    painter: QPainter, figures: Sequence[LaneFigure], content: PictureContent, column: QRectF
) -> None:
    run, theme = content.run, content.theme
    each_height = column.height() / len(figures)
    for n, figure in enumerate(figures):
        value = Span(figure.value, theme.lane(figure.lane), SEMIBOLD)
        what = [Span(f"  {figure.kind.title}", theme.muted)]
        name = TextLayout(
            [*slide_text.lane_name(run, figure.lane, theme), *what],
            USUAL_TYPE,
            column.width(),
            smallest=LEAST_TYPE,
        )
        interval = TextLayout(
            [Span(unbroken(figure.interval), theme.text)],
            USUAL_TYPE,
            column.width(),
            smallest=LEAST_TYPE,
        )
        room = each_height - name.height - interval.height - 16
        large = TextLayout([value], min(_VALUE, room / 1.15), column.width(), line_height=1.1)
        top = column.top() + n * each_height
        for line in (name, large, interval):
            line.paint(painter, column.left(), top)
            top += line.height
