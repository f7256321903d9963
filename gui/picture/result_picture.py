"""A result of several races as a picture that stands alone: sentences, plots, table, machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui.charts.chart_model import PaintStyle
from gui.charts.text import LEFT, RIGHT, text_width, write
from gui.charts.value_plot import ValuePlot
from gui.charts.value_plot_painting import paint_value_plot
from gui.picture.page_image import page_image
from gui.picture.render import HEIGHT, WIDTH, png_bytes
from gui.style.theme import LIGHT, PAGE_TITLE, REGULAR, SEMIBOLD, TICK, TITLE, Theme
from loadgen.export.machine_info import Origin

_MARGIN, _GAP, _ROW, _FOOT = 48, 20, 26, 46
_FACTOR = 1.25
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class ResultPicture:
    """What is painted: ``sentences`` below the title, ``plots`` beside each other, the table.

    ``method`` says at the foot how it was measured. A plot without points is left out. Where there
    are no plots, a second table may stand below the first: its headers, then its rows. ``origin``
    is that of a result that was read from a file.
    """

    title: str
    sentences: Sequence[str]
    plots: Sequence[ValuePlot]
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    method: str
    second_table: Sequence[Sequence[str]] = ()
    origin: Origin | None = None


def encode_result(picture: ResultPicture, theme: Theme = LIGHT) -> bytes:
    """The picture as PNG, 1920 x 1080; raises PictureError where Qt cannot draw."""
    return png_bytes(render_result(picture, theme))


def render_result(picture: ResultPicture, theme: Theme = LIGHT) -> QImage:
    """The picture, 1920 x 1080; raises PictureError where Qt cannot draw."""
    look = PaintStyle(theme, _FACTOR, fine=True)
    return page_image(WIDTH, HEIGHT, theme, 1.0, lambda painter: _paint(painter, picture, look))


def _paint(painter: QPainter, picture: ResultPicture, look: PaintStyle) -> None:
    bottom = _paint_head(painter, picture, look)
    table = _ROW * (min(len(picture.rows), _MOST_ROWS) + 1) + _GAP
    room = QRectF(_MARGIN, bottom, WIDTH - 2 * _MARGIN, HEIGHT - bottom - table - _FOOT - _MARGIN)
    plots = [plot for plot in picture.plots if not plot.is_empty]
    width = (room.width() - _GAP * (len(plots) - 1)) / max(len(plots), 1)
    for number, plot in enumerate(plots):
        left = room.left() + number * (width + _GAP)
        paint_value_plot(painter, QRectF(left, room.top(), width, room.height()), plot, look)
    top = _paint_rows(painter, picture, room.bottom() + _GAP if plots else bottom, look)
    if picture.second_table:
        _paint_table(painter, picture.second_table, top + _GAP, look)
    _paint_foot(painter, picture, look)


def _paint_head(painter: QPainter, picture: ResultPicture, look: PaintStyle) -> float:
    """Returns where it ends."""
    theme, width = look.theme, WIDTH - 2 * _MARGIN
    box = QRectF(_MARGIN, 30, width, 40)
    write(painter, box, LEFT, picture.title, look.font(PAGE_TITLE, SEMIBOLD), theme.text)
    top = 78.0
    for number, sentence in enumerate(picture.sentences):
        size, weight = (TITLE + 3, SEMIBOLD) if number == 0 else (TICK, REGULAR)
        painter.setFont(look.font(size, weight))
        painter.setPen(QColor(theme.text if number == 0 else theme.muted))
        flags = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value
        taken = painter.boundingRect(QRectF(_MARGIN, top, width, 200), flags, sentence)
        painter.drawText(QRectF(_MARGIN, top, width, 200), flags, sentence)
        top = taken.bottom() + 6
    return top + 10


def _paint_rows(painter: QPainter, picture: ResultPicture, top: float, look: PaintStyle) -> float:
    """The table, and how many of its rows were left out; returns where it ends."""
    top = _paint_table(painter, (picture.headers, *picture.rows[:_MOST_ROWS]), top, look)
    if (left_out := len(picture.rows) - _MOST_ROWS) > 0:
        box = QRectF(_MARGIN, top, WIDTH - 2 * _MARGIN, _ROW)
        face = look.font(TICK - 1, REGULAR)
        write(painter, box, LEFT, f"... and {left_out} more rows.", face, look.theme.muted)
        top += _ROW
    return top


def _paint_table(
    painter: QPainter, lines: Sequence[Sequence[str]], top: float, look: PaintStyle
) -> float:
    """Columns of the same width, the first line muted; returns where it ends."""
    theme, face = look.theme, look.font(TICK - 1, REGULAR)
    width = (WIDTH - 2 * _MARGIN) / max(len(lines[0]), 1)
    for line, cells in enumerate(lines):
        for column, text in enumerate(cells):
            box = QRectF(_MARGIN + column * width, top + line * _ROW, width - 16, _ROW)
            colour = theme.muted if line == 0 else theme.text
            fitting = look.font((TICK - 1) * min(1.0, (width - 20) / text_width(text, face)))
            write(painter, box, LEFT if column == 0 else RIGHT, text, fitting, colour)
    return top + len(lines) * _ROW


def machine_line(origin: Origin | None = None) -> str:
    """What an exported result says of where it was measured, and when: here and now unless given.

    What a document that was read does not say is left out.
    """
    of, day = origin or Origin.here()
    cores = [f"{of[key]:g}" for key in ("usable_cores", "cores") if _is_number(of.get(key))]
    facts = (
        f"Faceoff {of['faceoff']}" if "faceoff" in of else "",
        f"Python {of['python']}" if "python" in of else "",
        str(of.get("os", "")),
        str(of.get("cpu", "")),
        f"{' of '.join(cores)} cores" if cores else "",
        f"{day:%Y-%m-%d %H:%M}",
    )
    return " · ".join(filter(None, facts))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _paint_foot(painter: QPainter, picture: ResultPicture, look: PaintStyle) -> None:
    face = look.font(TICK - 2, REGULAR)
    for line, text in enumerate((picture.method, machine_line(picture.origin))):
        top = HEIGHT - _MARGIN - 16 + 22 * line
        box = QRectF(_MARGIN, top, WIDTH - 2 * _MARGIN, 22)
        write(painter, box, LEFT, text, face, look.theme.muted)
