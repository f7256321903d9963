"""What stands at the curves' ends: the lane's dot, its name and its figure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gui.charts.chart_model import ChartModel, Curve, PaintStyle, Plane, Series
from gui.charts.curves import paint_dot
from gui.charts.label_placement import spread
from gui.charts.layout import EDGE, LABEL_GAP, LABEL_SIZES, Layout
from gui.charts.text import LEFT, text_width, write
from gui.style.theme import SEMIBOLD, TICK, Theme, mix, with_alpha

_APART = 1.15
"""A companion that is 15 % off is labelled."""
_MOST_FADED = 0.7
"""How grey the oldest label is."""
LABEL_HEIGHT = 17.0
HIDDEN = "hidden"


def label_text(curve: Curve, content: ChartModel, names: bool) -> str:
    """``Flask p99 88.8 ms``, ``Flask p99 320 ms 21 s ago``, ``Flask stopped``, ``Flask hidden``."""
    name = content.names.get(curve.lane, "") if names else ""
    if curve.hidden:
        return " ".join(part for part in (name, curve.what, HIDDEN) if part)
    said = (curve.state,) if curve.state else (curve.what, curve.basis, curve.label)
    return " ".join(part for part in (name, *said, curve.since) if part)


def label_texts(content: ChartModel) -> list[str]:
    """All labels in full."""
    return [label_text(each, content, names=True) for each in content.curves if each.label_at]


def series_names(content: ChartModel) -> dict[Series, str]:
    """Every series that has a label, with its name: ``Flask p99``."""
    labelled = [each.series for each in content.curves if each.label_at]
    return {each: f"{content.names.get(each[0], each[0])} {each[1]}".strip() for each in labelled}


def apart(companions: Sequence[Curve], beside: Sequence[Curve]) -> list[Curve]:
    """The companions without the labels that repeat the label of the curve beside them.

    Those are of the same lane and of the same ``what``.
    """
    ends = {(each.lane, each.what): each.label_at for each in beside}

    def says_more(curve: Curve) -> bool:
        other = ends.get((curve.lane, curve.what))
        if curve.label_at is None or other is None:
            return True
        low, high = sorted((curve.label_at[1], other[1]))
        return high > _APART * low

    return [each if says_more(each) else replace(each, label_at=None) for each in companions]


@dataclass(frozen=True, slots=True)
class Label:
    """A curve's label and where it is.

    ``inside`` is one on the plot, beside a point that is not of now.
    """

    curve: Curve
    end: QPointF
    text: str
    face: QFont
    box: QRectF
    inside: bool


def place_labels(at: Layout, content: ChartModel, look: PaintStyle) -> list[Label]:
    """The labels of all curves that have one, each as long as there is room for.

    Those of now stand at the plot's edge, apart from each other; old ones beside their point.
    """
    height, made = LABEL_HEIGHT * look.factor, _labels(at, content, look)
    # The strip above the plot belongs to the events' numbers, where there are any.
    top = at.plane.area.top() - (0.0 if content.events else height / 2)
    bottom = at.plane.area.bottom() + height / 2
    placed = []
    for inside in (True, False):
        group = [label for label in made if label.inside == inside]
        middles = spread([label.end.y() for label in group], height, top, bottom)
        for label, middle in zip(group, middles, strict=True):
            box = QRectF(label.box.left(), middle - height / 2, label.box.width(), height)
            placed.append(replace(label, box=box))
    return placed


def _labels(at: Layout, content: ChartModel, look: PaintStyle) -> list[Label]:
    """Not yet at their height. A state is said once for all curves of a lane.

    So is what is hidden, for all curves of a series; its end stays within the plot.
    """
    ended = [
        (curve, _end(curve, curve.label_at, at.plane))
        for curve in content.curves
        if curve.label_at is not None
    ]
    furthest = max((end.x() for _, end in ended), default=0.0)
    made: list[Label] = []
    said: set[object] = set()
    # From the last on: of latencies, the median is the one that says it.
    for curve, end in reversed(ended):
        if curve.state or curve.hidden:
            once = curve.series if curve.hidden else curve.lane
            if once in said:
                continue
            said.add(once)
        # In their own times one lane is ahead: no label is to stand on its curve.
        beside = furthest if content.x_title and not curve.fade else end.x()
        left = beside + LABEL_GAP * look.factor
        text, face = _fitting(curve, content, at, look, at.card.right() - EDGE - left)
        width = text_width(text, face)
        inside = left + width <= at.plane.area.right()
        made.append(Label(curve, end, text, face, QRectF(left, 0, width, 0), inside))
    return made[::-1]


def _end(curve: Curve, label_at: tuple[float, float], plane: Plane) -> QPointF:
    x, y = plane.to_x(label_at[0]), plane.to_y(label_at[1])
    if curve.hidden:
        y = min(max(y, plane.area.top()), plane.area.bottom())
    return QPointF(x, y)


def _fitting(
    curve: Curve, content: ChartModel, at: Layout, look: PaintStyle, room: float
) -> tuple[str, QFont]:
    """The longest form that fits; where none does, the shortest in small type."""
    long = curve if at.whats else replace(curve, what="", basis="")
    brief = replace(curve, what="", basis="", since="")
    forms = (
        # What is old says of what and whose it is: it may stand far from where its lane is now.
        *([label_text(curve, content, names=True)] if curve.fade else []),
        label_text(long, content, names=at.names),
        label_text(replace(long, since=""), content, names=at.names),
        label_text(brief, content, names=at.names),
        label_text(brief, content, names=False),
    )
    for size in LABEL_SIZES[LABEL_SIZES.index(at.label_size) :]:
        face = look.font(TICK * size, SEMIBOLD)
        fitting = next((form for form in forms if text_width(form, face) <= room), None)
        if fitting is not None:
            break
    return forms[-1] if fitting is None else fitting, face


def paint_labels(painter: QPainter, placed: Sequence[Label], look: PaintStyle) -> None:
    """The labels, each with its curve's end."""
    for label in placed:
        _paint_label(painter, label, look)


