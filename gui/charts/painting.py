"""Paints a chart's content into a rectangle: on the screen and in a picture alike."""

import math

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gui.charts.backdrop import paint_level_texts, paint_levels, paint_x_title
from gui.charts.chart_model import ChartModel, PaintStyle, Plane
from gui.charts.curves import (
    COLUMN,
    DOTTED_COLUMN,
    paint_fill,
    paint_line,
    paint_range,
    thin,
)
from gui.charts.downsampling import Thinned
from gui.charts.empty_chart import paint_teaching
from gui.charts.event_number import NUMBER_SIZE, paint_number
from gui.charts.header import paint_header
from gui.charts.hover_readout import paint_readout
from gui.charts.label_placement import merge_near
from gui.charts.labels import paint_labels, place_labels
from gui.charts.layout import Layout, lay_out
from gui.charts.named_bands import paint_names, paint_shades
from gui.charts.text import CENTER, RIGHT, text_width, write
from gui.style.theme import CARD_RADIUS, GRID_ALPHA, REGULAR, SMALL, mix, with_alpha

_DIMMED = 0.6
"""How much of the card lies over what is not of now."""


def paint(
    painter: QPainter,
    rect: QRectF,
    content: ChartModel,
    look: PaintStyle,
    hover_x: float = -1,
    reserved: float = 0.0,
) -> None:
    """The whole card.

    ``hover_x`` is where the mouse is, in the rectangle's pixels; ``reserved`` how many of them at
    the header's right end belong to somebody else.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    at = lay_out(rect, content, look)
    _paint_card(painter, at, look)
    paint_header(painter, at, content, look, reserved)
    if content.is_empty:
        paint_teaching(painter, at, content, look)
        return
    drawn = _paint_curves(painter, at, content, look)
    taken = paint_level_texts(painter, at, content, look)
    placed = place_labels(at, content, look)
    boxes = [*taken, *(label.box for label in placed)]
    paint_names(painter, at, content, look, boxes, [(points.x, points.middle) for points in drawn])
    paint_labels(painter, placed, look)
    if look.dimmed:
        veil = at.card.adjusted(1, at.header.bottom() - at.card.top(), -1, -CARD_RADIUS / 2)
        painter.fillRect(veil, with_alpha(look.theme.card, _DIMMED))
    if at.plane.area.left() <= hover_x <= at.plane.area.right():
        paint_readout(painter, at, content, look, hover_x)


def _paint_card(painter: QPainter, at: Layout, look: PaintStyle) -> None:
    painter.setPen(QPen(QColor(look.theme.border), 1))
    painter.setBrush(QColor(look.theme.card))
    painter.drawRoundedRect(at.card, CARD_RADIUS, CARD_RADIUS)


def _paint_grid(painter: QPainter, plane: Plane, look: PaintStyle) -> None:
    area = plane.area
    painter.setPen(QPen(with_alpha(look.theme.text, GRID_ALPHA), 1))
    for tick in plane.y.ticks:
        y = round(plane.to_y(tick.at)) + 0.5
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def _paint_ticks(painter: QPainter, plane: Plane, look: PaintStyle) -> None:
    f, area = look.factor, plane.area
    face, color = look.font(SMALL + 0.5, REGULAR), look.theme.muted
    for tick in plane.y.ticks:
        box = QRectF(area.left() - 70 * f, plane.to_y(tick.at) - 10 * f, 60 * f, 20 * f)
        write(painter, box, RIGHT, tick.text, face, color)
    free = -math.inf
    for tick in plane.x.ticks:
        x, width = plane.to_x(tick.at), text_width(tick.text, face)
        if x - width / 2 < free:
            continue
        free = x + width / 2 + 8 * f
        box = QRectF(x - 50 * f, area.bottom() + 6 * f, 100 * f, 18 * f)
        write(painter, box, CENTER, tick.text, face, color)


def _paint_curves(
    painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle
) -> list[Thinned]:
    """Returns the points of each curve, in pixels."""
    plane = at.plane
    drawn = [
        (curve, thin(curve, plane, DOTTED_COLUMN if curve.companion else COLUMN))
        for curve in content.curves
    ]
    painter.save()
    painter.setClipRect(plane.area)
    for curve, points in drawn:
        if curve.filled:
            paint_fill(painter, points, curve.lane, plane, look)
    painter.restore()
    paint_shades(painter, plane, content, look)
    _paint_grid(painter, plane, look)
    _paint_ticks(painter, plane, look)
    paint_x_title(painter, at, content, look)
    _paint_events(painter, at, content, look)
    paint_levels(painter, plane, content.levels, look)
    painter.save()
    painter.setClipRect(plane.area.adjusted(-3, -3, 5, 3))
    for curve, points in drawn:
        if points.is_range and not curve.companion:
            paint_range(painter, points, curve.lane, look)
    for curve, points in drawn:
        coarse = curve.dotted and points.is_range
        line = thin(curve, plane, DOTTED_COLUMN) if coarse else points
        paint_line(painter, line, curve, look)
    painter.restore()
    return [points for _, points in drawn]


def _paint_events(painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle) -> None:
    """A line for each, and its number above the plot; its words are beside the charts."""
    plane, f = at.plane, look.factor
    shown = [event for event in content.events if plane.x.low <= event.x <= plane.x.high]
    xs = [plane.to_x(event.x) for event in shown]
    color = mix(look.theme.muted, look.theme.card, 0.45)
    pen = QPen(QColor(color), f)
    pen.setDashPattern([2, 3])
    painter.setPen(pen)
    top, bottom = at.strip.bottom() - 3 * f, plane.area.bottom()
    middles = [round(x) + 0.5 for x, _, _ in merge_near(xs, 2.0)]
    if middles:
        painter.drawLines([QLineF(x, top, x, bottom) for x in middles])
    for x, first, last in merge_near(xs, NUMBER_SIZE * 1.15 * f):
        numbers = {shown[first].number, shown[last].number}
        paint_number(painter, QPointF(x, at.strip.center().y() - f), numbers, shown[last], look)
