"""The poster: all of a race on one picture, complete enough that a sceptic believes it.

From top to bottom: who raced and what was asked, the verdict with its evidence, a band when the
load generator was the limit, the charts, both lanes' settings and totals, the machine, and the
command that repeats the race.
"""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

import gui.charts
from gui.charts import Chart
from gui.charts.view import View
from gui.picture import slide_text, text
from gui.picture.layout_list import layout
from gui.picture.picture_content import PictureContent, picture_chart
from gui.style.text_layout import Span, TextLayout
from gui.style.theme import CARD_RADIUS, SEMIBOLD, Theme, with_alpha
from gui.widgets.machine_painting import paint_bar, paint_words
from loadgen.export.picture_layout import POSTER
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, LaneId
from loadgen.timeline.machine_text import MachineShare

WIDTH, HEIGHT = layout(POSTER).width, layout(POSTER).height
"""Pixels at scale 1."""

_MARGIN = 56.0
_GAP = 14.0
_INNER = WIDTH - 2 * _MARGIN
_COLUMN = (_INNER - _GAP) / 2
_LEAST_CHART = 200.0
_LEAST_TOTALS = 12.5
_SETTINGS = 4
"""Lines for each server's settings; only where they do not fit type gets small."""
_USE_HEIGHT, _LEAST_BAR = 22.0, 300.0
_TYPE = 1.2
"""A picture is looked at smaller than a window."""


def paint_poster(painter: QPainter, content: PictureContent) -> None:
    """Paint it at scale 1."""
    run, theme, view = content.run, content.theme, content.view
    top = _paint_head(painter, content)
    bottom = _paint_foot(painter, run, theme)
    bottom = _paint_events(painter, run, theme, view, bottom)
    kinds = [place[0] if view.inside is None else place[-1] for place in gui.charts.PLACES]
    _paint_charts(painter, [picture_chart(kind, content) for kind in kinds], (top, bottom))


def _paint_head(painter: QPainter, content: PictureContent) -> float:
    """Returns where the head ends."""
    run, theme = content.run, content.theme
    label = TextLayout(text.label(run, theme), 18, _INNER, right=True)
    room = _INNER - label.natural_width - 40
    heading = TextLayout(text.heading(run, theme), 21, room, smallest=14)
    top = 34.0
    heading.paint(painter, _MARGIN, top)
    label.paint(painter, _MARGIN, top + (heading.size - label.size) * 0.5)
    top += heading.height + 6
    if content.title:
        own = TextLayout([Span(content.title, theme.text, SEMIBOLD)], 44, _INNER, lines=2)
        own.paint(painter, _MARGIN, top)
        top += own.height + 6
    size = 30 if content.title else 44
    verdict = TextLayout(
        text.verdict(run, theme), size, _INNER, smallest=0.86 * size, line_height=1.2
    )
    if verdict.lines > 1:
        verdict = TextLayout(
            text.verdict(run, theme), 0.86 * size, _INNER, lines=2, smallest=20, line_height=1.2
        )
    intervals = text.intervals(run, theme)
    for paragraph, gap in (
        (verdict, 4.0),
        *([(TextLayout(intervals, 20, _INNER, lines=2, smallest=15), 4.0)] if intervals else []),
        (TextLayout(text.evidence(run, theme), 19, _INNER, lines=2, smallest=14), 4.0),
    ):
        paragraph.paint(painter, _MARGIN, top)
        top += paragraph.height + gap
    return _paint_caution(painter, run, theme, top + 8)


def _paint_caution(painter: QPainter, run: RunRecord, theme: Theme, top: float) -> float:
    spans = text.caution(run, theme)
    if not spans:
        return top
    told = TextLayout(spans, 18, _INNER - 40, lines=2, smallest=14)
    # On half pixels its line is sharp.
    band = QRectF(_MARGIN + 0.5, round(top) + 0.5, _INNER - 1, round(told.height) + 16)
    painter.setPen(QPen(QColor(theme.caution), 1))
    painter.setBrush(with_alpha(theme.caution, 0.12))
    painter.drawRoundedRect(band, 10, 10)
    told.paint(painter, _MARGIN + 20, top + 8)
    return band.bottom() + 12


def _paint_events(
    painter: QPainter, run: RunRecord, theme: Theme, view: View, bottom: float
) -> float:
    """What happened, by the numbers on the charts, and which stretch they show.

    Returns where it begins.
    """
    spans = text.happened(run, theme, view)
    if not spans:
        return bottom
    told = TextLayout(spans, 15, _INNER, lines=2, smallest=11)
    top = bottom - told.height
    told.paint(painter, _MARGIN, top)
    return top - 8


