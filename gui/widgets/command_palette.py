"""Everything that can be done, found by typing some of its words: Ctrl+K."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QVBoxLayout, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL

_WIDTH, _ROWS, _ROW, _TOP, _EDGE = 620, 9, 34, 64, 12
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS,
    Qt.Key.Key_PageUp: -_ROWS,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMES_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Another window, or a menu, has the keyboard for a while."""
NOTHING = "Nothing has all of these words."


class Command(NamedTuple):
    """Something that can be done; ``key`` is the shortcut that does it, or ""."""

    title: str
    key: str
    run: Callable[[], object]

    def matches(self, words: str) -> bool:
        """Whether all of the words occur in it, in any case."""
        said = f"{self.title} {self.key}".casefold()
        return all(word in said for word in words.casefold().split())

    @property
    def text(self) -> str:
        """``Freeze the left server for a second   (F)``."""
        return f"{self.title}   ({self.key})" if self.key else self.title


class CommandPalette(Styled, QFrame):
    """Lies at the top of its parent while it is open, and then has the keyboard.

    ``commands`` makes the list each time it is opened. Enter does what is selected, Escape closes.
    """

    def __init__(self, parent: QWidget, commands: Callable[[], Sequence[Command]]) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._covered, self._make = parent, commands
        self._all: Sequence[Command] = ()
        self.found: list[Command] = []
        self._before: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("What to do: scenario, server, page, key")
        self.field.setAccessibleName("Search what can be done")
        self.field.setToolTip("Shows what has all of these words; Enter does it.")
        self.list = QListWidget(self)
        self.list.setAccessibleName("What can be done")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._run_clicked)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show all that can be done now."""
        self._all, self._before = self._make(), self.window().focusWidget()
        self.field.clear()
        self._filter("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        """Close it, and give the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def run_selected(self) -> None:
        """Close it, then do what is selected; nothing where nothing is found."""
        row = self.list.currentRow()
        if 0 <= row < len(self.found):
            self.leave()
            self.found[row].run()

    def _run_clicked(self, _index: QModelIndex) -> None:
        self.run_selected()

    def _filter(self, words: str) -> None:
        self.found = [each for each in self._all if each.matches(words)]
        self.list.clear()
        self.list.addItems([each.text for each in self.found] or [NOTHING])
        self.list.setCurrentRow(0 if self.found else -1)

    def _place(self) -> None:
        room, look = self._covered.rect(), self.look
        width = min(look.px(_WIDTH), room.width() - 2 * _EDGE)
        height = min(look.px(_ROWS * _ROW + 2 * _ROW), room.height() - 2 * _EDGE)
        top = min(look.px(_TOP), room.height() - height - _EDGE)
        self.setGeometry((room.width() - width) // 2, top, width, height)

    def set_look(self, look: Style) -> None:
        super().set_look(look)
        for each in (self.field, self.list):
            each.setFont(look.font(CONTROL))
        if self.isVisible():
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._covered:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        match event:
            case QKeyEvent() if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # no shortcut of the window acts
                return True
            case QKeyEvent() if event.type() == QEvent.Type.KeyPress:
                return self._take_key(event)
            case QFocusEvent() if not event.gotFocus() and event.reason() not in _COMES_BACK:
                self.hide()  # another widget has taken the keyboard
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.leave()
        elif key in _ENTER:
            self.run_selected()
        elif key in _MOVES and self.found:
            row = min(max(self.list.currentRow() + _MOVES[key], 0), len(self.found) - 1)
            self.list.setCurrentRow(row)
        else:
            return False
        return True
