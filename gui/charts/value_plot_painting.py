"""Paints a plot of points over a quantity into a rectangle: on the screen and in a picture."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.charts.chart_model import PaintStyle, Plane
from gui.charts.label_placement import spread
from gui.charts.text import CENTER, LEFT, RIGHT, text_width, write
from gui.charts.value_plot import PlotPoint, Series, ValuePlot, y_position
from gui.style.theme import (
    CARD_RADIUS,
    GRID_ALPHA,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    SMALL,
    TICK,
    TITLE,
    with_alpha,
)

_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 66, 40
_DOT, _CAP = 4.0, 4.0
_NEAR = 14.0
"""So near to a point, in pixels, the pointer means it."""


def plane_of(rect: QRectF, plot: ValuePlot, look: PaintStyle) -> Plane:
    """Where the points are: beside it is room for the labels of the curves."""
    f, face = look.factor, look.font(SMALL, SEMIBOLD)
    widest = max((text_width(each.label, face) for each in plot.series), default=0.0)
    labels = min(widest + 10 * f, rect.width() * 0.3)
    area = rect.adjusted(_LEFT * f, _TOP * f, -_RIGHT * f - labels, -_BOTTOM * f)
    return Plane(area, plot.x, plot.y)


def paint_value_plot(painter: QPainter, rect: QRectF, plot: ValuePlot, look: PaintStyle) -> None:
    """The whole card."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    theme, f = look.theme, look.factor
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
    head = QRectF(rect.left() + 14 * f, rect.top() + 8 * f, rect.width() - 28 * f, 22 * f)
    write(painter, head, LEFT, plot.title, look.font(TITLE, SEMIBOLD), theme.text)
    if plot.is_empty:
        painter.setFont(look.font(TICK, REGULAR))
        painter.setPen(QColor(theme.muted))
        inner = rect.adjusted(24 * f, 34 * f, -24 * f, -14 * f)
        wrap = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignCenter.value
        painter.drawText(inner, wrap, plot.teaches)
        return
    plane = plane_of(rect, plot, look)
    _paint_axes(painter, plane, plot, look)
    painter.save()
    painter.setClipRect(plane.area.adjusted(-6 * f, -6 * f, 6 * f, 6 * f))
    _paint_changes(painter, plane, plot, look)
    _paint_lines(painter, plane, plot, look)
    for series in plot.series:
        _paint_series(painter, plane, plot, series, look)
    painter.restore()
    _paint_marks(painter, plane, plot, look)
    _paint_labels(painter, plane, plot, rect, look)


def point_at(plane: Plane, plot: ValuePlot, pointer: QPointF) -> tuple[Series, PlotPoint] | None:
    """The point that the pointer means; None where it is near none."""
    found: list[tuple[float, Series, PlotPoint]] = []
    for series in plot.series:
        for point in series.points:
            at = _place(plane, plot, point.value, point.y)
            found.append((math.hypot(at.x() - pointer.x(), at.y() - pointer.y()), series, point))
    if not found:
        return None
    distance, series, point = min(found, key=lambda each: each[0])
    return (series, point) if distance <= _NEAR else None


def _place(plane: Plane, plot: ValuePlot, value: float, y: float) -> QPointF:
    return QPointF(plane.to_x(plot.position(value)), plane.to_y(y_position(y)))


def _paint_axes(painter: QPainter, plane: Plane, plot: ValuePlot, look: PaintStyle) -> None:
    f, theme, area = look.factor, look.theme, plane.area
    face = look.font(SMALL, REGULAR)
    grid = with_alpha(theme.text, GRID_ALPHA)
    for tick in plot.y.ticks:
        y = plane.to_y(tick.at)
        painter.fillRect(QRectF(area.left(), round(y), area.width(), 1), grid)
        box = QRectF(area.left() - 60 * f, y - 10 * f, 52 * f, 20 * f)
        write(painter, box, RIGHT, tick.text, face, theme.muted)
    free = -math.inf
    for tick in plot.x.ticks:
        x, width = plane.to_x(tick.at), text_width(tick.text, face)
        painter.fillRect(QRectF(round(x), area.top(), 1, area.height()), grid)
        if x - width / 2 < free:
            continue
        free = x + width / 2 + 6 * f
        write(
            painter,
            QRectF(x - 50 * f, area.bottom() + 3 * f, 100 * f, 16 * f),
            CENTER,
            tick.text,
            face,
            theme.muted,
        )
    title = QRectF(area.left(), area.bottom() + 19 * f, area.width(), 18 * f)
    write(painter, title, CENTER, plot.x_title, face, theme.muted)


