"""How a curve is painted: as single strokes with round dots at their joints.

A thick antialiased polyline of 560 noisy points costs Qt 15 ms, since it joins the outline of all
of them; the same strokes apart and the joints as points cost 1 ms, and look the same. Fewer points
do the rest.
"""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.charts.content import Curve, Look, Plane
from gui.charts.thinning import Array, Thinned, dots, runs, thinned
from gui.theme import FILL_ALPHA, lane_pen, mix, with_alpha
from loadgen.frame import LaneId

_COLUMN = 2.0
"""Pixels for which one point is drawn."""

_RANGE_ALPHA = 0.30
_DOT_SPACING = 2.2
_FAINT_WIDTH = 1.2


def thin(curve: Curve, plane: Plane) -> Thinned:
    """The curve's points for this plane, in pixels."""
    column = plane.per_pixel() * _COLUMN
    visible = slice(*np.searchsorted(curve.x, (plane.x.low - column, plane.x.high + column)))
    points = thinned(curve.x[visible], curve.y[visible], column)
    middle = plane.ys(points.middle)
    if not points.is_range:
        return Thinned(plane.xs(points.x), middle, middle, middle)
    return Thinned(plane.xs(points.x), middle, plane.ys(points.low), plane.ys(points.high))


def paint_fill(painter: QPainter, points: Thinned, lane: LaneId, plane: Plane, look: Look) -> None:
    """The area under a curve; solid, and painted before the grid, since blending is dear."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mix(look.theme.card, look.theme.lane(lane), FILL_ALPHA)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, look.fine)
    for run in runs(np.isfinite(points.middle)):
        _paint_between(painter, points.x[run], points.middle[run], plane.area.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_range(painter: QPainter, points: Thinned, lane: LaneId, look: Look) -> None:
    """From the lowest to the highest value of each column, so that no peak is lost."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(with_alpha(look.theme.lane(lane), _RANGE_ALPHA))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, look.fine)
    for run in runs(np.isfinite(points.middle)):
        x, low, high = points.x[run], points.low[run], points.high[run]
        painter.drawPolygon(_polygon(np.append(x, x[::-1]), np.append(low, high[::-1])))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_line(painter: QPainter, points: Thinned, curve: Curve, look: Look) -> None:
    """The curve itself."""
    pen = lane_pen(look.theme, curve.lane, stage=look.stage)
    if curve.faint:
        pen = QPen(with_alpha(look.theme.lane(curve.lane), 0.6), _FAINT_WIDTH * look.factor)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    if curve.dotted:
        spacing = pen.widthF() * _DOT_SPACING
        painter.drawPoints(_polygon(*dots(points.x, points.middle, spacing)))
        return
    finite = np.isfinite(points.middle)
    if not curve.faint:
        painter.drawPoints(_polygon(points.x[finite], points.middle[finite]))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    joined = finite[:-1] & finite[1:]
    x, y = points.x, points.middle
    pairs = [np.column_stack((v[:-1][joined], v[1:][joined])).ravel() for v in (x, y)]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(pg.arrayToQPath(*pairs, connect="pairs"))


def paint_dot(painter: QPainter, at: QPointF, lane: LaneId, look: Look, size: float) -> None:
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
