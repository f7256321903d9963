"""Paints a chart's content into a rectangle: on the screen and in a picture alike."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.charts.backdrop import paint_level_texts, paint_levels
from gui.charts.card import number_boxes, paint_card, shown_events
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
from gui.charts.label_placement import merge_near
from gui.charts.labels import Label, paint_labels, place_labels
from gui.charts.layout import Layout, lay_out
from gui.charts.named_bands import PlacedName, paint_names, paint_shades, place_names
from gui.charts.reference_curves import paint_reference, place_name
from gui.style.theme import CARD_RADIUS, GRID_ALPHA, mix, with_alpha

CardPainter = Callable[[QPainter, Layout, ChartModel, PaintStyle, float], None]

_WITHIN = Qt.ClipOperation.IntersectClip
_DIMMED = 0.6
"""How much of the card lies over what is not of now."""


def paint(
    painter: QPainter,
    rect: QRectF,
    content: ChartModel,
    look: PaintStyle,
    reserved: float = 0.0,
    *,
    paint_card: CardPainter = paint_card,
) -> None:
    """The whole card.

    ``reserved`` is how many pixels at the header's right end belong to somebody else.
    ``paint_card`` paints what is not the plot.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    at = lay_out(rect, content, look)
    placed = [] if content.is_empty else place_labels(at, content, look)
    paint_plot(painter, at, content, look, reserved, placed, paint_card=paint_card)
    paint_over_plot(painter, at, look, placed)


def paint_plot(
    painter: QPainter,
    at: Layout,
    content: ChartModel,
    look: PaintStyle,
    reserved: float,
    labels: Sequence[Label],
    *,
    paint_card: CardPainter = paint_card,
    names: Sequence[PlacedName] | None = None,
    from_x: float = -math.inf,
) -> Sequence[PlacedName]:
    """The card without its ``labels``, which the names of stretches leave free.

    Curves from ``from_x`` on alone, for a painter that is clipped to that part. ``names`` are where
    the names of stretches were placed before; returns where they are.
    """
    paint_card(painter, at, content, look, reserved)
    if content.is_empty:
        paint_teaching(painter, at, content, look)
        return ()
    drawn = _paint_curves(painter, at, content, look, from_x)
    taken = paint_level_texts(painter, at, content, look)
    if names is None:
        boxes = [*taken, *(label.box for label in labels)]
        boxes += number_boxes(at, content, look) if look.compact else []
        curves = [(points.x, points.middle) for points in drawn]
        key = [place_name(at, look, boxes, curves)] if content.reference else []
        boxes += [each.box for each in key]
        names = [*key, *place_names(at, content, look, boxes, curves)]
    paint_names(painter, names, look)
    return names


def paint_over_plot(
    painter: QPainter, at: Layout, look: PaintStyle, labels: Sequence[Label]
) -> None:
    """The labels, and the veil over what is not of now."""
    paint_labels(painter, labels, look)
    if look.dimmed:
        veil = at.card.adjusted(1, at.header.bottom() - at.card.top(), -1, -CARD_RADIUS / 2)
        painter.fillRect(veil, with_alpha(look.theme.card, _DIMMED))


def _paint_grid(painter: QPainter, plane: Plane, look: PaintStyle) -> None:
    """On whole pixels: a smoothed line takes ten times as long, and looks the same."""
    left, right = round(plane.area.left()), round(plane.area.right())
    color = with_alpha(look.theme.text, GRID_ALPHA)
    for tick in plane.y.ticks:
        painter.fillRect(QRect(left, round(plane.to_y(tick.at)), right - left, 1), color)


def _paint_curves(
    painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle, from_x: float
) -> list[Thinned]:
    """Returns the points of each curve, in pixels."""
    plane = at.plane
    drawn = [
        (curve, thin(curve, plane, DOTTED_COLUMN if curve.companion else COLUMN, from_x))
        for curve in content.shown_curves
    ]
    painter.save()
    painter.setClipRect(plane.area, _WITHIN)
    for curve, points in drawn:
        if curve.filled:
            paint_fill(painter, points, curve.lane, plane, look)
    painter.restore()
    paint_shades(painter, plane, content, look)
    if content.reference:
        painter.save()
        painter.setClipRect(plane.area, _WITHIN)
        paint_reference(painter, plane, content.reference, look, from_x)
        painter.restore()
    _paint_grid(painter, plane, look)
    _paint_events(painter, at, content, look)
    paint_levels(painter, plane, content.levels, look)
    painter.save()
    painter.setClipRect(plane.area.adjusted(-3, -3, 5, 3), _WITHIN)
    for curve, points in drawn:
        if points.is_range and not curve.companion:
            paint_range(painter, points, curve.lane, look)
    for curve, points in drawn:
        coarse = curve.dotted and points.is_range
        line = thin(curve, plane, DOTTED_COLUMN, from_x) if coarse else points
        paint_line(painter, line, curve, look)
    painter.restore()
    return [points for _, points in drawn]


def _paint_events(painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle) -> None:
    """A line for each, from its number above the plot."""
    plane, f = at.plane, look.factor
    _, xs = shown_events(content, plane)
    top, bottom = at.strip.bottom() - 3 * f, plane.area.bottom()
    middles = [round(x) + 0.5 for x, _, _ in merge_near(xs, 2.0)]
    if not middles:
        return
    pen = QPen(QColor(mix(look.theme.muted, look.theme.card, 0.45)), f)
    pen.setDashPattern([2, 3])
    painter.setPen(pen)
    painter.drawLines([QLineF(x, top, x, bottom) for x in middles])
