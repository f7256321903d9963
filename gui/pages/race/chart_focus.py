"""What keys and clicks do with one chart: its curves are hidden and shown, and it is enlarged."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gui.charts.chart import Chart
from gui.charts.chart_model import Series
from gui.charts.chart_pointer import ChartPointer
from gui.widgets.check_menu import CheckMenu

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BELOW_TITLE = 40


class ChartFocus(QObject):
    """Keys act on ``active``: the chart with the keyboard, else below the pointer, else the first.

    ``enlarge_asked`` brings the chart that is to have the whole page, or to give it back. ``menu``
    lists the curves of a chart, those that are shown with a check mark.
    """

    enlarge_asked = Signal(object)

    def __init__(self, pointers: Sequence[ChartPointer], parent: QWidget) -> None:
        super().__init__(parent)
        self.charts = [pointer.chart for pointer in pointers]
        self.menu = CheckMenu(parent)
        for pointer in pointers:
            pointer.series_clicked.connect(partial(toggle_series, pointer.chart))
            pointer.title_doubled.connect(partial(self.enlarge_asked.emit, pointer.chart))
            pointer.chart.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a chart enlarges it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in _ENTER:
            return False
        self.enlarge_asked.emit(watched)
        return True

    @property
    def keys(self) -> dict[str, Callable[[], object]]:
        """What is bound to which key."""
        return {"D": self.offer_series, "E": self.ask_for_enlarged}

    @property
    def hidden(self) -> dict[str, frozenset[Series]]:
        """What is hidden in each chart, by its title."""
        return {chart.title: chart.hidden for chart in self.charts if chart.hidden}

    @property
    def active(self) -> Chart | None:
        """The chart that the keys act on; None where no chart is shown."""
        shown = [chart for chart in self.charts if chart.isVisible()]
        focused = [chart for chart in shown if chart.hasFocus()]
        pointed = [chart for chart in shown if chart.viewport().underMouse()]
        return next(iter((*focused, *pointed, *shown)), None)

    def ask_for_enlarged(self) -> None:
        """Ask for the active chart to be enlarged, or to be as the others again."""
        if self.active is not None:
            self.enlarge_asked.emit(self.active)

    def offer_series(self) -> None:
        """Open the list of the active chart's curves, to hide and show them."""
        chart = self.active
        if chart is None or not chart.series:
            return
        self.menu.clear()
        self.menu.setAccessibleName(f"Curves of {chart.title}")
        for series, name in chart.series.items():
            entry = self.menu.addAction(name)
            entry.setCheckable(True)
            entry.setChecked(series not in chart.hidden)
            entry.triggered.connect(partial(toggle_series, chart, series))
        self.menu.popup(chart.mapToGlobal(QPoint(chart.width() // 2, _BELOW_TITLE)))
        self.menu.setActiveAction(self.menu.actions()[0])


def toggle_series(chart: Chart, series: Series, *_: object) -> None:
    """Hide it in this chart, or show it again."""
    chart.set_hidden(chart.hidden ^ {series})


def bind_to(widget: QWidget, key: str, action: Callable[[], object]) -> QShortcut:
    """A key that acts while the widget itself has the keyboard."""
    shortcut = QShortcut(QKeySequence(key), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(action)
    return shortcut
