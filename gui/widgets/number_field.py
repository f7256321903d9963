"""A field for a typed number. What it refuses stays in it to be put right; the value stays too.

Of the keyboard it takes digits and what edits them: letters, Space, + and - are keys of the window,
wherever the keyboard is.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from servers.catalog.parameter import Parameter, ParameterError

_LONGEST = 24
_WIDTH, _WIDE, _WORD = 76, 100, 84
"""Room for 60,000, for 1,048,576, and for ``unlimited``."""
_LARGE = 100_000
_TYPED = "0123456789,."
"""A point, too, so that 64.5 is refused and not taken for 645."""

_EDITING = (
    *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape),
)
_COMMANDS = (
    *(QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut),
    *(QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.SelectAll),
)


class NumberField(QLineEdit):
    """``chosen`` brings a new value, ``refused`` a sentence with the range, or "" when it goes."""

    chosen = Signal(int)
    refused = Signal(str)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter = parameter
        self._value = parameter.default
        self._clicked_into = False
        self.setObjectName("number")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(_LONGEST)
        usual = _WORD if parameter.zero else _WIDTH
        self.setFixedWidth(_WIDE if parameter.maximum >= _LARGE else usual)
        self.setAccessibleName(f"{parameter.title}, typed")
        zero = f"; 0 is {parameter.zero}" if parameter.zero else ""
        self.setToolTip(f"Type a whole number from {parameter.range_text}{zero}.")
        self.returnPressed.connect(self._enter)
        self.show_value(parameter.default)

    @property
    def is_refused(self) -> bool:
        """Whether what stands in the field is not the value."""
        return bool(self.property("refused"))

    @property
    def value(self) -> int:
        """The value, whatever stands in the field to be put right."""
        return self._value

    def show_value(self, value: int) -> None:
        """Take a value from elsewhere, a slider say; a refused text is given up for it."""
        self._value = value
        self.setText(self._parameter.text(value))
        self._mark("")

    def commit(self) -> None:
        """Take what was typed, or refuse it."""
        try:
            value = self._parameter.parse(self.text())
        except ParameterError as error:
            self._mark(str(error))
            return
        changed = value != self._value
        self.show_value(value)
        if changed:
            self.chosen.emit(value)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Accepted, it is a key of the field; else the window's shortcut has it. Qt would take
            # all that can be printed.
            event.setAccepted(self._takes(event))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.show_value(self._value)
            self._return_keyboard()
        elif self._takes(event) or not event.text().isprintable():
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _takes(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.isUndoAvailable()
        if event.key() in _EDITING or any(map(event.matches, _COMMANDS)):
            return True
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return held == Qt.KeyboardModifier.NoModifier and event.text() in {*_TYPED}

    def _enter(self) -> None:
        """Take what was typed, and go; what is refused stays to be put right."""
        self.commit()
        if not self.is_refused:
            self._return_keyboard()

    def _return_keyboard(self) -> None:
        """To what this field is on: the first above it that may have the keyboard."""
        above = self.parentWidget()
        while above is not None and above.focusPolicy() == Qt.FocusPolicy.NoFocus:
            above = above.parentWidget()
        if above is None:
            self.clearFocus()
        else:
            above.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._clicked_into = event.reason() == Qt.FocusReason.MouseFocusReason
        self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        # The press has put a cursor there, and digits would be inserted into the old number.
        if self._clicked_into and not self.hasSelectedText():
            self.selectAll()
        self._clicked_into = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()

    def _mark(self, sentence: str) -> None:
        if bool(sentence) != self.is_refused:
            self.setProperty("refused", bool(sentence))
            self.style().unpolish(self)
            self.style().polish(self)
        self.refused.emit(sentence)
