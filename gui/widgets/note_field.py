"""The field in which a note is typed, at its place on the time axis."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL

_WIDTH, _HEIGHT = 300, 32


class NoteField(Styled, QLineEdit):
    """``committed`` brings the text on Enter, ``finish``, or when another place gets the keyboard.

    ``left`` follows Enter, and comes alone on Escape. All keys are the field's while it is open.
    """

    committed = Signal(str)
    left = Signal()

    def __init__(self, longest: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(longest)
        self._shown = ""
        self.hide()

    def open(self, middle: QPoint, text: str, name: str) -> None:
        """Show the field around a point of its parent, with ``text`` to be changed."""
        width, height = self.look.px(_WIDTH), self.look.px(_HEIGHT)
        parent = self.parentWidget()
        room = QRect() if parent is None else parent.rect()
        left = max(min(middle.x() - width // 2, room.width() - width), 0)
        top = max(min(middle.y() - height // 2, room.height() - height), 0)
        self.setGeometry(left, top, width, height)
        self.setAccessibleName(name)
        self.setPlaceholderText(f"{name}, then Enter")
        self._shown = text
        self.setText(text)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus()

    def finish(self) -> None:
        """Commit what was typed, and close the field; an emptied one deletes nothing."""
        if not self.isHidden():
            text = self.text() or self._shown
            self.hide()
            self.committed.emit(text)

    def close_field(self) -> None:
        """Take it away without its text."""
        if not self.isHidden():
            self.hide()
            self.left.emit()

    def set_look(self, look: Style) -> None:
        self.setFont(look.font(CONTROL))
        super().set_look(look)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_field()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text = self.text()
            self.hide()
            self.committed.emit(text)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        elsewhere = event.reason() in (
            Qt.FocusReason.MouseFocusReason,
            Qt.FocusReason.TabFocusReason,
        )
        if elsewhere:
            self.finish()
