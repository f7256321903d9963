"""Two or three choices side by side, one of them pressed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from gui.widgets.pick_menu import Pick


class Segmented(QFrame):
    """``picked`` brings the key of what a person pressed."""

    picked = Signal(str)

    def __init__(self, name: str, picks: Sequence[Pick], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segmented")
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for pick in picks:
            button = QPushButton(pick.title, self)
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(f"{name}: {pick.title}")
            button.setToolTip(pick.hint)
            button.clicked.connect(lambda _=False, key=pick.key: self.picked.emit(key))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[pick.key] = button

    def show_pick(self, key: str) -> None:
        """Show what is chosen."""
        self._buttons[key].setChecked(True)
