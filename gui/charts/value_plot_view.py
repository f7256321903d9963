"""Shows a plot of points over a quantity; a point says its figure, and is opened by a click."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui.charts.chart_model import PaintStyle
from gui.charts.value_plot import PlotPoint, Series, ValuePlot
from gui.charts.value_plot_painting import paint_value_plot, plane_of, point_at
from gui.style.style import Styled


class ValuePlotView(Styled, QWidget):
    """``opened`` brings value and lane of the point that was clicked.

    The table beside has the keys.
    """

    opened = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setMinimumSize(260, 150)
        self.plot: ValuePlot | None = None

    def show_plot(self, plot: ValuePlot) -> None:
        """Show this one instead."""
        if plot != self.plot:
            self.plot = plot
            self.setAccessibleName(plot.title)
            said = [point.text for series in plot.series for point in series.points]
            self.setAccessibleDescription("; ".join(said) or plot.teaches)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(480), self.look.px(280))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.plot is not None:
            painter = QPainter(self)
            paint_value_plot(painter, QRectF(self.rect()), self.plot, self._paint_style())
            painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._found(event)
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
        where = event.globalPosition().toPoint()
        QToolTip.showText(where, f"{found[0].label}, {found[1].text}" if found else "", self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (found := self._found(event)):
            self.opened.emit(found[1].value, found[0].lane)

    def _found(self, event: QMouseEvent) -> tuple[Series, PlotPoint] | None:
        if self.plot is None or self.plot.is_empty:
            return None
        plane = plane_of(QRectF(self.rect()), self.plot, self._paint_style())
        return point_at(plane, self.plot, event.position())

    def _paint_style(self) -> PaintStyle:
        return PaintStyle(self.look.theme, self.look.factor, self.look.least_type)
