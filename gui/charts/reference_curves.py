"""Curves of an earlier moment or race, which stay behind those of now to be compared with them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.charts.chart_model import ChartModel, Curve, PaintStyle, Plane
from gui.charts.curves import COLUMN, DOTTED_COLUMN, paint_dots, paint_joined, thin
from gui.charts.downsampling import Array
from gui.charts.layout import Layout
from gui.charts.named_bands import PlacedName, spans_between
from gui.charts.text import text_width
from gui.style.theme import MEDIUM, SMALL, mix

NAME = "thin: reference"
_WIDTH = 1.2
_PALE = 0.5
"""How much of the card's colour is in theirs."""


@dataclass(frozen=True, slots=True)
class ReferenceCurves:
    """``curves`` are in the measure's units; ``key`` says of what measure and basis they are."""

    key: tuple[str, ...] = ()
    curves: tuple[Curve, ...] = ()


NO_REFERENCE = ReferenceCurves()


def reference_of(content: ChartModel, key: tuple[str, ...]) -> ReferenceCurves:
    """The curves of a chart as they are now, copied: the columns behind them change."""
    curves = tuple(
        replace(
            each, x=each.x.copy(), y=each.values.copy(), values=None, label_at=None, hidden=False
        )
        for each in content.curves
        if not each.companion and each.values is not None and each.x.size
    )
    return ReferenceCurves(key, curves)


def paint_reference(
    painter: QPainter,
    plane: Plane,
    curves: Iterable[Curve],
    look: PaintStyle,
    from_x: float = -math.inf,
) -> None:
    """Thin and pale, in their lanes' colours; what is dotted stays so.

    From ``from_x`` on alone, for a painter that is clipped to that part.
    """
    for curve in curves:
        color = QColor(mix(look.theme.lane(curve.lane), look.theme.card, _PALE))
        pen = QPen(color, _WIDTH * look.factor)
        points = thin(curve, plane, DOTTED_COLUMN if curve.dotted else COLUMN, from_x)
        if curve.dotted:
            paint_dots(painter, pen, points.x, points.middle)
        else:
            paint_joined(painter, pen, points.x, points.middle)


def place_name(
    at: Layout,
    look: PaintStyle,
    taken: Sequence[QRectF],
    curves: Sequence[tuple[Array, Array]],
) -> PlacedName:
    """What the thin curves are, at the left edge of the plot: there always is room for it.

    In the lowest row that covers neither a curve, whose points are in pixels, nor what is
    ``taken``; where all rows do, in the lowest.
    """
    f, area, face = look.factor, at.plane.area, look.font(SMALL, MEDIUM)
    height, width = QFontMetricsF(face).height() + 1, text_width(NAME, face) + 8 * f
    left, lowest = area.left() + 4 * f, area.bottom() - 3 * f - height
    rows = range(max(1, int((area.height() - 6 * f) / height)))
    boxes = [QRectF(left, lowest - row * height, width, height) for row in rows]

    def is_free(box: QRectF) -> bool:
        spans = spans_between(curves, box.top() - 2 * f, box.bottom() + 2 * f)
        crossed = any(low <= box.right() and high >= box.left() for low, high in spans)
        return not crossed and not any(box.intersects(each) for each in taken)

    box = next(filter(is_free, boxes), boxes[0])
    return PlacedName(NAME, box, face, look.theme.muted)
