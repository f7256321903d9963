"""What the panel's sections are made of.

A column, headings, pickers and sliders.
"""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.widgets.choice_picker import ChoicePicker
from gui.widgets.collapsible import Collapsible
from gui.widgets.labelled_slider import LabelledSlider
from loadgen.model.frame import LaneId
from servers.catalog.parameter import Parameter


class Section(QWidget):
    """Sliders and pickers below headings, by key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sliders: dict[str, LabelledSlider] = {}
        self.pickers: dict[str, ChoicePicker] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)

    @property
    def shown_sliders(self) -> dict[str, LabelledSlider]:
        """The sliders that are not hidden, by key."""
        return {key: each for key, each in self.sliders.items() if not each.isHidden()}

    def heading(self, title: str, hint: str = "", lane: LaneId | None = None) -> None:
        """Add a heading, in the colour of ``lane`` where it is a lane's."""
        if self.column.count():
            self.column.addSpacing(10)
        label = QLabel(title.upper(), self)
        label.setObjectName("section")
        label.setProperty("lane", lane or "")
        self.column.addWidget(label)
        if hint:
            self.hint(hint)

    def hint(self, text: str = "") -> QLabel:
        """Add a muted line of text, which may be changed later."""
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
        self.column.addWidget(slider)
        self.sliders[key] = slider
        return slider

    def picker(
        self, key: str, parameter: Parameter, choose: Callable[[int], None], whose: str
    ) -> ChoicePicker:
        """For a parameter with named values; ``whose`` as for a slider."""
        picker = ChoicePicker(parameter, f"{whose}: {parameter.title}", self)
        picker.changed.connect(choose)
        self.column.addWidget(picker)
        self.pickers[key] = picker
        return picker

    def fold_away(self, keys: Iterable[str], whose: str, *, unfolded: bool) -> Collapsible:
        """Hide the pickers of these keys, built already, below a head that shows them."""
        folded = [self.pickers[key] for key in keys]
        head = Collapsible("More", f"Show settings of {whose}'s socket, cores and processes.", self)
        head.setAccessibleName(f"{whose}: more settings")
        self.column.insertWidget(self.column.indexOf(folded[0]), head)
        for each in folded:
            each.setVisible(unfolded)
            head.toggled.connect(each.setVisible)
        head.setChecked(unfolded)
        return head

    def show_values(self, values: dict[str, int]) -> None:
        """Each slider and picker at its value."""
        controls: dict[str, LabelledSlider | ChoicePicker] = {**self.sliders, **self.pickers}
        for key, control in controls.items():
            if control.value != values[key]:
                control.set_value(values[key])

    def tab_stops(self) -> list[QWidget]:
        """What Tab stops at, in the order in which it was built."""
        places = (self.column.itemAt(n) for n in range(self.column.count()))
        stops: list[QWidget] = []
        for widget in (place.widget() for place in places if place is not None):
            if isinstance(widget, LabelledSlider):
                stops += [widget.field, widget.track]
            elif isinstance(widget, Collapsible):
                stops.append(widget)
            elif isinstance(widget, ChoicePicker):
                stops += widget.tab_stops()
        return stops
