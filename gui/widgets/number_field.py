"""A field for a typed number. What it refuses stays in it to be put right; the value stays too."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from servers.catalog.parameter import Parameter, ParameterError

_LONGEST = 24
_WIDTH, _WIDE = 76, 100
"""Room for 60,000, and for 1,048,576."""
_LARGE = 100_000


class NumberField(QLineEdit):
    """``chosen`` brings a new value, ``refused`` a sentence with the range, or "" when it goes."""

    chosen = Signal(int)
    refused = Signal(str)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter = parameter
        self._value = parameter.default
        self.setObjectName("number")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(_LONGEST)
        self.setFixedWidth(_WIDE if parameter.maximum >= _LARGE else _WIDTH)
        self.setAccessibleName(f"{parameter.title}, typed")
        self.setToolTip(f"Type a whole number from {parameter.range_text}.")
        self.returnPressed.connect(self.commit)
        self.show_value(parameter.default)

    @property
    def is_refused(self) -> bool:
        """Whether what stands in the field is not the value."""
        return bool(self.property("refused"))

    def show_value(self, value: int) -> None:
        """Take a value from elsewhere, a slider say; a refused text is given up for it."""
        self._value = value
        self.setText(f"{value:,}")
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.show_value(self._value)
            self.clearFocus()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.commit()

    def _mark(self, sentence: str) -> None:
        if bool(sentence) != self.is_refused:
            self.setProperty("refused", bool(sentence))
            self.style().unpolish(self)
            self.style().polish(self)
        self.refused.emit(sentence)
