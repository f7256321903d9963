"""Chooses the two documents that stand side by side."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.widgets.pick_button import PickButton
from gui.widgets.pick_menu import Pick
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS

_SIDES = ("Left", "Right")


class DocumentPicker(QWidget):
    """``picked`` brings the side, 0 or 1, and the key of an application.

    ``browse`` is the button that opens both documents in the browser, and closes them again.
    """

    picked = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        with_document = [each for each in CONTRACT_APPLICATIONS if each.validation.document]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.buttons: list[PickButton] = []
        for number, side in enumerate(_SIDES):
            picks = [Pick(each.key, each.title, each.subtitle) for each in with_document]
            hint = f"Choose whose document stands on the {side.lower()}."
            button = PickButton(side, picks, hint, self)
            button.picked.connect(partial(self.picked.emit, number))
            row.addWidget(button)
            self.buttons.append(button)
        self.browse = QPushButton(self)
        self.browse.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.browse)
        self.show_open(False)
        self._keys = [each.key for each in with_document]

    def show_open(self, is_open: bool) -> None:
        """Show what the button does: close the servers of the pages that are open, or open them."""
        self.browse.setText("Close Swagger UI" if is_open else "Swagger UI")
        self.browse.setAccessibleName("Close Swagger UI" if is_open else "Open Swagger UI")
        self.browse.setToolTip(
            "End the servers of the pages in your browser."
            if is_open
            else "Open both documents in your browser; works offline."
        )

    def show_picks(self, offered: Collection[str], chosen: tuple[str, str]) -> None:
        """Show what is chosen, and offer these."""
        for button, key in zip(self.buttons, chosen, strict=True):
            for each in self._keys:
                button.offer(each, each in offered)
            button.show_pick(key)
