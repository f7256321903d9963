"""Predict, then reveal: what the audience expects of each lane, before the race."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.session.demonstration_control import DemonstrationControl
from gui.widgets.labelled_slider import LabelledSlider
from gui.widgets.switch import Switch
from loadgen.demonstration.demonstration import GUESS
from loadgen.model.frame import LANES, LaneId

_TITLES: dict[LaneId, str] = {"a": "Guess for the left lane", "b": "Guess for the right lane"}
"""Of no server's name: the servers are those of the demonstration that is still to be started."""
_HINT = "Draw a line at what the audience expects of each lane, and race against it."


class GuessSection(QWidget):
    """A switch and two sliders; what they say is the control's ``audience``.

    Switched off there are no sliders, whose numbers would count for nothing.
    """

    def __init__(self, demonstrations: DemonstrationControl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._demonstrations = demonstrations
        self.switch = Switch("The audience guesses", _HINT, self)
        self.sliders: dict[LaneId, LabelledSlider] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        for lane in LANES:
            parameter = msgspec.structs.replace(GUESS, title=_TITLES[lane])
            slider = LabelledSlider(parameter, lane, self)
            slider.changed.connect(self._take)
            self.sliders[lane] = slider
            row.addWidget(slider, 1)
        self.switch.clicked.connect(self._take)
        self._take()

    def _take(self, _: object = None) -> None:
        wanted = self.switch.isChecked()
        for slider in self.sliders.values():
            slider.setVisible(wanted)
        guess = {lane: float(each.value) for lane, each in self.sliders.items()}
        self._demonstrations.set_audience(guess if wanted else {})
