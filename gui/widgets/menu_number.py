"""A number to be typed in a menu, below what is to choose there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget, QWidgetAction

from gui.widgets.number_field import NumberField
from servers.catalog.parameter import Parameter

_MARGINS = (32, 4, 14, 6)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MenuNumber(QWidget):
    """``chosen`` brings a number that was typed; Enter closes the menu. Its range stands beside."""

    chosen = Signal(int)

    def __init__(self, title: str, parameter: Parameter, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu
        self.field = NumberField(parameter, self)
        self.field.setAccessibleName(title)
        name, span = QLabel(title, self), QLabel(parameter.range_text, self)
        span.setObjectName("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(*_MARGINS)
        for each in (name, self.field, span):
            row.addWidget(each)
        row.addStretch(1)
        self.setFocusProxy(self.field)
        entry = QWidgetAction(menu)
        entry.setDefaultWidget(self)
        menu.addAction(entry)
        self.field.returnPressed.connect(self._enter)
        self.field.chosen.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is not for the menu, which would do what is selected in it."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Also of a number that was there: it is chosen in place of what is checked above."""
        if not self.field.is_refused:
            self.chosen.emit(self.field.value)
            self._menu.close()
