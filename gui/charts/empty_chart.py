"""What stands on a chart before there are data: what it will show."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from gui.charts.chart_model import ChartModel, PaintStyle
from gui.charts.layout import PAD, Layout
from gui.charts.text import CENTER, fit_font, write
from gui.style.theme import GRID_ALPHA, MEDIUM, REGULAR, TITLE, with_alpha

_LINES = 6
_STEP = 23.0


def paint_teaching(painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle) -> None:
    """Paint the text of a plot without data, between faint lines from edge to edge.

    The headline of ``teaches`` is large, its other line is below it.
    """
    f, card = look.factor, at.card
    body = QRectF(card.left(), at.strip.top(), card.width(), card.bottom() - at.strip.top())
    first, rest = content.teaches
    step, middle = _STEP * f, body.center().y() - 6 * f
    painter.setPen(QPen(with_alpha(look.theme.text, GRID_ALPHA), 1))
    for n in range(_LINES):
        y = round(body.top() + (n + 0.5) * (body.height() - 12 * f) / _LINES) + 0.5
        if abs(y - middle) > step + 8 * f:
            painter.drawLine(QPointF(card.left() + PAD, y), QPointF(card.right() - PAD, y))
    above = QRectF(body.left() + PAD, middle - step, body.width() - 2 * PAD, step)
    below = above.translated(0, step)
    for text, size, weight, color, box in (
        (first, TITLE, MEDIUM, look.theme.text, above),
        (rest, TITLE - 1, REGULAR, look.theme.muted, below),
    ):
        face = fit_font(text, size, weight, box.width(), look)
        write(painter, box, CENTER, text, face, color)
