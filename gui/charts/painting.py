"""Paints a chart's content into a rectangle: on the screen and in a picture alike."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gui.charts.backdrop import paint_gaps, paint_level_texts, paint_levels, paint_x_title
from gui.charts.content import Content, Look, Plane
from gui.charts.curves import (
    COLUMN,
    DOTTED_COLUMN,
    paint_dot,
    paint_fill,
    paint_line,
    paint_range,
    thin,
)
from gui.charts.labels import paint_labels
from gui.charts.layout import KEY_GAP, PAD, Layout, lay_out
from gui.charts.placing import place_marks
from gui.charts.readout import paint_readout
from gui.charts.text import CENTER, LEFT, RIGHT, metrics, write
from gui.theme import (
    CARD_RADIUS,
    GRID_ALPHA,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    SMALL,
    TITLE,
    mix,
    with_alpha,
)
from loadgen.frame import LANES

SUBTITLE = SMALL + 1
_SIZES = (1.0, 0.92, 0.84, 0.75)
_SHRINKS = 1 / _SIZES[-1]


def paint(
    painter: QPainter,
    rect: QRectF,
    content: Content,
    look: Look,
    margin: float,
    hover_x: float = -1,
    reserved: float = 0.0,
) -> None:
    """The whole card. ``hover_x`` is where the mouse is, in the rectangle's pixels; ``reserved``
    how many of them at the header's right end belong to somebody else.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    at = lay_out(rect, content, look, margin, reserved)
    _paint_card(painter, at, look)
    _paint_header(painter, at, content, look, reserved)
    if content.is_empty:
        _paint_grid(painter, at.plane, look)
        _paint_teaching(painter, at, content, look)
        return
    _paint_curves(painter, at, content, look)
    paint_level_texts(painter, at, content, look)
    paint_labels(painter, at, content, look)
    if at.plane.area.left() <= hover_x <= at.plane.area.right():
        paint_readout(painter, at, content, look, hover_x)


def _paint_card(painter: QPainter, at: Layout, look: Look) -> None:
    painter.setPen(QPen(QColor(look.theme.border), 1))
    painter.setBrush(QColor(look.theme.card))
    painter.drawRoundedRect(at.card, CARD_RADIUS, CARD_RADIUS)


def _paint_header(
    painter: QPainter, at: Layout, content: Content, look: Look, reserved: float
) -> None:
    room = at.header.adjusted(0, 0, -reserved, 0)
    write(painter, room, LEFT, content.title, look.font(TITLE, SEMIBOLD), look.theme.text)
    used = metrics(look, TITLE, SEMIBOLD).horizontalAdvance(content.title)
    room.setLeft(room.left() + used + 10 * look.factor)
    if not at.names:
        room.setRight(_paint_key(painter, room, content, look))
    # A hair lower: all texts stand on one line.
    room.translate(0, 1)
    notice = notice_text(content, room.width(), look)
    subtitle = content.subtitle
    if notice and not _fits(f"{subtitle}   {notice}", room.width(), look):
        subtitle = ""
    if not _fits(subtitle, _SHRINKS * room.width(), look):
        subtitle = subtitle.partition(", ")[0]
    if subtitle and _fits(subtitle, _SHRINKS * room.width(), look):
        face = _fitting(subtitle, room.width(), REGULAR, look)
        write(painter, room, LEFT, subtitle, face, look.theme.muted)
        room.setLeft(room.left() + QFontMetricsF(face).horizontalAdvance(f"{subtitle}   "))
    if notice:
        face = _fitting(notice, room.width(), MEDIUM, look)
        write(painter, room, LEFT, notice, face, look.theme.caution)


def notice_text(content: Content, width: float, look: Look) -> str:
    """As much of it as there is room for; whose generator it is, the verdict says too."""
    brief = content.notice.partition(" (")[0]
    both = [" · ".join(filter(None, (text, content.sender))) for text in (content.notice, brief)]
    told = [f"▲ {text}" for text in (*both, content.notice, brief) if text]
    # Where not even small type has room, the sign alone: the verdict says what it means.
    shrunk = [told[-1], "▲"] if told else []
    return next(
        (text for text in told if _fits(text, width, look)),
        next((text for text in shrunk if _fits(text, _SHRINKS * width, look)), ""),
    )


def _paint_key(painter: QPainter, room: QRectF, content: Content, look: Look) -> float:
    """The lanes' names, right-aligned; returns where they begin."""
    measure = metrics(look, SMALL, MEDIUM).horizontalAdvance
    right, f = room.right(), look.factor
    for lane in reversed(LANES):
        name = content.names.get(lane, "")
        if not name:
            continue
        width = measure(name)
        box = QRectF(right - width, room.top(), width, room.height())
        face = look.font(SMALL, MEDIUM)
        write(painter, box, LEFT, name, face, look.theme.lane(lane))
        paint_dot(painter, QPointF(box.left() - 9 * f, box.center().y()), lane, look, 8 * f)
        right = box.left() - KEY_GAP * f
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
        write(painter, box, RIGHT, tick.text, face, color)
    free = -math.inf
    measure = QFontMetricsF(face).horizontalAdvance
    for tick in plane.x.ticks:
        x, width = plane.to_x(tick.at), measure(tick.text)
        if x - width / 2 < free:
            continue
        free = x + width / 2 + 8 * f
        box = QRectF(x - 50 * f, area.bottom() + 6 * f, 100 * f, 18 * f)
        write(painter, box, CENTER, tick.text, face, color)


def _paint_teaching(painter: QPainter, at: Layout, content: Content, look: Look) -> None:
    face = look.font(TITLE, REGULAR)
    box = at.card.adjusted(PAD, at.header.height(), -PAD, 0)
    flags = CENTER | Qt.TextFlag.TextWordWrap
    bounds = QFontMetricsF(face).boundingRect(box, int(flags), content.teaches)
    painter.fillRect(bounds.adjusted(-12, -6, 12, 6), QColor(look.theme.card))
    write(painter, box, flags, content.teaches, face, look.theme.muted)


def _paint_curves(painter: QPainter, at: Layout, content: Content, look: Look) -> None:
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
    paint_gaps(painter, plane, content.gaps, look)
    _paint_grid(painter, plane, look)
    _paint_ticks(painter, plane, look)
    paint_x_title(painter, at, content, look)
    _paint_marks(painter, at, content, look)
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
            write(painter, box, LEFT, mark.text, face, look.theme.muted)


def _fits(text: str, width: float, look: Look) -> bool:
    return metrics(look, SUBTITLE, MEDIUM).horizontalAdvance(text) <= width


def _fitting(text: str, width: float, weight: QFont.Weight, look: Look) -> QFont:
    """The face in which the text fits, at the smallest three quarters of a subtitle's."""
    for share in _SIZES:
        face = look.font(SUBTITLE * share, weight)
        if QFontMetricsF(face).horizontalAdvance(text) <= width:
            break
    return face
