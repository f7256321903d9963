"""What to look for in the demonstration that is shown, above the charts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.session.demonstration_control import DemonstrationControl
from gui.style.style import Style, Styled
from gui.style.theme import TITLE


class DemonstrationLine(Styled, QLabel):
    """Hidden where no demonstration is shown."""

    def __init__(self, demonstrations: DemonstrationControl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._demonstrations = demonstrations
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setAccessibleName("What to look for")
        demonstrations.changed.connect(self.show_current)
        self.show_current()

    def show_current(self) -> None:
        """Show the line of the demonstration of now."""
        current = self._demonstrations.current
        self.setText(current.look_for if current else "")
        self.setAccessibleDescription(self.text())
        self.setVisible(current is not None)

    def set_look(self, look: Style) -> None:
        self.setFont(look.font(TITLE))
        super().set_look(look)
