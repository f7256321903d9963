"""The exported picture: composed for the purpose, and complete enough that a sceptic believes it.

From top to bottom: who raced and what was asked, the verdict with its evidence, a band when the
load generator was the limit, the charts, both lanes' settings and totals, and the machine.
"""

import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

import gui.charts
from gui.charts import Chart
from gui.charts.server_internals import InsideChart
from gui.charts.throughput import ThroughputChart
from gui.charts.view import View
from gui.picture import text
from gui.qt_application import start_application
from gui.style.text_layout import Span, TextLayout
from gui.style.theme import CARD_RADIUS, LIGHT, THEMES, Theme, with_alpha
from gui.widgets.machine_painting import paint_bar, paint_words
from loadgen.export.run_record import RunRecord
from loadgen.files.atomic_write import write_atomically
from loadgen.model.frame import LANES, LaneId
from loadgen.timeline.machine_text import MachineShare

WIDTH, HEIGHT = 1920, 1080
"""Pixels at scale 1."""

WHOLE = View()
"""All of the race, as charts show it until somebody chooses."""

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


class PictureError(Exception):
    """A picture that cannot be made; the message says what to do."""


def ensure_gui_application() -> QApplication:
    """The application that Qt needs to draw text; on Linux without a window it asks for no display.

    Raises PictureError where there is not one font.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        if sys.platform.startswith("linux"):
            # Even where DISPLAY is set: nothing is shown, and a stale display aborts the process.
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        application = start_application(["faceoff"], "leave out the picture to race without it.")
    if not QFontDatabase.families():
        raise PictureError("There is no font to write with: install one, for example fonts-dejavu.")
    return application


def render_picture(
    run: RunRecord,
    *,
    theme: Theme = LIGHT,
    scale: float = 1.0,
    view: View = WHOLE,
) -> QImage:
    """1920 x 1080 pixels times ``scale``, in about 0.1 s; to be called in the Timeline's thread."""
    ensure_gui_application()
    image = QImage(round(WIDTH * scale), round(HEIGHT * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    try:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.scale(scale, scale)
        top = _paint_head(painter, run, theme)
        bottom = _paint_foot(painter, run, theme)
        bottom = _paint_events(painter, run, theme, view, bottom)
        charts = _charts(run, theme, view)
        _paint_charts(painter, charts, (top, bottom))
    finally:
        painter.end()
    return image


def png_bytes(image: QImage) -> bytes:
    """The image as a PNG file; for any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise PictureError("Qt could not encode the picture as PNG; try a smaller scale.")
    return bytes(buffer.data().data())


def encode_picture(run: RunRecord, *, theme: str = LIGHT.name, scale: float = 1.0) -> bytes:
    """The picture as a PNG file, the theme by its name."""
    named = {each.name: each for each in THEMES}
    return png_bytes(render_picture(run, theme=named[theme], scale=scale))


def save_picture(path: Path, run: RunRecord, *, theme: Theme = LIGHT, scale: float = 1.0) -> None:
    """Write the PNG, whole or not at all; raises WriteError."""
    write_atomically(path, png_bytes(render_picture(run, theme=theme, scale=scale)))


def _paint_head(painter: QPainter, run: RunRecord, theme: Theme) -> float:
    """Returns where the head ends."""
    label = TextLayout(text.label(run, theme), 18, _INNER, right=True)
    room = _INNER - label.natural_width - 40
    heading = TextLayout(text.heading(run, theme), 21, room, smallest=14)
    top = 34.0
    heading.paint(painter, _MARGIN, top)
    label.paint(painter, _MARGIN, top + (heading.size - label.size) * 0.5)
    top += heading.height + 6
    verdict = TextLayout(text.verdict(run, theme), 44, _INNER, smallest=38, line_height=1.2)
    if verdict.lines > 1:
        verdict = TextLayout(
            text.verdict(run, theme), 38, _INNER, lines=2, smallest=20, line_height=1.2
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


def _charts(run: RunRecord, theme: Theme, view: View) -> list[Chart]:
    """One for each place, the race in it."""
    charts = []
    for place in gui.charts.PLACES:
        chart = (place[0] if view.inside is None else place[-1])(theme, tight=True)
        chart.basis = view.basis
        chart.set_window(view.window_s)
        chart.set_zoom(view.zoom)
        chart.set_axis(view.axis)
        chart.set_hidden(view.hidden.get(chart.title, frozenset()))
        if isinstance(chart, ThroughputChart):
            chart.set_expected(view.expected, view.expected_by)
        if isinstance(chart, InsideChart) and view.inside is not None:
            chart.set_measure(view.inside)
        chart.refresh(run.timeline, run.plan)
        charts.append(chart)
    return charts


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
    top = HEIGHT - 26 - machine.height
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
