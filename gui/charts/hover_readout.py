"""What both lanes had at the time of the crosshair."""

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gui.charts.chart_model import ChartModel, Curve, PaintStyle
from gui.charts.labels import label_text
from gui.charts.layout import Layout
from gui.charts.text import LEFT, write
from gui.style.theme import MEDIUM, SMALL, lane_symbol
from loadgen.model.number_format import NO_VALUE

_NEAR = 7.0
"""Pixels from an event's line in which the mouse is on it."""


def paint_readout(
    painter: QPainter,
    at: Layout,
    content: ChartModel,
    look: PaintStyle,
    when: float,
    *,
    low: bool = False,
) -> None:
    """A line through the plot and a box beside it, at a value of the x axis.

    The box is at the top of the plot, or, where it is to be ``low``, at its bottom.
    """
    f, plane, theme = look.factor, at.plane, look.theme
    hover_x = plane.to_x(when)
    lines = [(content.write_x(when), theme.muted)]
    for curve in sorted(
        content.shown_curves, key=lambda each: (each.lane, each.companion, each.dotted)
    ):
        y = value_at(curve, when)
        said = replace(curve, label=curve.write(y) if math.isfinite(y) else NO_VALUE, since="")
        text = f"{lane_symbol(curve.lane)}  {label_text(said, content, names=True)}"
        lines.append((text, theme.lane(curve.lane)))
    lines += [(text, theme.text) for text in happened(content, when, _NEAR * f * plane.per_pixel())]
    face = look.font(SMALL, MEDIUM)
    width = max(QFontMetricsF(face).horizontalAdvance(text) for text, _ in lines) + 20 * f
    line = 17 * f
    left = hover_x + 12 if hover_x + 12 + width <= at.card.right() - 4 else hover_x - 12 - width
    left = max(left, at.card.left() + 4)
    height = line * len(lines) + 12 * f
    top = max(plane.area.bottom() - height, plane.area.top()) if low else plane.area.top()
    box = QRectF(left, top + (-6 if low else 6), width, height)
    painter.setPen(QPen(QColor(theme.muted), 1))
    painter.drawLine(QPointF(hover_x, plane.area.top()), QPointF(hover_x, plane.area.bottom()))
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(box, 8, 8)
    for n, (text, color) in enumerate(lines):
        row = QRectF(box.left() + 10 * f, box.top() + 6 * f + n * line, width, line)
        write(painter, row, LEFT, text, face, color)


def value_at(curve: Curve, x: float) -> float:
    """The value in force at ``x``, in the measure's units.

    The nearest point's, NaN outside the data.
    """
    values = curve.y if curve.values is None else curve.values
    if curve.x.size == 0 or not curve.x[0] - 0.5 <= x <= curve.x[-1] + 0.5:
        return math.nan
    after = int(np.clip(np.searchsorted(curve.x, x), 1, max(curve.x.size - 1, 1)))
    near = (
        after - 1 if x - curve.x[after - 1] < curve.x[min(after, curve.x.size - 1)] - x else after
    )
    return float(values[min(near, values.size - 1)])


def happened(content: ChartModel, x: float, near: float) -> list[str]:
    """The events within ``near`` of ``x``, with their numbers, and the stretches that hold it."""
    events = [f"{e.number}  {e.text}" for e in content.events if abs(e.x - x) <= near]
    stretches = [shade.text for shade in content.shades if shade.low <= x <= shade.high]
    return [*events, *dict.fromkeys(stretches)]
