"""A field for something that is typed and read: a price, a share. What is refused stays in it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_LONGEST = 60


class TypedField(QLineEdit):
    """``read`` makes a value of a text, and raises ValueError with a sentence.

    ``chosen`` comes when another value was typed; ``refused`` brings the sentence, or "" when what
    stands there is taken.
    """

    chosen = Signal()
    refused = Signal(str)

    def __init__(
        self,
        name: str,
        hint: str,
        read: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(hint)
        self.setMaxLength(_LONGEST)
        self._read = read
        self._taken = ""
        self.value: object = None
        self.editingFinished.connect(self.commit)

    def show_text(self, text: str) -> None:
        """Show a text that can be read; raises ValueError."""
        self.value, self._taken = self._read(text), text
        self.setText(text)
        self._mark("")

    @property
    def is_refused(self) -> bool:
        """Whether what stands in the field is not the value."""
        return bool(self.property("refused"))

    def commit(self) -> None:
        """Take what was typed, or refuse it."""
        try:
            value = self._read(self.text())
        except ValueError as error:
            self._mark(str(error))
            return
        changed = value != self.value
        self.value, self._taken = value, self.text()
        self._mark("")
        if changed:
            self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text() != self._taken
        ):
            event.accept()  # before the window's shortcut
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.show_text(self._taken)
        else:
            super().keyPressEvent(event)

    def _mark(self, sentence: str) -> None:
        if bool(sentence) != self.is_refused:
            self.setProperty("refused", bool(sentence))
            self.style().unpolish(self)
            self.style().polish(self)
        self.refused.emit(sentence)
