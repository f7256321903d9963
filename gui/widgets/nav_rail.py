"""The way between pages at the left, and at its foot what concerns the whole window."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from gui.style.icons import icon
from gui.style.style import Styled

WIDTH = 76


class Entry(NamedTuple):
    """A button of the rail: an icon with a word below it."""

    key: str
    icon: str
    title: str
    hint: str


class NavRail(Styled, QFrame):
    """``chosen`` brings the key of the page or action that was asked for."""

    chosen = Signal(str)

    def __init__(
        self, pages: Sequence[Entry], actions: Sequence[Entry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self._entries: dict[str, Entry] = {}
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 12, 6, 12)
        column.setSpacing(6)
        for entry in pages:
            button = self._add(entry, column)
            button.setCheckable(True)
            group.addButton(button)
        column.addStretch(1)
        for entry in actions:
            self._add(entry, column)

    def _add(self, entry: Entry, column: QVBoxLayout) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("railButton")
        button.setText(entry.title)
        button.setToolTip(entry.hint)
        button.setAccessibleName(entry.title)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(WIDTH - 12, 58)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False: self.chosen.emit(entry.key))
        self._entries[entry.key], self._buttons[entry.key] = entry, button
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def show_page(self, key: str) -> None:
        """Show which page is open."""
        self._buttons[key].setChecked(True)
        self.relook()

    def change(self, entry: Entry) -> None:
        """Another icon and word for the entry of that key."""
        self._entries[entry.key] = entry
        self._buttons[entry.key].setText(entry.title)
        self._buttons[entry.key].setToolTip(entry.hint)
        self.relook()

    def relook(self) -> None:
        theme = self.look.theme
        for key, button in self._buttons.items():
            colour = theme.text if button.isChecked() else theme.muted
            button.setIcon(icon(self._entries[key].icon, colour))
