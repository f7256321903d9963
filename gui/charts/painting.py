"""Paints a chart's content into a rectangle: on the screen and in a picture alike."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gui.charts.content import Content, Curve, Look, Plane
from gui.charts.curves import DOTTED_COLUMN, paint_dot, paint_fill, paint_line, paint_range, thin
from gui.charts.placing import place_marks, spread
from gui.theme import (
    CARD_RADIUS,
    GRID_ALPHA,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    SMALL,
    TICK,
    TITLE,
    lane_symbol,
    mix,
    with_alpha,
)
from loadgen.frame import LANES

SUBTITLE = SMALL + 1
_PAD = 16.0
_NAMES_FROM = 560.0
"""Cards at least so wide name the lane in each label; narrower ones name it in the header."""

_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are on the card. ``names`` says whether labels name their lane."""

    card: QRectF
    header: QRectF
    strip: QRectF
    plane: Plane
    names: bool


def label_text(curve: Curve, content: Content, names: bool) -> str:
    name = content.names.get(curve.lane, "") if names else ""
    return f"{name} {curve.label}".strip()


def label_margin(width: float, content: Content, look: Look) -> float:
    """The room that labels need to the right of the plot, for a card of that width."""
    names = _with_names(width, look)
    longest = max(content.names.values(), key=len, default="") if names else ""
    texts = [label_text(curve, content, names) for curve in content.curves if curve.label_at]
    metrics = _metrics(look, TICK, SEMIBOLD)
    texts.append(f"{longest} {content.label_sample}")
    return max(metrics.horizontalAdvance(text) for text in texts) + 14 * look.factor


def lay_out(rect: QRectF, content: Content, look: Look, margin: float) -> Layout:
    f, pad = look.factor, _PAD * min(look.factor, 1.25)
    card = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    header = QRectF(card.left() + pad, card.top() + 10 * f, card.width() - 2 * pad, 24 * f)
    strip = QRectF(header.left(), header.bottom() + 2, header.width(), 20 * f)
    left = card.left() + pad + 44 * f
    area = QRectF(
        left,
        strip.bottom(),
        max(card.right() - pad - margin - left, 20.0),
        max(card.bottom() - 32 * f - strip.bottom(), 20.0),
    )
    return Layout(
        card, header, strip, Plane(area, content.x, content.y), _with_names(rect.width(), look)
    )


def paint(
    painter: QPainter,
    rect: QRectF,
    content: Content,
    look: Look,
    margin: float,
    hover_x: float = -1,
) -> None:
    """The whole card. ``hover_x`` is where the mouse is, in the rectangle's pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    at = lay_out(rect, content, look, margin)
    _paint_card(painter, at, look)
    _paint_header(painter, at, content, look)
    if content.is_empty:
        _paint_grid(painter, at.plane, look)
        _paint_teaching(painter, at, content, look)
        return
    _paint_curves(painter, at, content, look)
    _paint_labels(painter, at, content, look)
    if at.plane.area.left() <= hover_x <= at.plane.area.right():
        _paint_readout(painter, at, content, look, hover_x)


def _with_names(width: float, look: Look) -> bool:
    return width >= _NAMES_FROM * look.factor


def _metrics(look: Look, size: float, weight: QFont.Weight = REGULAR) -> QFontMetricsF:
    return QFontMetricsF(look.font(size, weight))


def _paint_card(painter: QPainter, at: Layout, look: Look) -> None:
    painter.setPen(QPen(QColor(look.theme.border), 1))
    painter.setBrush(QColor(look.theme.card))
    painter.drawRoundedRect(at.card, CARD_RADIUS, CARD_RADIUS)


def _paint_header(painter: QPainter, at: Layout, content: Content, look: Look) -> None:
    room = QRectF(at.header)
    _write(painter, room, _LEFT, content.title, look.font(TITLE, SEMIBOLD), look.theme.text)
    used = _metrics(look, TITLE, SEMIBOLD).horizontalAdvance(content.title)
    room.setLeft(room.left() + used + 10 * look.factor)
    if not at.names:
        room.setRight(_paint_key(painter, room, content, look))
    # A hair lower: all texts stand on one line.
    room.translate(0, 1)
    notice = f"▲ {content.notice}" if content.notice else ""
    subtitle = content.subtitle
    if notice and not _fits(f"{subtitle}   {notice}", room.width(), look):
        subtitle = ""
    if subtitle:
        face = _fitting(subtitle, room.width(), REGULAR, look)
        _write(painter, room, _LEFT, subtitle, face, look.theme.muted)
        room.setLeft(room.left() + QFontMetricsF(face).horizontalAdvance(f"{subtitle}   "))
    if notice:
        face = _fitting(notice, room.width(), MEDIUM, look)
        _write(painter, room, _LEFT, notice, face, look.theme.caution)


def _paint_key(painter: QPainter, room: QRectF, content: Content, look: Look) -> float:
    """The lanes' names, right-aligned; returns where they begin."""
    metrics = _metrics(look, SMALL, MEDIUM)
    right, f = room.right(), look.factor
    for lane in reversed(LANES):
        name = content.names.get(lane, "")
        if not name:
            continue
        width = metrics.horizontalAdvance(name)
        box = QRectF(right - width, room.top(), width, room.height())
        face = look.font(SMALL, MEDIUM)
        _write(painter, box, _LEFT, name, face, look.theme.lane(lane))
        paint_dot(painter, QPointF(box.left() - 9 * f, box.center().y()), lane, look, 8 * f)
        right = box.left() - 24 * f
    return right


