"""What the panel's sections are made of: a column, headings, and sliders that can take back a
reset.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.widgets.labelled_slider import LabelledSlider
from loadgen.frame import LaneId
from servers.parameters import Parameter


class Section(QWidget):
    """``reset_done`` brings what takes the reset back."""

    reset_done = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sliders: dict[str, LabelledSlider] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)

    @property
    def shown_sliders(self) -> dict[str, LabelledSlider]:
        return {key: each for key, each in self.sliders.items() if not each.isHidden()}

    def heading(self, title: str, hint: str = "", lane: LaneId | None = None) -> None:
        if self.column.count():
            self.column.addSpacing(10)
        label = QLabel(title.upper(), self)
        label.setObjectName("section")
        label.setProperty("lane", lane or "")
        self.column.addWidget(label)
        if hint:
            self.hint(hint)

    def hint(self, text: str = "") -> QLabel:
        words = QLabel(text, self)
        words.setObjectName("hint")
        words.setWordWrap(True)
        self.column.addWidget(words)
        return words

    def slider(
        self,
        key: str,
        parameter: Parameter,
        choose: Callable[[int], None],
        lane: LaneId | None = None,
        whose: str = "",
    ) -> LabelledSlider:
        """``whose`` names the lane where sliders of two lanes would sound alike."""
        slider = LabelledSlider(parameter, lane, self)
        if whose:
            name = f"{whose}: {parameter.title}"
            slider.track.setAccessibleName(name)
            slider.field.setAccessibleName(f"{name}, typed")
        slider.changed.connect(choose)
        slider.was_reset.connect(lambda before: self.reset_done.emit(partial(choose, before)))
        self.column.addWidget(slider)
        self.sliders[key] = slider
        return slider

    def show_values(self, values: dict[str, int]) -> None:
        """Each slider at its value."""
        for key, slider in self.sliders.items():
            if slider.value != values[key]:
                slider.set_value(values[key])
