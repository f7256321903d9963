"""The first line on stage: what is raced, the setting that is turned, and who uses the machine."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import SEMIBOLD, TITLE
from gui.widgets.footer import CutLabel
from gui.widgets.machine_bar import MachineBar

_HEIGHT, _VALUE, _MACHINE_WIDTH = 32, 26, 230


class StageHead(Styled, QWidget):
    """As high whatever it shows: the charts below stay where they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = CutLabel(self)
        self.title.setObjectName("muted")
        self.title.setAccessibleName("What is raced")
        self.machine = MachineBar(self)
        fixed = QSizePolicy.Policy.Fixed
        self.machine.setSizePolicy(fixed, fixed)
        self._name = QLabel(self)
        self._name.setObjectName("muted")
        self._value = QLabel(self)
        self._value.setAccessibleName("The setting that the arrows turn")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.title, 1)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._value, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.machine)
        self.show_setting("", "")

    @property
    def setting(self) -> tuple[str, str]:
        """Name and value of the setting that is shown; both "" where none is."""
        return self._name.text(), self._value.text()

    def show_setting(self, name: str, value: str) -> None:
        """Show a setting's value in large type in the place of the machine; "" shows none."""
        self._name.setText(name)
        self._value.setText(value)
        self._value.setAccessibleDescription(f"{name}: {value}" if name else "")
        for each in (self._name, self._value):
            each.setVisible(bool(name))
        self.machine.setVisible(not name)

    def set_look(self, look: Style) -> None:
        self.setFixedHeight(look.px(_HEIGHT))
        self.machine.setFixedWidth(look.px(_MACHINE_WIDTH))
        self.title.setFont(look.font(TITLE))
        self._name.setFont(look.font(TITLE))
        self._value.setFont(look.font(_VALUE, SEMIBOLD))
        super().set_look(look)