def _paint_grid(painter: QPainter, plane: Plane, look: Look) -> None:
    area = plane.area
    painter.setPen(QPen(with_alpha(look.theme.text, GRID_ALPHA), 1))
    for tick in plane.y.ticks:
        y = round(plane.to_y(tick.at)) + 0.5
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def _paint_ticks(painter: QPainter, plane: Plane, look: Look) -> None:
    f, area = look.factor, plane.area
    face, color = look.font(SMALL + 0.5, REGULAR), look.theme.muted
    for tick in plane.y.ticks:
        box = QRectF(area.left() - 70 * f, plane.to_y(tick.at) - 10 * f, 60 * f, 20 * f)
        _write(painter, box, _RIGHT, tick.text, face, color)
    free = -math.inf
    metrics = QFontMetricsF(face)
    for tick in plane.x.ticks:
        x, width = plane.to_x(tick.at), metrics.horizontalAdvance(tick.text)
        if x - width / 2 < free:
            continue
        free = x + width / 2 + 8 * f
        box = QRectF(x - 50 * f, area.bottom() + 6 * f, 100 * f, 18 * f)
        _write(painter, box, _CENTER, tick.text, face, color)


def _paint_teaching(painter: QPainter, at: Layout, content: Content, look: Look) -> None:
    face = look.font(TITLE, REGULAR)
    box = at.card.adjusted(_PAD, at.header.height(), -_PAD, 0)
    flags = _CENTER | Qt.TextFlag.TextWordWrap
    bounds = QFontMetricsF(face).boundingRect(box, int(flags), content.teaches)
    painter.fillRect(bounds.adjusted(-12, -6, 12, 6), QColor(look.theme.card))
    _write(painter, box, flags, content.teaches, face, look.theme.muted)


def _paint_curves(painter: QPainter, at: Layout, content: Content, look: Look) -> None:
    plane = at.plane
    drawn = [(curve, thin(curve, plane)) for curve in content.curves]
    painter.save()
    painter.setClipRect(plane.area)
    for curve, points in drawn:
        if curve.filled:
            paint_fill(painter, points, curve.lane, plane, look)
    painter.restore()
    _paint_grid(painter, plane, look)
    _paint_ticks(painter, plane, look)
    _paint_marks(painter, at, content, look)
    painter.save()
    painter.setClipRect(plane.area.adjusted(-3, -3, 5, 3))
    for curve, points in drawn:
        if points.is_range:
            paint_range(painter, points, curve.lane, look)
    for curve, points in drawn:
        coarse = curve.dotted and points.is_range
        line = thin(curve, plane, DOTTED_COLUMN) if coarse else points
        paint_line(painter, line, curve, look)
    painter.restore()


def _paint_marks(painter: QPainter, at: Layout, content: Content, look: Look) -> None:
    plane, face = at.plane, look.font(SMALL, REGULAR)
    shown = [(plane.to_x(x), text) for x, text in content.marks if plane.x.low <= x <= plane.x.high]
    width = QFontMetricsF(face).horizontalAdvance
    color = mix(look.theme.muted, look.theme.card, 0.45)
    pen = QPen(QColor(color), look.factor)
    pen.setDashPattern([2, 3])
    for mark in place_marks(shown, width, plane.area.left(), at.strip.right()):
        x = round(mark.x) + 0.5
        painter.setPen(pen)
        painter.drawLine(QPointF(x, at.strip.top() + 3), QPointF(x, plane.area.bottom()))
        if mark.text:
            box = QRectF(mark.text_x, at.strip.top(), width(mark.text) + 4, at.strip.height() - 2)
            _write(painter, box, _LEFT, mark.text, face, look.theme.muted)


