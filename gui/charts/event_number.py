"""The number of an event, on the charts and beside its words: a small filled pill."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gui.charts.content import Event, Look
from gui.charts.text import CENTER, write
from gui.theme import SEMIBOLD, SMALL, Theme, mix

NUMBER_SIZE = 15.0
"""Its height, and its width while it has one digit."""


def number_width(numbers: set[int], look: Look) -> float:
    """Of the pill that shows one number, or the first and the last of several."""
    measure = QFontMetricsF(_face(look)).horizontalAdvance(_text(numbers))
    return max(measure + 7 * look.factor, NUMBER_SIZE * look.factor)


def paint_number(
    painter: QPainter, middle: QPointF, numbers: set[int], event: Event, look: Look
) -> None:
    """``middle`` is the pill's; its colour is that of the event."""
    width, height = number_width(numbers, look), NUMBER_SIZE * look.factor
    box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
    color = event_color(event, look.theme)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mix(look.theme.card, color, 0.22)))
    painter.drawRoundedRect(box, height / 2, height / 2)
    write(painter, box, CENTER, _text(numbers), _face(look), color)


def event_color(event: Event, theme: Theme) -> str:
    """Failures stand out; all else is text."""
    return theme.failure if event.kind in ("failed", "freeze") else theme.text


def _text(numbers: set[int]) -> str:
    first, last = min(numbers), max(numbers)
    if first == last:
        return str(first)
    return f"{first},{last}" if last == first + 1 else f"{first}–{last}"


def _face(look: Look) -> QFont:
    return look.font(SMALL - 2, SEMIBOLD)
