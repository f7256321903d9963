"""Lines at one height behind the curves, and what the x axis is called."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.charts.chart_model import ChartModel, Level, PaintStyle, Plane
from gui.charts.layout import EDGE, X_TICKS_HEIGHT, Layout, x_ticks_gap
from gui.charts.text import LEFT, RIGHT, text_width, write
from gui.style.theme import MEDIUM, REGULAR, SMALL, with_alpha


def paint_levels(
    painter: QPainter, plane: Plane, levels: Sequence[Level], look: PaintStyle
) -> None:
    """Dashed lines, but for those that are higher than the axis."""
    for level in levels:
        if level.at <= plane.y.high:
            pen = QPen(QColor(_color(level, look)), 1.4 * look.factor)
            pen.setDashPattern([6, 4])
            painter.setPen(pen)
            y, area = plane.to_y(level.at), plane.area
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def _color(level: Level, look: PaintStyle) -> str:
    return look.theme.lane(level.lane) if level.lane else look.theme.caution


def paint_level_texts(
    painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle
) -> list[QRectF]:
    """At the left above the line, where no curve is.

    Where the line is beyond the plot, above it; or at its top, where above is the place of the
    events' numbers. Returns where they are.
    """
    f, plane, levels = look.factor, at.plane, content.levels
    area = plane.area
    beyond = at.strip.bottom() + 1 if content.events else at.strip.top()
    face = look.font(SMALL, MEDIUM)
    metrics = QFontMetricsF(face)
    taken = min(area.top(), beyond)
    boxes = []
    for level in sorted(levels, key=lambda each: -each.at):
        within = level.at <= plane.y.high
        text = level.text if within else f"↑ {level.text}"
        height = metrics.height() + 2
        top = plane.to_y(level.at) - height - f if within else beyond
        top = max(top, taken)
        taken = top + height + f
        box = QRectF(area.left() + 6 * f, top, metrics.horizontalAdvance(text) + 8 * f, height)
        painter.fillRect(box, with_alpha(look.theme.card, 0.75))
        write(painter, box.adjusted(4 * f, 0, 0, 0), LEFT, text, face, _color(level, look))
        boxes.append(box)
    return boxes


def paint_x_title(painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle) -> None:
    """Right of the last tick, below the labels' margin."""
    if not content.x_title:
        return
    f, area, face = look.factor, at.plane.area, look.font(SMALL, REGULAR)
    left, right = area.right() + 16 * f, at.card.right() - EDGE
    long, short = content.x_title
    title = long if text_width(long, face) <= right - left else short
    box = QRectF(left, area.bottom() + x_ticks_gap(look), right - left, X_TICKS_HEIGHT * f)
    write(painter, box, RIGHT, title, face, look.theme.muted)
