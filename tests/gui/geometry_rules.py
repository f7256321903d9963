"""What holds of the places of all widgets in any state of the window."""

from collections.abc import Callable
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from gui.charts.chart import Chart
from gui.charts.layout import lay_out
from gui.widgets.footer import CutLabel
from gui.widgets.pick_button import MenuButton
from gui.widgets.ribbon import Ribbon
from gui.window import MainWindow

SEGMENT_PADDING = 20
"""What the style sheet adds at both sides: text beyond it is not painted."""


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def visible(window: MainWindow) -> list[QWidget]:
    """The widgets that are shown; what is in a scroll area can be scrolled to."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.isVisible() and each.window() is window
    ]


def is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent is not None


def no_text_is_cut(shown: MainWindow) -> None:
    for label in shown.findChildren(QLabel):
        if label.isVisible() and label.text() and not isinstance(label, CutLabel):
            width, height = _needed(label)
            assert width <= label.width() + 1, label.text()
            assert height <= label.height() + 1, label.text()
    for button in shown.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and not isinstance(button, MenuButton):
            needed = QFontMetricsF(button.font()).horizontalAdvance(button.text())
            needed += SEGMENT_PADDING if button.objectName() == "segment" else 0
            assert needed <= button.width(), button.text()


def _needed(label: QLabel) -> tuple[float, float]:
    """Width and height of its text, as it is wrapped."""
    if label.textFormat() == Qt.TextFormat.PlainText or "<" not in label.text():
        flags = Qt.TextFlag.TextWordWrap.value if label.wordWrap() else 0
        box = label.fontMetrics().boundingRect(label.contentsRect(), flags, label.text())
        return box.width(), box.height()
    document = QTextDocument()
    document.setDefaultFont(label.font())
    document.setDocumentMargin(0)
    document.setHtml(label.text())
    document.setTextWidth(label.width() if label.wordWrap() else -1)
    return document.idealWidth(), document.size().height()


def everything_is_within_the_window(shown: MainWindow) -> None:
    for widget in visible(shown):
        if not is_scrolled(widget):
            assert shown.rect().contains(place(widget, shown)), widget
    for chart in shown.race.charts:
        row = chart.parentWidget()
        assert row is not None
        assert chart.isHidden() or row.rect().contains(chart.geometry()), chart


def nothing_overlaps(shown: MainWindow) -> None:
    """Neighbours have no pixel in common, but for what lies over others: panel and ribbon."""
    race = shown.race
    for parent in (shown.centralWidget(), *visible(shown)):
        assert parent is not None
        children = [
            each
            for each in parent.children()
            if isinstance(each, QWidget) and each.isVisible() and not isinstance(each, Ribbon)
        ]
        if isinstance(parent, Chart):  # whose corner is tested below
            continue
        for one, other in combinations(children, 2):
            if race.panel in (one, other) and race.panel_place.is_drawer:
                continue
            assert not one.geometry().intersects(other.geometry()), (one, other)


def ticks_and_labels_have_their_own_places(shown: MainWindow) -> None:
    for chart in shown.race.findChildren(Chart):
        if chart.isVisible():
            assert chart._content is not None
            at = lay_out(chart.rect().toRectF(), chart._content, chart.look)
            assert at.card.contains(at.plane.area)
            assert at.plane.area.height() >= 60
            assert at.plane.area.width() >= 120
            assert not at.header.intersects(at.plane.area)


def start_is_within_reach(shown: MainWindow) -> None:
    start = shown.race.bar.start
    if not shown.look.stage:
        assert start.isVisible()
        assert shown.rect().contains(place(start, shown))


RULES: tuple[Callable[[MainWindow], None], ...] = (
    no_text_is_cut,
    everything_is_within_the_window,
    nothing_overlaps,
    ticks_and_labels_have_their_own_places,
    start_is_within_reach,
)
