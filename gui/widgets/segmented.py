"""Two or three choices side by side, or below each other, one of them pressed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QPushButton, QWidget

from gui.widgets.accessibility import set_role
from gui.widgets.pick_menu import Pick


class Segmented(QFrame):
    """``picked`` brings the key of what a person pressed."""

    picked = Signal(str)

    def __init__(
        self,
        name: str,
        picks: Sequence[Pick],
        parent: QWidget | None = None,
        *,
        below: bool = False,
    ) -> None:
        """``below`` puts them below each other, for names that are long."""
        super().__init__(parent)
        self.setObjectName("segmented")
        self.setAccessibleName(name)
        set_role(self, QAccessible.Role.Grouping)
        ways = QBoxLayout.Direction
        row = QBoxLayout(ways.TopToBottom if below else ways.LeftToRight, self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self._group = group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for pick in picks:
            button = QPushButton(pick.title, self)
            button.setObjectName("segment")
            button.setProperty("below", below)
            button.setCheckable(True)
            set_role(button, QAccessible.Role.RadioButton)
            button.setAccessibleName(f"{name}: {pick.title}")
            button.setToolTip(pick.hint)
            button.clicked.connect(lambda _=False, key=pick.key: self.picked.emit(key))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[pick.key] = button

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons from left to right."""
        return tuple(self._buttons.values())

    def refuse(self, key: str, reason: str) -> None:
        """Never to be pressed; ``reason`` is its tooltip."""
        self._buttons[key].setEnabled(False)
        self._buttons[key].setToolTip(reason)

    def show_none(self) -> None:
        """Show that none of them is chosen; Tab still reaches the one that was."""
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def show_pick(self, key: str) -> None:
        """Show what is chosen; Tab reaches that button alone.

        From it the arrows reach the others.
        """
        self._buttons[key].setChecked(True)
        for each, button in self._buttons.items():
            chosen = each == key
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if chosen else Qt.FocusPolicy.NoFocus)

    @property
    def pick(self) -> str:
        """What is shown as chosen; "" before anything is."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")
