"""What the mouse does on a chart's plot, as positions on its x axis."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from gui.charts.chart import Chart
from gui.charts.chart_model import Plane

DRAG_PIXELS = 4.0
"""A press that moves less is a click."""
_STEP = 1.25
"""By how much one notch of the wheel zooms."""
_NOTCH = 120.0
HIDE_HINT = "Click to hide this curve in this chart. (D)"
SHOW_HINT = "Click to show this curve again. (D)"
ENLARGE_HINT = "Double-click to enlarge this chart to the whole page, and back. (E)"


class ChartPointer(QObject):
    """Watches a chart's viewport; all positions are in the units of its x axis.

    ``moved`` brings where the pointer is, None where it has left the plot; ``dragged`` both ends
    of a drag while it lasts, the lower first, and ``dropped`` the same at its end; ``clicked`` a
    click's position. ``zoomed`` has a position that stays where it is and the factor by which the
    span shrinks, ``widened`` is a double click. ``series_clicked`` brings what the label belongs to
    that was clicked, ``note_asked`` where the right button was; ``title_doubled`` is a double click
    on the line with the title.
    """

    moved = Signal(object)
    dragged = Signal(float, float)
    dropped = Signal(float, float)
    clicked = Signal(float)
    zoomed = Signal(float, float)
    widened = Signal()
    series_clicked = Signal(object)
    title_doubled = Signal()
    note_asked = Signal(float)

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart)
        self.chart = chart
        self._pressed: tuple[QPointF, Plane] | None = None
        self._drags = False
        chart.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QMouseEvent():
                return self._take_mouse(event)
            case QWheelEvent():
                return self._zoom(event.position(), _STEP ** (event.angleDelta().y() / _NOTCH))
            case QNativeGestureEvent() if (
                event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
            ):
                return self._zoom(event.position(), 1.0 + event.value())
            case QHelpEvent() if event.type() == QEvent.Type.ToolTip:
                return self._explain(event)
        if event.type() == QEvent.Type.Leave:
            self.moved.emit(None)
        return False

    def _take_mouse(self, event: QMouseEvent) -> bool:
        at = event.position()
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick if (
                event.button() == Qt.MouseButton.LeftButton and (series := self.chart.series_at(at))
            ):
                self._pressed = None
                self.series_clicked.emit(series)
                return True
            case QEvent.Type.MouseButtonPress if event.button() == Qt.MouseButton.RightButton:
                if plane := self.chart.plane_at(at):
                    self.note_asked.emit(plane.from_x(at.x()))
                return plane is not None
            case QEvent.Type.MouseButtonPress if event.button() == Qt.MouseButton.LeftButton:
                plane = self.chart.plane_at(at)
                self._pressed, self._drags = (at, plane) if plane else None, False
                return plane is not None
            case QEvent.Type.MouseMove:
                self._move(at)
                return True
            case QEvent.Type.MouseButtonRelease if self._pressed is not None:
                self._release(at)
                return True
            case QEvent.Type.MouseButtonDblClick if self.chart.plane_at(at):
                self._pressed = None
                self.widened.emit()
                return True
            case QEvent.Type.MouseButtonDblClick if self.chart.is_header(at):
                self.title_doubled.emit()
                return True
        return False

    def _explain(self, event: QHelpEvent) -> bool:
        """What a click does on a label, and on the title."""
        at = QPointF(event.pos())
        series = self.chart.series_at(at)
        words = ""
        if series is not None:
            words = SHOW_HINT if series in self.chart.hidden else HIDE_HINT
        elif self.chart.is_header(at):
            words = ENLARGE_HINT
        QToolTip.showText(event.globalPos(), words, self.chart)
        return bool(words)

    def _move(self, at: QPointF) -> None:
        if self._pressed is None:
            plane = self.chart.plane_at(at)
            self.moved.emit(plane.from_x(at.x()) if plane else None)
            over = self.chart.series_at(at) is not None
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.chart.viewport().setCursor(shape)
            return
        pressed, plane = self._pressed
        self._drags = self._drags or abs(at.x() - pressed.x()) >= DRAG_PIXELS
        if self._drags:
            self.dragged.emit(*_span(plane, pressed, at))

    def _release(self, at: QPointF) -> None:
        assert self._pressed is not None
        (pressed, plane), self._pressed = self._pressed, None
        if self._drags:
            self.dropped.emit(*_span(plane, pressed, at))
        else:
            self.clicked.emit(plane.from_x(pressed.x()))

    def _zoom(self, at: QPointF, factor: float) -> bool:
        plane = self.chart.plane_at(at)
        if plane is not None and factor > 0 and factor != 1.0:
            self.zoomed.emit(plane.from_x(at.x()), factor)
        return plane is not None


def _span(plane: Plane, one: QPointF, other: QPointF) -> tuple[float, float]:
    """From where to where on the axis, which the pointer may have left."""
    ends = (min(max(plane.from_x(at.x()), plane.x.low), plane.x.high) for at in (one, other))
    low, high = sorted(ends)
    return low, high
