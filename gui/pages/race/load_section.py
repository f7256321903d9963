"""The load: so many users, or so many requests a second; and how long a turn is."""

from PySide6.QtWidgets import QWidget

from gui.pages.race.panel_section import Section
from gui.session.plan_editor import PlanEditor
from gui.widgets.labelled_slider import LabelledSlider
from gui.widgets.pick_menu import Pick
from gui.widgets.segmented import Segmented
from loadgen.model.race_plan import (
    BLOCK,
    CONCURRENCY,
    CONNECTIONS,
    MAX_IN_FLIGHT,
    RATE,
    REQUESTS_PER_CONNECTION,
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

_AS_NEEDED = "0: as many as needed."
_WAITS = "A request that finds none free waits: only “from schedule” tells."


class LoadSection(Section):
    """Shows the sliders of the model that is chosen; the others keep their values."""

    def __init__(self, choices: PlanEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.heading("Load")
        self.model = Segmented("Load model", MODELS, self)
        self.column.addWidget(self.model)
        self.model.picked.connect(choices.set_model_kind)
        self.slider("concurrency", CONCURRENCY, choices.set_concurrency)
        self.slider("rate", RATE, choices.set_rate)
        self.slider("connections", CONNECTIONS, choices.set_connections)
        self.connections_hint = self.hint()
        self.slider("max_in_flight", MAX_IN_FLIGHT, choices.set_max_in_flight)
        self.slider(
            "requests_per_connection", REQUESTS_PER_CONNECTION, choices.set_requests_per_connection
        )
        self.mode = Segmented("Mode", MODES, self)
        self.mode.picked.connect(choices.set_mode)
        self.mode.hide()
        self.column.addWidget(self.mode)
        self.slider("block", BLOCK, choices.set_block)

    @property
    def main_slider(self) -> LabelledSlider:
        """What + and - move."""
        return self.sliders["rate" if self._choices.is_open else "concurrency"]

    def show_plan(self) -> None:
        """Show the load of the plan, and the sliders of its model alone."""
        choices = self._choices
        self.model.show_pick("open" if choices.is_open else "closed")
        self.mode.show_pick(choices.plan.mode)
        shown = {
            "concurrency": not choices.is_open,
            "rate": choices.is_open,
            "connections": choices.is_open,
            "max_in_flight": choices.is_open,
            "block": choices.in_turns,
        }
        for key, is_shown in shown.items():
            self.sliders[key].setVisible(is_shown)
        few = choices.open.connections > 0
        self.connections_hint.setText(_WAITS if few else _AS_NEEDED)
        self.connections_hint.setVisible(choices.is_open)
        self.show_values(
            {
                "concurrency": choices.closed.concurrency,
                "rate": round(choices.open.rate),
                "connections": choices.open.connections,
                "max_in_flight": choices.open.max_in_flight,
                "requests_per_connection": choices.plan.requests_per_connection,
                "block": choices.plan.block_s,
            }
        )
