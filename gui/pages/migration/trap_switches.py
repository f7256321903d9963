"""The traps of a migration, each with a switch that leaves it open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, SEMIBOLD, TITLE
from gui.widgets.switch import Switch
from servers.catalog.migration_stages import TRAPS

WIDTH = 250


class TrapSwitches(Styled, QWidget):
    """``switched`` brings the key of a trap, and whether it is to be open."""

    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = QLabel("Open traps", self)
        self._about = QLabel("Each leaves a known fault unmended", self)
        self._about.setObjectName("muted")
        self._about.setWordWrap(True)
        self.switches: dict[str, Switch] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addWidget(self._heading)
        column.addWidget(self._about)
        for trap in TRAPS:
            switch = Switch(trap.title, f"{trap.breaks} {trap.mend}", self)
            switch.setAccessibleDescription("A trap that is open in the next comparison.")
            switch.toggled.connect(lambda on, key=trap.key: self.switched.emit(key, on))
            self.switches[trap.key] = switch
            column.addWidget(switch)
        column.addStretch(1)

    def set_look(self, look: Style) -> None:
        self._heading.setFont(look.font(TITLE, SEMIBOLD))
        self._about.setFont(look.font(CONTROL))
        self.setFixedWidth(look.px(WIDTH))
        super().set_look(look)
