"""The load: so many users, or so many requests a second; and how long a turn is."""

from functools import partial

from PySide6.QtWidgets import QLabel, QWidget

from gui.pages.race.panel_section import Section
from gui.session.plan_editor import PlanEditor
from gui.widgets.labelled_slider import LabelledSlider
from gui.widgets.pick_menu import Pick
from gui.widgets.segmented import Segmented
from loadgen.model.load_parameter import LoadParameter, parameters_of
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import RacePlan

_OF_CLOSED, _OF_OPEN = (
    {field.parameter.key for field in parameters_of(kind)} for kind in (ClosedModel, OpenModel)
)
_SHOWN: list[LoadParameter] = sorted(
    (
        field.parameter
        for kind in (ClosedModel, OpenModel, RacePlan)
        for field in parameters_of(kind)
        if field.parameter.in_window
    ),
    key=lambda parameter: parameter.window_place,
)
MODELS = (
    Pick(
        "closed",
        "Closed: users",
        hint="A fixed number of users; each waits for its answer before it asks again.",
    ),
    Pick(
        "open",
        "Open: rate",
        hint="Requests arrive at a fixed rate, whether the server keeps up or not.",
    ),
)

MODES = (
    Pick("together", "Together", hint="Both servers are under load at the same time."),
    Pick(
        "turns",
        "Take turns",
        hint="One server is under load at a time, so that neither takes the other's processor.",
    ),
)


class LoadSection(Section):
    """Shows the sliders of the model that is chosen; the others keep their values.

    There is one for each load parameter that is shown in the window: those of the load below the
    model, those of the method below the mode. ``notes`` are what stands below a slider, by key.
    """

    def __init__(self, choices: PlanEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.notes: dict[str, QLabel] = {}
        self.heading("Load")
        self.model = Segmented("Load model", MODELS, self)
        self.column.addWidget(self.model)
        self.model.picked.connect(choices.set_model_kind)
        self._add_sliders("load")
        self.mode = Segmented("Mode", MODES, self)
        self.mode.picked.connect(choices.set_mode)
        self.mode.hide()
        self.column.addWidget(self.mode)
        self._add_sliders("method")

    def _add_sliders(self, section: str) -> None:
        for parameter in _SHOWN:
            if parameter.section == section:
                key = parameter.key
                self.slider(key, parameter, partial(self._choices.set_load, key))
                if any(parameter.notes):
                    self.notes[key] = self.hint()

    @property
    def main_slider(self) -> LabelledSlider:
        """What + and - move."""
        return self.sliders["rate" if self._choices.is_open else "concurrency"]

    def show_plan(self) -> None:
        """Show the load of the plan, and the sliders of its model alone."""
        choices = self._choices
        self.model.show_pick("open" if choices.is_open else "closed")
        self.mode.show_pick(choices.plan.mode)
        values = choices.load_values()
        hidden = _OF_CLOSED if choices.is_open else _OF_OPEN
        for parameter in _SHOWN:
            key = parameter.key
            is_shown = key not in hidden and (choices.in_turns or not parameter.in_turns)
            self.sliders[key].setVisible(is_shown)
            if key in self.notes:
                self.notes[key].setText(parameter.notes[values[key] > 0])
                self.notes[key].setVisible(is_shown)
        self.show_values(values)