def _paint_changes(painter: QPainter, plane: Plane, plot: ValuePlot, look: PaintStyle) -> None:
    """The band between the values between which the lead changes."""
    area = plane.area
    for low, high in plot.changes:
        left, right = plane.to_x(plot.position(low)), plane.to_x(plot.position(high))
        band = QRectF(left, area.top(), right - left, area.height())
        painter.fillRect(band, with_alpha(look.theme.caution, 0.14))


def _paint_lines(painter: QPainter, plane: Plane, plot: ValuePlot, look: PaintStyle) -> None:
    for line in plot.lines:
        colour = look.theme.lane(line.lane) if line.lane else look.theme.caution
        pen = QPen(with_alpha(colour, 0.75), 1.3 * look.factor)
        pen.setDashPattern([1.5, 2.5] if line.dotted else [6, 4])
        painter.setPen(pen)
        places = [_place(plane, plot, value, y) for value, y in line.points]
        painter.drawPolyline(QPolygonF(places))
        if line.text and places:
            # Above the line's left end: at the right are the points that come close to it.
            face = look.font(SMALL, REGULAR)
            y = max(places[0].y() - 16 * look.factor, plane.area.top())
            box = QRectF(plane.area.left() + 4, y, 10, 14 * look.factor)
            write(painter, box, LEFT, line.text, face, colour)


def _paint_series(
    painter: QPainter, plane: Plane, plot: ValuePlot, series: Series, look: PaintStyle
) -> None:
    """The line leads the eye; what was measured are the points with their intervals."""
    f, colour = look.factor, QColor(look.theme.lane(series.lane))
    places = [_place(plane, plot, each.value, each.y) for each in series.points]
    pen = QPen(with_alpha(colour.name(), 0.55), 1.6 * f)
    if series.hollow:
        pen.setDashPattern([1.5, 2.0])
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF(places))
    painter.setPen(QPen(colour, 1.8 * f))
    painter.setBrush(QColor(look.theme.card) if series.hollow else colour)
    for point, at in zip(series.points, places, strict=True):
        low, high = plane.to_y(y_position(point.low)), plane.to_y(y_position(point.high))
        painter.drawLine(QPointF(at.x(), low), QPointF(at.x(), high))
        for end in (low, high):
            painter.drawLine(QPointF(at.x() - _CAP * f, end), QPointF(at.x() + _CAP * f, end))
        size = _DOT * f
        if series.lane == "a":
            painter.drawEllipse(at, size, size)
        else:
            painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))


def _paint_marks(painter: QPainter, plane: Plane, plot: ValuePlot, look: PaintStyle) -> None:
    """A line down to the axis, its text in the strip above the plot, one row for each lane."""
    f, area = look.factor, plane.area
    face = look.font(SMALL, MEDIUM)
    for mark in plot.marks:
        x = plane.to_x(plot.position(mark.value))
        if not area.left() <= x <= area.right():
            continue
        colour = look.theme.lane(mark.lane)
        pen = QPen(QColor(colour), 1.2 * f)
        pen.setDashPattern([2, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        width = text_width(mark.text, face)
        left = min(max(x - width / 2, area.left()), area.right() - width)
        row = 0 if mark.lane == "a" else 1
        box = QRectF(left, area.top() - (30 - 14 * row) * f, width, 14 * f)
        write(painter, box, LEFT, mark.text, face, colour)


def _paint_labels(
    painter: QPainter, plane: Plane, plot: ValuePlot, rect: QRectF, look: PaintStyle
) -> None:
    """Beside the last point of each series."""
    f, face = look.factor, look.font(SMALL, SEMIBOLD)
    shown = [series for series in plot.series if series.points]
    wanted = [plane.to_y(y_position(series.points[-1].y)) for series in shown]
    height = 16 * f
    placed = spread(wanted, height, plane.area.top(), plane.area.bottom())
    for series, middle in zip(shown, placed, strict=True):
        left = plane.area.right() + 8 * f
        box = QRectF(left, middle - height / 2, rect.right() - left - 4 * f, height)
        label = painter.fontMetrics().elidedText(
            series.label, Qt.TextElideMode.ElideRight, round(box.width() * 1.1)
        )
        write(painter, box, LEFT, label, face, look.theme.lane(series.lane))
