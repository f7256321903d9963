"""Curves of an earlier moment or race, which stay behind those of now to be compared with them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtGui import QColor, QPainter, QPen

from gui.charts.chart_model import ChartModel, Curve, PaintStyle, Plane
from gui.charts.curves import COLUMN, DOTTED_COLUMN, paint_dots, paint_joined, thin
from gui.style.theme import mix

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
    painter: QPainter, plane: Plane, curves: Iterable[Curve], look: PaintStyle
) -> None:
    """Thin and pale, in their lanes' colours; what is dotted stays so."""
    for curve in curves:
        color = QColor(mix(look.theme.lane(curve.lane), look.theme.card, _PALE))
        pen = QPen(color, _WIDTH * look.factor)
        points = thin(curve, plane, DOTTED_COLUMN if curve.dotted else COLUMN)
        if curve.dotted:
            paint_dots(painter, pen, points.x, points.middle)
        else:
            paint_joined(painter, pen, points.x, points.middle)
