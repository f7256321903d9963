"""How text gets onto a card: measured, and written into a box without being cut."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gui.charts.content import Look
from gui.theme import REGULAR

CENTER = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def metrics(look: Look, size: float, weight: QFont.Weight = REGULAR) -> QFontMetricsF:
    return QFontMetricsF(look.font(size, weight))


def write(
    painter: QPainter,
    box: QRectF,
    flags: Qt.AlignmentFlag | Qt.TextFlag | int,
    text: str,
    face: QFont,
    color: str,
) -> None:
    painter.setFont(face)
    painter.setPen(QColor(color))
    painter.drawText(box, int(flags) | Qt.TextFlag.TextDontClip.value, text)
