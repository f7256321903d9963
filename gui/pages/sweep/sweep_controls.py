"""What is swept and how far: the quantity, its largest value, the time; start, cancel, go on."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.style.style import Style, Styled, apply_style
from gui.style.theme import SMALL
from gui.widgets.number_field import NumberField
from gui.widgets.page_button import page_button
from gui.widgets.pick_button import PickButton
from gui.widgets.pick_menu import Pick
from loadgen.model.race_plan import RacePlan
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.quantity import USERS, Quantity, quantities
from servers.catalog.parameter import Parameter, ParameterError

BUDGET = Parameter(
    key="budget",
    title="Time of the sweep",
    minimum=10,
    maximum=3_600,
    default=120,
    unit="s",
    logarithmic=True,
    hint="No further step begins after so many seconds.",
)
_OVER_HINT = "What is varied from step to step: the load, a number of the scenario, a setting."


class SweepControls(Styled, QWidget):
    """``wanted`` brings the Ladder and the seconds of a sweep; ``refused`` why there can be none.

    ``resume_wanted`` brings the seconds for which the sweep that is shown goes on.

    What can be swept follows the plan.
    """

    wanted = Signal(object, int)
    refused = Signal(str)
    resume_wanted = Signal(int)
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[Quantity, ...] = ()
        self.quantity = USERS
        self.over: PickButton | None = None
        self.most: NumberField | None = None
        self._to, self._within, self._seconds = (
            QLabel(text, self) for text in ("up to", "within", "s")
        )
        self.budget = NumberField(BUDGET, self)
        self.budget.setAccessibleName("Time of the sweep in seconds, typed")
        hint = "Race at one value after the other, in turns."
        self.start = page_button("Start sweep", hint, self)
        self.start.setObjectName("primary")
        hint = "End the sweep; what was measured is kept."
        self.cancel = page_button("Cancel", hint, self, "Cancel the sweep")
        hint = "Go on with the sweep where it was ended."
        self.resume = page_button("Go on", hint, self, "Go on with the sweep")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        for each in (self._to, self._within, self.budget, self._seconds):
            self._row.addWidget(each)
        for button in (self.cancel, self.resume, self.start):
            self._row.addWidget(button)
        self.start.clicked.connect(self._start)
        self.resume.clicked.connect(self._resume)
        self.cancel.clicked.connect(self.cancel_wanted)

    def offer(self, plan: RacePlan) -> None:
        """Offer what can be swept of this plan; the choice stays where it is still there."""
        offered = tuple(each for each in quantities(plan) if not each.parameter.rare)
        if offered == self._offered:
            return
        self._offered = offered
        picks = [Pick(each.key, each.title, hint=each.parameter.hint) for each in offered]
        button = PickButton("Over", picks, _OVER_HINT, self)
        button.picked.connect(self.choose)
        if self.over is not None:
            self._row.removeWidget(self.over)
            self.over.hide()
            self.over.deleteLater()
        self.over = button
        self._row.insertWidget(0, button)
        apply_style(button, self.look)
        button.show()
        keys = [each.key for each in offered]
        self.choose(self.quantity.key if self.quantity.key in keys else USERS.key)

    def choose(self, key: str) -> None:
        """Sweep over this one."""
        chosen = next(each for each in self._offered if each.key == key)
        if self.over is not None:
            self.over.show_pick(key)
        if chosen == self.quantity and self.most is not None:
            return
        self.quantity = chosen
        if self.most is not None:
            self._row.removeWidget(self.most)
            self.most.hide()
            self.most.deleteLater()
        parameter = msgspec.structs.replace(
            chosen.parameter, title="Largest value", default=chosen.high
        )
        self.most = NumberField(parameter, self)
        self.most.setToolTip(f"The largest value of the sweep, {chosen.parameter.range_text}.")
        self._row.insertWidget(self._row.indexOf(self._to) + 1, self.most)
        self.most.show()

    def show_state(self, *, running: bool, stopping: bool, can_resume: bool) -> None:
        """Show which buttons make sense now."""
        self.start.setVisible(not running)
        self.resume.setVisible(can_resume)
        self.cancel.setVisible(running)
        self.cancel.setEnabled(not stopping)
        self.cancel.setText("Ending" if stopping else "Cancel")
        for each in (self.over, self.most, self.budget):
            if each is not None:
                each.setEnabled(not running)

    def _start(self) -> None:
        assert self.most is not None
        if not self._is_readable(self.most, self.budget):
            return
        try:
            ladder = Ladder.of(self.quantity, high=self.most.value)
        except ParameterError as error:
            self._refuse(str(error))
            return
        if ladder.low >= ladder.high:
            least = self.quantity.text(ladder.low)
            self._refuse(f"The sweep begins at {least}: type a larger value to go up to.")
            return
        self.wanted.emit(ladder, self.budget.value)

    def _refuse(self, sentence: str) -> None:
        """Say why there is no sweep up to the largest value, which has the keyboard."""
        assert self.most is not None
        self.most.setFocus()
        self.refused.emit(sentence)

    def _resume(self) -> None:
        if self._is_readable(self.budget):
            self.resume_wanted.emit(self.budget.value)

    def _is_readable(self, *fields: NumberField) -> bool:
        """Whether all can be read; ``refused`` says which one cannot, and it has the keyboard."""
        for field in fields:
            field.commit()
            if field.is_refused:
                field.setFocus()
                self.refused.emit(field.toolTip())
                return False
        return True

    def set_look(self, look: Style) -> None:
        for each in (self._to, self._within, self._seconds):
            each.setFont(look.font(SMALL))
        super().set_look(look)
