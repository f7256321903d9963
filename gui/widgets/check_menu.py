"""A menu of entries that are checked or not: the check marks follow the size of type."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from gui.style.icons import draw
from gui.style.style import Styled

_LEFT, _SIZE = 12, 16


class CheckMenu(Styled, QMenu):
    """Qt's menu with check marks of its own: Qt's are 7 pixels wide, whatever the screen's size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checks")

    def mark(self, action: QAction) -> QRectF:
        """Where the check mark of an entry is."""
        box, size = QRectF(self.actionGeometry(action)), self.look.px(_SIZE)
        return QRectF(box.left() + self.look.px(_LEFT), box.center().y() - size / 2, size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for action in self.actions():
            if action.isVisible() and action.isChecked():
                draw(painter, "check", self.mark(action), self.look.theme.text)
        painter.end()