def _paint_label(painter: QPainter, label: Label, look: PaintStyle) -> None:
    theme, f, end, box = look.theme, look.factor, label.end, label.box
    color = label_color(label.curve, theme)
    if label.inside:
        painter.fillRect(box.adjusted(-2 * f, 0, 2 * f, 0), with_alpha(theme.card, 0.8))
    if abs(box.center().y() - end.y()) > 4 or box.left() - end.x() > (LABEL_GAP + 1) * f:
        painter.setPen(QPen(with_alpha(color, 0.5), 1))
        painter.drawLine(end, QPointF(box.left() - 2 * f, box.center().y()))
    paint_end(painter, end, label.curve, look)
    write(painter, box, LEFT, label.text, label.face, color)


def label_color(curve: Curve, theme: Theme) -> str:
    """The lane's, the greyer the older the label is, or hidden; as easy to read at any age."""
    return mix(
        theme.lane(curve.lane), theme.muted, 1.0 if curve.hidden else _MOST_FADED * curve.fade
    )


def paint_end(painter: QPainter, end: QPointF, curve: Curve, look: PaintStyle) -> None:
    """The lane's dot at the line's end; a dotted line's is hollow, a companion's is small.

    What is hidden has its dot's outline alone, in the colour of its label.
    """
    if curve.hidden:
        painter.setPen(QPen(QColor(label_color(curve, look.theme)), look.factor))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = 3.0 * look.factor
        box = QRectF(end.x() - half, end.y() - half, 2 * half, 2 * half)
        painter.drawEllipse(box) if curve.lane == "a" else painter.drawRect(box)
        return
    size = 4 if curve.companion else 8
    paint_dot(painter, end, curve.lane, look, size * look.factor)
    if curve.dotted:
        painter.setBrush(QColor(look.theme.card))
        half = 2.2 * look.factor
        box = QRectF(end.x() - half, end.y() - half, 2 * half, 2 * half)
        painter.drawEllipse(box) if curve.lane == "a" else painter.drawRect(box)
