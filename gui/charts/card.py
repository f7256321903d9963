"""The parts of a chart's card that stay while data come in: frame, header, ticks, event numbers."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gui.charts.backdrop import paint_x_title
from gui.charts.chart_model import ChartModel, Event, PaintStyle, Plane
from gui.charts.event_number import NUMBER_SIZE, paint_number
from gui.charts.header import paint_header
from gui.charts.label_placement import merge_near
from gui.charts.layout import X_TICKS_HEIGHT, Layout, x_ticks_gap
from gui.charts.text import CENTER, RIGHT, text_width, write
from gui.style.theme import CARD_RADIUS, REGULAR, SMALL

_GAP, _LEAST_GAP = 10.0, 2.0
_COMPACT_TICK = 5.0
_EDGE = 2.0
"""Pixels between the numbers of the y axis and the card's edge."""


def paint_card(
    painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle, reserved: float
) -> None:
    """The card without its plot; ``reserved`` pixels of the header's right end stay free."""
    _paint_frame(painter, at, content, look, reserved)
    _paint_x_axis(painter, at, content, look)


def _paint_frame(
    painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle, reserved: float
) -> None:
    """What stays when the x axis moves on."""
    painter.setPen(QPen(QColor(look.theme.border), 1))
    painter.setBrush(QColor(look.theme.card))
    painter.drawRoundedRect(at.card, CARD_RADIUS, CARD_RADIUS)
    paint_header(painter, at, content, look, reserved)
    if not content.is_empty:
        _paint_y_ticks(painter, at, look)
        paint_x_title(painter, at, content, look)


def _paint_x_axis(painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle) -> None:
    if not content.is_empty:
        _paint_x_ticks(painter, at, look)
        _paint_numbers(painter, at, content, look)


class CardImage:
    """The same, its frame from an image, painted again when something of it has changed.

    Painting it takes 0.6 ms of a redraw's 3 ms, copying it 0.05 ms.
    """

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._image = QPixmap()

    def paint(
        self, painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle, reserved: float
    ) -> None:
        """As ``paint_card``; ``at`` begins in the painter's origin."""
        ratio = painter.device().devicePixelRatioF()
        placed = at.card, at.header, at.names, at.plane.area, at.plane.y
        of = (ratio, look, reserved, placed, *_shown_on_frame(content))
        if of != self._of:
            self._of, self._image = of, self._render(at, content, look, reserved, ratio)
        painter.drawPixmap(QPointF(0, 0), self._image)
        _paint_x_axis(painter, at, content, look)

    def _render(
        self, at: Layout, content: ChartModel, look: PaintStyle, reserved: float, ratio: float
    ) -> QPixmap:
        right, bottom = at.card.right() + 0.5, at.card.bottom() + 0.5
        image = QPixmap(math.ceil(right * ratio), math.ceil(bottom * ratio))
        image.setDevicePixelRatio(ratio)
        # Opaque, so that it is copied and not blended, and text is smoothed as on the screen.
        image.fill(QColor(look.theme.background))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        _paint_frame(painter, at, content, look, reserved)
        painter.end()
        return image


def shown_on_card(content: ChartModel) -> tuple[object, ...]:
    """All that ``paint_card`` shows of it beside the axes, which the layout has."""
    return (*_shown_on_frame(content), content.events)


def _shown_on_frame(content: ChartModel) -> tuple[object, ...]:
    return (
        content.is_empty,
        content.title,
        content.subtitle,
        content.names,
        content.notice,
        content.notice_lanes,
        content.sender,
        content.x_title,
    )


def shown_events(content: ChartModel, plane: Plane) -> tuple[list[Event], list[float]]:
    """The events within the time axis, and where they are on it in pixels."""
    shown = [event for event in content.events if plane.x.low <= event.x <= plane.x.high]
    return shown, [plane.to_x(event.x) for event in shown]


def tick_gap(at: Layout, look: PaintStyle) -> float:
    """Pixels between the y axis's numbers and the plot: fewer where ``1.25k`` would be cut."""
    face = look.font(SMALL + 0.5, REGULAR)
    widest = max((text_width(tick.text, face) for tick in at.plane.y.ticks), default=0.0)
    room = at.plane.area.left() - at.card.left() - _EDGE - widest
    return min(max(room, _LEAST_GAP * look.factor), _GAP * look.factor)


def _paint_y_ticks(painter: QPainter, at: Layout, look: PaintStyle) -> None:
    plane, f = at.plane, look.factor
    face, color = look.font(SMALL + 0.5, REGULAR), look.theme.muted
    right = plane.area.left() - tick_gap(at, look)
    # Where the header is close, the number at the top stays clear of it.
    highest = plane.area.top() + (_COMPACT_TICK * f if look.compact else 0)
    for tick in plane.y.ticks:
        middle = max(plane.to_y(tick.at), highest)
        box = QRectF(right - 60 * f, middle - 10 * f, 60 * f, 20 * f)
        write(painter, box, RIGHT, tick.text, face, color)


def _paint_x_ticks(painter: QPainter, at: Layout, look: PaintStyle) -> None:
    plane, f = at.plane, look.factor
    face, color = look.font(SMALL + 0.5, REGULAR), look.theme.muted
    free = -math.inf
    for tick in plane.x.ticks:
        x, width = plane.to_x(tick.at), text_width(tick.text, face)
        if x - width / 2 < free:
            continue
        free = x + width / 2 + 8 * f
        top = plane.area.bottom() + x_ticks_gap(look)
        box = QRectF(x - 50 * f, top, 100 * f, X_TICKS_HEIGHT * f)
        write(painter, box, CENTER, tick.text, face, color)


def number_boxes(at: Layout, content: ChartModel, look: PaintStyle) -> list[QRectF]:
    """Where the events' numbers are, as wide as the widest could be."""
    half = NUMBER_SIZE * 1.15 * look.factor
    _, xs = shown_events(content, at.plane)
    return [QRectF(x - half, at.strip.top(), 2 * half, at.strip.height()) for x in xs]


def _paint_numbers(painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle) -> None:
    """In the strip; the words of the events are beside the charts."""
    f = look.factor
    shown, xs = shown_events(content, at.plane)
    for x, first, last in merge_near(xs, NUMBER_SIZE * 1.15 * f):
        numbers = {shown[first].number, shown[last].number}
        paint_number(painter, QPointF(x, at.strip.center().y() - f), numbers, shown[last], look)