def _paint_labels(painter: QPainter, at: Layout, content: Content, look: Look) -> None:
    f, plane = look.factor, at.plane
    labelled = [
        (c, QPointF(plane.to_x(c.label_at[0]), plane.to_y(c.label_at[1])))
        for c in content.curves
        if c.label_at is not None
    ]
    height = 17 * f
    middles = spread(
        [end.y() for _, end in labelled],
        height,
        plane.area.top() - height / 2,
        plane.area.bottom() + height / 2,
    )
    face = look.font(TICK, SEMIBOLD)
    for (curve, end), middle in zip(labelled, middles, strict=True):
        color = look.theme.lane(curve.lane)
        start = end.x() + 12 * f
        if abs(middle - end.y()) > 4:
            painter.setPen(QPen(with_alpha(color, 0.5), 1))
            painter.drawLine(end, QPointF(start - 2 * f, middle))
        _paint_end(painter, end, curve, look)
        text = label_text(curve, content, at.names)
        box = QRectF(start, middle - height / 2, at.card.right() - start, height)
        _write(painter, box, _LEFT, text, face, color)


def _paint_end(painter: QPainter, end: QPointF, curve: Curve, look: Look) -> None:
    """The lane's dot at the line's end; a dotted line's is hollow."""
    paint_dot(painter, end, curve.lane, look, 8 * look.factor)
    if curve.dotted:
        painter.setBrush(QColor(look.theme.card))
        half = 2.2 * look.factor
        box = QRectF(end.x() - half, end.y() - half, 2 * half, 2 * half)
        painter.drawEllipse(box) if curve.lane == "a" else painter.drawRect(box)


def _paint_readout(
    painter: QPainter, at: Layout, content: Content, look: Look, hover_x: float
) -> None:
    """What both lanes had at the time under the mouse."""
    f, plane, theme = look.factor, at.plane, look.theme
    when = plane.from_x(hover_x)
    lines = [(content.write_x(when), theme.muted)]
    for curve in content.curves:
        y = _value_at(curve, when)
        said = curve.write(y) if math.isfinite(y) else "–"
        name = content.names.get(curve.lane, "")
        lines.append((f"{lane_symbol(curve.lane)} {name} {said}", theme.lane(curve.lane)))
    face = look.font(SMALL, MEDIUM)
    width = max(QFontMetricsF(face).horizontalAdvance(text) for text, _ in lines) + 20 * f
    line = 17 * f
    left = hover_x + 12 if hover_x + 12 + width <= at.card.right() - 4 else hover_x - 12 - width
    box = QRectF(left, plane.area.top() + 6, width, line * len(lines) + 12 * f)
    painter.setPen(QPen(QColor(theme.muted), 1))
    painter.drawLine(QPointF(hover_x, plane.area.top()), QPointF(hover_x, plane.area.bottom()))
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(box, 8, 8)
    for n, (text, color) in enumerate(lines):
        row = QRectF(box.left() + 10 * f, box.top() + 6 * f + n * line, width, line)
        _write(painter, row, _LEFT, text, face, color)


def _value_at(curve: Curve, x: float) -> float:
    """The value in force at ``x``: the nearest point's, NaN outside the data."""
    if curve.x.size == 0 or not curve.x[0] - 0.5 <= x <= curve.x[-1] + 0.5:
        return math.nan
    after = int(np.clip(np.searchsorted(curve.x, x), 1, max(curve.x.size - 1, 1)))
    near = (
        after - 1 if x - curve.x[after - 1] < curve.x[min(after, curve.x.size - 1)] - x else after
    )
    return float(curve.y[min(near, curve.y.size - 1)])


def _fits(text: str, width: float, look: Look) -> bool:
    return _metrics(look, SUBTITLE, MEDIUM).horizontalAdvance(text) <= width


def _fitting(text: str, width: float, weight: QFont.Weight, look: Look) -> QFont:
    """The face in which the text fits, at the smallest three quarters of a subtitle's."""
    for share in (1.0, 0.92, 0.84, 0.75):
        face = look.font(SUBTITLE * share, weight)
        if QFontMetricsF(face).horizontalAdvance(text) <= width:
            break
    return face


def _write(
    painter: QPainter,
    box: QRectF,
    flags: Qt.AlignmentFlag | Qt.TextFlag | int,
    text: str,
    face: QFont,
    color: str,
) -> None:
    painter.setFont(face)
    painter.setPen(QColor(color))
    painter.drawText(box, int(flags) | Qt.TextFlag.TextDontClip.value, text)
