"""The number of an event, on the charts and beside its words: a small filled pill."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gui.charts.chart_model import Event, PaintStyle
from gui.charts.text import CENTER, text_width, write
from gui.style.theme import SEMIBOLD, SMALL, Theme, mix

NUMBER_SIZE = 15.0
"""Its height, and its width while it has one digit."""


def number_width(numbers: set[int], look: PaintStyle) -> float:
    """Of the pill that shows one number, or the first and the last of several."""
    return max(text_width(_text(numbers), _face(look)) + 7 * look.factor, NUMBER_SIZE * look.factor)


def paint_number(
    painter: QPainter, middle: QPointF, numbers: set[int], event: Event, look: PaintStyle
) -> None:
    """``middle`` is the pill's; its colour is that of the event."""
    width, height = number_width(numbers, look), NUMBER_SIZE * look.factor
    box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
    color = event_color(event, look.theme)
    if look.fine:
        _paint_pill(painter, box, _text(numbers), color, look)
        return
    # At the desk from a cache: a pill costs 50 us, and twelve changes are twelve on each chart.
    image = _pill_image(_text(numbers), width, color, look, painter.device().devicePixelRatioF())
    painter.drawImage(QPointF(round(box.left()), round(box.top())), image)


@lru_cache(maxsize=256)
def _pill_image(
    text: str, width: float, color: str, look: PaintStyle, pixel_ratio: float
) -> QImage:
    height = NUMBER_SIZE * look.factor
    image = QImage(
        math.ceil(width * pixel_ratio),
        math.ceil(height * pixel_ratio),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.setDevicePixelRatio(pixel_ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    _paint_pill(painter, QRectF(0, 0, width, height), text, color, look)
    painter.end()
    return image


def _paint_pill(painter: QPainter, box: QRectF, text: str, color: str, look: PaintStyle) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mix(look.theme.card, color, 0.22)))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    write(painter, box, CENTER, text, _face(look), color)


def event_color(event: Event, theme: Theme) -> str:
    """Failures stand out; all else is text."""
    return theme.failure if event.kind in ("failed", "freeze") else theme.text


def _text(numbers: set[int]) -> str:
    first, last = min(numbers), max(numbers)
    if first == last:
        return str(first)
    return f"{first},{last}" if last == first + 1 else f"{first}–{last}"


def _face(look: PaintStyle) -> QFont:
    return look.font(SMALL - 2, SEMIBOLD)
