"""A Parameter with named values: its title, and one button for each name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.widgets.pick_menu import Pick
from gui.widgets.segmented import Segmented
from gui.widgets.slider_title import SliderTitle
from servers.catalog.parameter import Parameter

_ROOM = 26
"""So many letters of all names together fit side by side; more stand below each other."""


class ChoicePicker(QWidget):
    """``changed`` brings the value, the position of the name, that a person chose."""

    changed = Signal(int)

    def __init__(self, parameter: Parameter, name: str = "", parent: QWidget | None = None) -> None:
        """``name`` is its accessible name, where its title alone would not say whose it is."""
        super().__init__(parent)
        self.parameter = parameter
        title = SliderTitle(parameter.title, parent=self)
        title.setToolTip(f"{parameter.title}. {parameter.hint}".strip())
        picks = [Pick(each, each, hint=parameter.hint) for each in parameter.choices]
        reasons = {parameter.choices[n]: reason for n, reason in parameter.refusals.items()}
        below = sum(map(len, parameter.choices)) > _ROOM
        self.names = Segmented(name or parameter.title, picks, self, below=below)
        for pick, reason in reasons.items():
            self.names.refuse(pick, reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(self.names)
        self.names.picked.connect(self._choose)
        self.set_value(parameter.default)

    @property
    def value(self) -> int:
        """The number of the chosen name in the parameter's choices."""
        return self.parameter.choices.index(self.names.pick)

    def set_value(self, value: int) -> None:
        """Show a value that was chosen elsewhere."""
        self.names.show_pick(self.parameter.choices[value])

    def _choose(self, pick: str) -> None:
        self.names.show_pick(pick)
        self.changed.emit(self.parameter.choices.index(pick))

    def tab_stops(self) -> list[QWidget]:
        """Its buttons, in the order of Tab."""
        return list(self.names.buttons)