def chart_places(count: int, top: float, bottom: float) -> list[QRectF]:
    """The rectangles of ``count`` charts, in pixels at scale 1, in reading order.

    Two rows share the height between ``top`` and ``bottom``, which head and foot leave; more charts
    make more columns, and a row with fewer charts has wider ones.
    """
    columns = max(2, math.ceil(count / 2))
    rows = [min(columns, count - n) for n in range(0, count, columns)]
    height = max((bottom - top - _GAP) / 2, _LEAST_CHART)
    if len(rows) == 1:
        height = 2 * height + _GAP
    places = []
    for row, in_row in enumerate(rows):
        width = (_INNER - _GAP * (in_row - 1)) / in_row
        y = top + row * (height + _GAP)
        places += [QRectF(_MARGIN + n * (width + _GAP), y, width, height) for n in range(in_row)]
    return places


def _paint_charts(painter: QPainter, charts: Sequence[Chart], between: tuple[float, float]) -> None:
    for chart, place in zip(charts, chart_places(len(charts), *between), strict=True):
        painter.save()
        chart.render_into(painter, place, _TYPE)
        painter.restore()
        chart.deleteLater()


def _paint_foot(painter: QPainter, run: RunRecord, theme: Theme) -> float:
    """Returns where the foot begins."""
    legend = TextLayout(text.legend(theme), 15, _INNER, right=True)
    room = _INNER - legend.natural_width - 30
    machine = TextLayout(text.machine(run, theme), 15, room, lines=2, smallest=11)
    repeat = TextLayout(slide_text.command(run, theme), 13, _INNER, lines=2, smallest=11)
    top = HEIGHT - 22 - repeat.height
    repeat.paint(painter, _MARGIN, top)
    top -= machine.height
    machine.paint(painter, _MARGIN, top)
    legend.paint(painter, _MARGIN, top)
    if shares := text.machine_use(run):
        top -= _USE_HEIGHT + 4
        _paint_use(painter, shares, theme, top)
    cards = {lane: _lane_lines(run, lane, theme) for lane in LANES}
    height = max(sum(line.height for line in lines) for lines in cards.values()) + 30
    top -= height + 12
    for lane, lines in cards.items():
        left = _MARGIN + LANES.index(lane) * (_COLUMN + _GAP)
        _paint_lane(painter, run, lane, theme, QRectF(left, top, _COLUMN, height), lines)
    return top - _GAP


def _paint_use(painter: QPainter, shares: Sequence[MachineShare], theme: Theme, top: float) -> None:
    """Who used the processors: in words, and as a bar beside them."""
    words = QRectF(_MARGIN, top, _INNER - _LEAST_BAR, _USE_HEIGHT)
    left = paint_words(painter, words, shares, theme, 15) + 20
    bar = QRectF(left, top + (_USE_HEIGHT - 8) / 2, _MARGIN + _INNER - left, 8)
    paint_bar(painter, bar, shares, theme)


def _lane_lines(run: RunRecord, lane: LaneId, theme: Theme) -> list[TextLayout]:
    width = _COLUMN - 40

    def paragraph(spans: Sequence[Span], size: float, lines: int = 1) -> TextLayout:
        return TextLayout(spans, size, width, lines=lines, smallest=11, line_height=1.42)

    title = paragraph(text.lane_title(run, lane, theme), 18)
    totals = _totals(run, lane, theme, title)
    return [
        title,
        # Beside the title where there is room; the open model has more to tell.
        *([] if totals.size >= _LEAST_TOTALS else [paragraph(totals.spans, 15, lines=2)]),
        paragraph(text.lane_settings(run, lane, theme), _settings_size(run, theme), _SETTINGS),
        paragraph(text.lane_versions(run, lane, theme), 15, lines=2),
        paragraph(text.lane_instrument(run, lane, theme), 15, lines=2),
    ]


def _settings_size(run: RunRecord, theme: Theme) -> float:
    """One for both lanes: neither is fine print beside the other."""
    spans = (text.lane_settings(run, lane, theme) for lane in LANES)
    room = _COLUMN - 40
    return min(TextLayout(each, 15, room, lines=_SETTINGS, smallest=11).size for each in spans)


def _totals(run: RunRecord, lane: LaneId, theme: Theme, title: TextLayout) -> TextLayout:
    """As large as there is room beside the title."""
    room = _COLUMN - 40 - title.natural_width - 24
    spans = text.lane_totals(run, lane, theme)
    return TextLayout(spans, 15, room, smallest=8, line_height=1.42, right=True)


def _paint_lane(
    painter: QPainter,
    run: RunRecord,
    lane: LaneId,
    theme: Theme,
    card: QRectF,
    lines: Sequence[TextLayout],
) -> None:
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
    # The lane's colour down the card's left edge, within its rounded corners.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.lane(lane)))
    painter.drawRoundedRect(QRectF(card.left(), card.top() + 12, 4, card.height() - 24), 2, 2)
    top = card.top() + 14
    totals = _totals(run, lane, theme, lines[0])
    if totals.size >= _LEAST_TOTALS:
        totals.paint(painter, card.right() - 20 - totals.width, top + 3)
    for line in lines:
        line.paint(painter, card.left() + 20, top)
        top += line.height + 1
