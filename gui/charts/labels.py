"""What stands at the curves' ends: the lane's dot, its name and its figure."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gui.charts.content import Content, Curve, Look
from gui.charts.curves import paint_dot
from gui.charts.layout import Layout, with_names
from gui.charts.placing import spread
from gui.charts.text import LEFT, metrics, write
from gui.theme import SEMIBOLD, TICK, with_alpha

_APART = 0.06
"""In powers of ten: a companion that is 15 % off is told."""


def label_text(curve: Curve, content: Content, names: bool) -> str:
    name = content.names.get(curve.lane, "") if names else ""
    return " ".join(part for part in (name, curve.what, curve.label) if part)


def apart(companions: Sequence[Curve], beside: Sequence[Curve]) -> list[Curve]:
    """The companions, on a logarithmic axis, without the labels that say what the curve beside
    says: of the same lane, and as dotted where there are several.
    """
    ends = {(each.lane, each.what): each.label_at for each in beside}

    def says_more(curve: Curve) -> bool:
        other = ends.get((curve.lane, curve.what.removesuffix("sent").strip()))
        if curve.label_at is None or other is None:
            return True
        return abs(curve.label_at[1] - other[1]) > _APART

    return [each if says_more(each) else replace(each, label_at=None) for each in companions]


def label_margin(width: float, content: Content, look: Look, reserved: float = 0.0) -> float:
    """The room that labels need to the right of the plot, for a card of that width. ``reserved`` is
    as in ``lay_out``.
    """
    names = with_names(width, content, look, reserved)
    longest = max(content.names.values(), key=len, default="") if names else ""
    texts = [label_text(curve, content, names) for curve in content.curves if curve.label_at]
    measure = metrics(look, TICK, SEMIBOLD).horizontalAdvance
    texts.append(f"{longest} {content.label_sample}")
    return max(measure(text) for text in texts) + 14 * look.factor


def paint_labels(painter: QPainter, at: Layout, content: Content, look: Look) -> None:
    f, plane = look.factor, at.plane
    labelled = [
        (c, QPointF(plane.to_x(c.label_at[0]), plane.to_y(c.label_at[1])))
        for c in content.curves
        if c.label_at is not None
    ]
    height = 17 * f
    # The strip above the plot belongs to the marks' texts, where there are any.
    above = 0.0 if content.marks else height / 2
    middles = spread(
        [end.y() for _, end in labelled],
        height,
        plane.area.top() - above,
        plane.area.bottom() + height / 2,
    )
    face = look.font(TICK, SEMIBOLD)
    furthest = max((end.x() for _, end in labelled), default=0.0)
    for (curve, end), middle in zip(labelled, middles, strict=True):
        color = look.theme.lane(curve.lane)
        # In their own times one lane is ahead: no label is to stand on its curve.
        start = (furthest if content.x_title else end.x()) + 12 * f
        if abs(middle - end.y()) > 4 or start - end.x() > 13 * f:
            painter.setPen(QPen(with_alpha(color, 0.5), 1))
            painter.drawLine(end, QPointF(start - 2 * f, middle))
        paint_end(painter, end, curve, look)
        text = label_text(curve, content, at.names)
        box = QRectF(start, middle - height / 2, at.card.right() - start, height)
        write(painter, box, LEFT, text, face, color)


def paint_end(painter: QPainter, end: QPointF, curve: Curve, look: Look) -> None:
    """The lane's dot at the line's end; a dotted line's is hollow, a companion's is small."""
    size = 4 if curve.companion else 8
    paint_dot(painter, end, curve.lane, look, size * look.factor)
    if curve.dotted:
        painter.setBrush(QColor(look.theme.card))
        half = 2.2 * look.factor
        box = QRectF(end.x() - half, end.y() - half, 2 * half, 2 * half)
        painter.drawEllipse(box) if curve.lane == "a" else painter.drawRect(box)
