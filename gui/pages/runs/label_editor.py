"""Fields for what the user writes on a recorded race: title, tags and notes."""

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL
from loadgen.recording.race_entry import RaceEntry
from loadgen.recording.records import Label

LONGEST = 2_000
"""Characters of a field."""


class LabelEditor(Styled, QWidget):
    """``changed`` brings the name of the race and its new label, ``left`` comes on Enter or Escape.

    A field is taken over on Enter and when it loses the keyboard; Escape restores its text.
    """

    changed = Signal(str, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: RaceEntry | None = None
        self.title = _Field("Title", "What the race is called in the list.", self)
        self.tags = _Field("Tags", "Words to find it by, with commas between them.", self)
        self.notes = _Field("Notes", "What is to be remembered of the race.", self)
        self._names = [QLabel(each.accessibleName(), self) for each in self._fields]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for field, name, (row, column, span) in zip(
            self._fields, self._names, ((0, 0, 1), (0, 2, 1), (1, 0, 3)), strict=True
        ):
            name.setObjectName("muted")
            name.setBuddy(field)
            grid.addWidget(name, row, column)
            grid.addWidget(field, row, column + 1, 1, span)
            field.editingFinished.connect(self._commit)
            field.left.connect(self.left)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        self.show_entry(None)

    @property
    def _fields(self) -> tuple["_Field", "_Field", "_Field"]:
        return self.title, self.tags, self.notes

    @property
    def label(self) -> Label:
        """What the fields say, and whether the race is pinned."""
        return msgspec.structs.replace(
            self._entry.label if self._entry else Label(),
            title=self.title.text().strip(),
            tags=tags_of(self.tags.text()),
            notes=self.notes.text().strip(),
        )

    @property
    def is_being_edited(self) -> bool:
        """Whether a field has the keyboard: what is typed there is not yet taken over."""
        return any(field.hasFocus() for field in self._fields)

    def show_entry(self, entry: RaceEntry | None) -> None:
        """Edit the label of this race; without one the fields are empty and disabled."""
        self._entry = entry
        label = entry.label if entry else Label()
        self.title.setPlaceholderText(entry.title if entry else "")
        texts = (label.title, ", ".join(label.tags), label.notes)
        for field, text in zip(self._fields, texts, strict=True):
            field.show_text(text)
            field.setEnabled(entry is not None)

    def _commit(self) -> None:
        if self._entry is not None and self.label != self._entry.label:
            self.changed.emit(self._entry.name, self.label)

    def set_look(self, look: Style) -> None:
        for each in (*self._fields, *self._names):
            each.setFont(look.font(CONTROL))
        super().set_look(look)


def tags_of(text: str) -> tuple[str, ...]:
    """``slow, slow, 64 threads`` as ``("slow", "64 threads")``."""
    return tuple(dict.fromkeys(filter(None, (tag.strip() for tag in text.split(",")))))


class _Field(QLineEdit):
    left = Signal()

    def __init__(self, name: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(hint)
        self.setMaxLength(LONGEST)
        self._shown = ""

    def show_text(self, text: str) -> None:
        """Show a text, to which Escape goes back. One that stands there keeps its cursor."""
        self._shown = text
        if text != self.text():
            self.setText(text)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()  # before the window's shortcut
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._shown)
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
