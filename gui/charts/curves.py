"""How a curve is painted: as single strokes.

A thick antialiased polyline of 560 noisy points costs Qt 15 ms, since it joins the outline of all
of them; the same strokes apart and the joints as points cost 1 ms, and look the same. Fewer points
do the rest.
"""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.charts.chart_model import Curve, PaintStyle, Plane
from gui.charts.downsampling import Array, Thinned, dashes, dots, runs, thinned
from gui.style.theme import CURVE_WIDTH, FILL_ALPHA, lane_pen, mix, with_alpha
from loadgen.model.frame import LaneId

COLUMN = 2.0
"""Pixels for which one point is drawn."""
DOTTED_COLUMN = 3 * COLUMN
"""The same for a dotted curve, whose dots would else look like scribble."""

COMPANION_WIDTH = 1.5
_DASH = 5.0
_RANGE_ALPHA = 0.30
_DOT_SPACING = 2.2


def thin(curve: Curve, plane: Plane, pixels: float = COLUMN, from_x: float = -math.inf) -> Thinned:
    """The curve for this plane, one point for so many pixels; all in pixels.

    Of what is left of ``from_x`` only what strokes from there begin with.
    """
    column = column_width(plane.per_pixel() * pixels)
    first = max(plane.x.low - column, from_x - 3 * column)
    begin, end = np.searchsorted(curve.x, (first, plane.x.high + column))
    if 0 < begin < curve.x.size and curve.x[begin] > max(plane.x.low, from_x - column):
        # Points are wider apart than columns: a stroke comes from the one before.
        begin -= 1
    visible = slice(begin, end)
    points = thinned(curve.x[visible], curve.y[visible], column)
    middle = plane.ys(points.middle)
    if not points.is_range:
        return Thinned(plane.xs(points.x), middle, middle, middle)
    return Thinned(plane.xs(points.x), middle, plane.ys(points.low), plane.ys(points.high))


def column_width(least: float) -> float:
    """The first of ten widths a decade that is not below ``least``.

    It stays while a time axis grows by a quarter, so that the curve does not shimmer.
    """
    return float(10 ** (np.ceil(10 * np.log10(least) - 1e-6) / 10))


def paint_fill(
    painter: QPainter, points: Thinned, lane: LaneId, plane: Plane, look: PaintStyle
) -> None:
    """The area under a curve; solid, and painted before the grid, since blending is dear."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mix(look.theme.card, look.theme.lane(lane), FILL_ALPHA)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, look.fine)
    for run in runs(np.isfinite(points.middle)):
        _paint_between(painter, points.x[run], points.middle[run], plane.area.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_range(painter: QPainter, points: Thinned, lane: LaneId, look: PaintStyle) -> None:
    """From the lowest to the highest value of each column, so that no peak is lost."""
    wide = points.low - points.high > CURVE_WIDTH * look.factor
    if not wide.any():
        return
    pen = QPen(with_alpha(look.theme.lane(lane), _RANGE_ALPHA), COLUMN)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, look.fine)
    x = points.x[wide]
    _paint_strokes(painter, pen, x, points.low[wide], x, points.high[wide])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_line(painter: QPainter, points: Thinned, curve: Curve, look: PaintStyle) -> None:
    """The curve itself. A value alone between two gaps is a dot."""
    pen = lane_pen(look.theme, curve.lane)
    pen.setWidthF(pen.widthF() * look.factor)
    painter.setPen(pen)
    x, y = points.x, points.middle
    if curve.companion:
        _paint_companion(painter, pen, x, y, look)
        return
    if curve.dotted:
        paint_dots(painter, pen, x, y)
        return
    paint_joined(painter, pen, x, y)


def paint_joined(painter: QPainter, pen: QPen, x: Array, y: Array) -> None:
    """Strokes between neighbours; a value alone between two gaps is a dot."""
    painter.setPen(pen)
    finite = np.isfinite(y)
    joined = finite[:-1] & finite[1:]
    alone = finite.copy()
    alone[1:] &= ~joined
    alone[:-1] &= ~joined
    _paint_points(painter, x[alone], y[alone])
    # Square ends overlap: flat ones leave a notch at each joint.
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    if joined.all():
        _paint_strokes(painter, pen, x[:-1], y[:-1], x[1:], y[1:])
        return
    _paint_strokes(painter, pen, x[:-1][joined], y[:-1][joined], x[1:][joined], y[1:][joined])


def paint_dots(painter: QPainter, pen: QPen, x: Array, y: Array) -> None:
    """The curve as dots at equal distances."""
    painter.setPen(pen)
    _paint_points(painter, *dots(x, y, pen.widthF() * _DOT_SPACING))


def _paint_companion(painter: QPainter, pen: QPen, x: Array, y: Array, look: PaintStyle) -> None:
    """Thin dashes."""
    pen.setWidthF(COMPANION_WIDTH * look.factor)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    xs, ys = dashes(x, y, _DASH * look.factor)
    _paint_strokes(painter, pen, xs[::2], ys[::2], xs[1::2], ys[1::2])


def _paint_points(painter: QPainter, x: Array, y: Array) -> None:
    # Qt crashes on the empty polygon that pyqtgraph makes of no points.
    if x.size:
        painter.drawPoints(_polygon(x, y))


def _paint_strokes(
    painter: QPainter, pen: QPen, from_x: Array, from_y: Array, to_x: Array, to_y: Array
) -> None:
    """Single straight strokes, each from one point to another."""
    if from_x.size == 0:
        return
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    xs, ys = np.empty(2 * from_x.size), np.empty(2 * from_x.size)
    xs[::2], xs[1::2], ys[::2], ys[1::2] = from_x, to_x, from_y, to_y
    painter.drawPath(pg.arrayToQPath(xs, ys, connect="pairs", finiteCheck=False))


def paint_dot(painter: QPainter, at: QPointF, lane: LaneId, look: PaintStyle, size: float) -> None:
    """The lane's mark: a round dot or a square one."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.theme.lane(lane)))
    half = size / 2
    box = QRectF(at.x() - half, at.y() - half, size, size)
    if lane == "a":
        painter.drawEllipse(box)
    else:
        painter.drawRoundedRect(box.adjusted(0.4, 0.4, -0.4, -0.4), size / 6, size / 6)


def _paint_between(painter: QPainter, x: Array, y: Array, bottom: float) -> None:
    xs = np.concatenate((x[:1], x, x[-1:]))
    painter.drawPolygon(_polygon(xs, np.concatenate(([bottom], y, [bottom]))))


def _polygon(x: Array, y: Array) -> QPolygonF:
    polygon: QPolygonF = pg.functions.arrayToQPolygonF(x, y)
    return polygon
