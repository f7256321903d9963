"""The way between pages at the left, and at its foot what concerns the whole window."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from gui.style.icons import Icon, icon
from gui.style.style import Styled
from gui.widgets.accessibility import set_role

WIDTH = 76
_HEIGHT, _ICON_HEIGHT, _MARGIN, _GAP = 58, 36, 12, 6
_LEAST_HEIGHT, _LEAST_GAP = 24, 2
"""Of a button, and between two, where a low window has to hold all of them."""


class Entry(NamedTuple):
    """A button of the rail: an icon with a word below it."""

    key: str
    icon: Icon
    title: str
    hint: str


LIGHTER = Entry("theme", "sun", "Light", "Change to the light theme. (T)")
DARKER = Entry("theme", "moon", "Dark", "Change to the dark theme. (T)")
ACTIONS = (
    LIGHTER,
    Entry("system", "system", "System", "Follow the theme of the system. (Shift+T)"),
    Entry("stage", "stage", "Stage", "Large type, nothing but the race. (F11)"),
    Entry("keys", "keyboard", "Keys", "What the keys do. (?)"),
)
"""What concerns the whole window, at the foot of the rail."""


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
        self._columns = [column := QVBoxLayout(self)]
        column.setContentsMargins(6, _MARGIN, 6, _MARGIN)
        column.setSpacing(_GAP)
        tabs = QWidget(self)
        tabs.setAccessibleName("Pages")
        set_role(tabs, QAccessible.Role.PageTabList)
        self._columns.append(tab_column := QVBoxLayout(tabs))
        tab_column.setContentsMargins(0, 0, 0, 0)
        tab_column.setSpacing(_GAP)
        column.addWidget(tabs)
        for entry in pages:
            button = self._add(entry, tab_column)
            button.setCheckable(True)
            set_role(button, QAccessible.Role.PageTab)
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
        button.setFixedSize(WIDTH - 12, _HEIGHT)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False: self.chosen.emit(entry.key))
        self._entries[entry.key], self._buttons[entry.key] = entry, button
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def show_page(self, key: str) -> None:
        """Show which page is open."""
        self._buttons[key].setChecked(True)
        self.relook()

    @property
    def full_height(self) -> int:
        """What icons and words of all entries take, in pixels."""
        return self._needed_height(_HEIGHT, _GAP)

    def _needed_height(self, height: int, gap: int) -> int:
        count = len(self._buttons)
        return count * height + (count - 1) * gap + 2 * _MARGIN

    def fit(self, height: int) -> None:
        """Icons without words where the window is low, and lower ones where it is lower still.

        The tooltips have the words.
        """
        compact = height < self.full_height
        size, gap = (_ICON_HEIGHT if compact else _HEIGHT), _GAP
        if compact and height < self._needed_height(size, gap):
            gap = _LEAST_GAP
            room = (height - self._needed_height(0, gap)) // len(self._buttons)
            size = max(_LEAST_HEIGHT, min(_ICON_HEIGHT, room))
        styles = Qt.ToolButtonStyle
        style = styles.ToolButtonIconOnly if compact else styles.ToolButtonTextUnderIcon
        for column in self._columns:
            column.setSpacing(gap)
        for button in self._buttons.values():
            button.setToolButtonStyle(style)
            button.setFixedHeight(size)

    def offer(self, key: str, offered: bool) -> None:
        """Whether there is something to choose for that entry."""
        self._buttons[key].setVisible(offered)

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
