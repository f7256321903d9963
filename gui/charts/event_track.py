"""The words of what happened, below the charts and on their time axis."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.charts.axes import Axis, time_span
from gui.charts.chart_model import Event, PaintStyle
from gui.charts.event_number import NUMBER_SIZE, event_color, number_width, paint_number
from gui.charts.events import events
from gui.charts.label_placement import place_in_line
from gui.charts.text import LEFT, write
from gui.charts.time_chart import ends
from gui.style.theme import DARK, REGULAR, SMALL, mix
from loadgen.model.number_format import clock
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline

HEIGHT = 24.0
_GAP = 5.0
_PILL_OF_MANY = 46.0
"""What is left for the numbers of those that have no words."""
NOTHING_YET = "Changes and failures are listed here, with their numbers on the charts."
HINT = "Click to write a note at a moment of the race, or to change one. (A)"


def paint_track(
    painter: QPainter, rect: QRectF, shown: tuple[Event, ...], axis: Axis, look: PaintStyle
) -> list[tuple[Event, QRectF]]:
    """The events over the time axis that fills ``rect``.

    A tick for each, and its number and words as near to it as the others allow. Where there is no
    room for all words, the newest have them. Returns where words are.
    """
    f, theme = look.factor, look.theme
    top, middle = round(rect.top()) + 0.5, rect.top() + (HEIGHT / 2 + 1) * f
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.drawLine(QPointF(rect.left(), top), QPointF(rect.right(), top))
    visible = [event for event in shown if axis.low <= event.x <= axis.high]
    scale = rect.width() / (axis.high - axis.low)
    points = [rect.left() + (event.x - axis.low) * scale for event in visible]
    painter.setPen(QPen(QColor(mix(theme.muted, theme.card, 0.45)), f))
    for x in points:
        painter.drawLine(QPointF(x, top), QPointF(x, top + 4 * f))
    face, half = look.font(SMALL, REGULAR), NUMBER_SIZE * f / 2
    measure = QFontMetricsF(face).horizontalAdvance
    pills = [number_width({event.number}, look) for event in visible]
    wanted = [
        (x - half, pill + _GAP * f + measure(event.text))
        for x, pill, event in zip(points, pills, visible, strict=True)
    ]
    placed = place_in_line(wanted, rect.left() - half, rect.right(), 3 * _GAP * f)
    if len(placed) < len(visible):
        first = rect.left() - half + _PILL_OF_MANY * f
        placed = place_in_line(wanted, first, rect.right(), 3 * _GAP * f)
        left_out = {visible[0].number, visible[len(visible) - len(placed) - 1].number}
        at = QPointF(rect.left() - half + number_width(left_out, look) / 2, middle)
        paint_number(painter, at, left_out, visible[0], look)
    written = []
    for place in placed:
        event, pill = visible[place.index], pills[place.index]
        paint_number(painter, QPointF(place.left + pill / 2, middle), {event.number}, event, look)
        left = place.left + pill + _GAP * f
        box = QRectF(left, middle - 9 * f, place.right - left, 18 * f)
        write(painter, box, LEFT, event.text, face, event_color(event, theme))
        written.append(
            (event, QRectF(place.left, rect.top(), place.right - place.left, HEIGHT * f))
        )
    return written


class EventTrack(QWidget):
    """One for the page: from the left edge of the left plots to the right edge of the right ones.

    The mouse shows all events with their times. ``event_clicked`` brings a note whose words were
    clicked, ``moment_clicked`` the place on the time axis of any other click.
    """

    event_clicked = Signal(object)
    moment_clicked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = PaintStyle(DARK)
        self._window_s: float | None = None
        self._zoom: tuple[float, float] | None = None
        self._events: tuple[Event, ...] = ()
        self._axis = Axis(0.0, 1.0, ())
        self._edges = (0.0, 1.0)
        self._drawn: object = None
        self._written: list[tuple[Event, QRectF]] = []
        self._source: tuple[Timeline, RacePlan] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Events")

    @property
    def shown(self) -> tuple[Event, ...]:
        """The events that are painted, in the order of the axis."""
        return self._events

    @property
    def axis(self) -> Axis:
        """The time axis that the track is aligned with."""
        return self._axis

    def refresh(self, timeline: Timeline, plan: RacePlan) -> None:
        """Show what has happened until now."""
        self._source = (timeline, plan)
        over = timeline.phase == "ended"
        span = time_span(max(ends(timeline)), self._window_s, over=over)
        low, high = self._zoom or span
        shown = events(timeline, plan)
        state = (low, high, shown)
        if state == self._drawn:
            return
        self._drawn, self._events, self._axis = state, shown, Axis(low, high, ())
        self.setAccessibleDescription("; ".join(self._lines()))
        self.update()

    def to_pixel(self, x: float) -> float:
        """Where a place of the time axis is in this widget."""
        left, right = self._edges
        share = (x - self._axis.low) / (self._axis.high - self._axis.low)
        return left + min(max(share, 0.0), 1.0) * (right - left)

    def set_edges(self, left: float, right: float) -> None:
        """Where the charts' time axes begin and end, in this widget's pixels."""
        if (left, right) != self._edges:
            self._edges = (left, right)
            self.update()

    def set_window(self, window_s: float | None) -> None:
        """Show the last ``window_s`` seconds, all of the race for None."""
        self._window_s = window_s
        if self._source is not None:
            self.refresh(*self._source)

    def set_zoom(self, zoom: tuple[float, float] | None) -> None:
        """Show a span of the race, in the axes' seconds; None for what the window says."""
        self._zoom = zoom
        if self._source is not None:
            self.refresh(*self._source)

    def set_look(self, look: PaintStyle) -> None:
        """Repaint in other colours or another size."""
        self.look = look
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, round(HEIGHT * self.look.factor))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            lines = self._lines() or [NOTHING_YET]
            QToolTip.showText(event.globalPos(), "\n".join((*lines, HINT)), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        hit = next((each for each, box in self._written if box.contains(at)), None)
        if hit is not None and hit.kind == "note":
            self.event_clicked.emit(hit)
            return
        left, right = self._edges
        share = min(max((at.x() - left) / max(right - left, 1.0), 0.0), 1.0)
        self.moment_clicked.emit(self._axis.low + share * (self._axis.high - self._axis.low))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        left, right = self._edges
        rect = QRectF(left, 0, max(right - left, 1.0), self.height())
        self._written = paint_track(painter, rect, self._events, self._axis, self.look)
        if not self._events:
            face = self.look.font(SMALL, REGULAR)
            write(painter, rect, LEFT, NOTHING_YET, face, self.look.theme.muted)
        painter.end()

    def _lines(self) -> list[str]:
        return [f"{each.number}  {clock(each.x)}  {each.text}" for each in self._events]
