"""The demonstration that is shown: set in one step, raced, and taken back in one step."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from loadgen.demonstration.demonstration import Demonstration
from loadgen.demonstration.wait_ceiling import wait_ceilings
from loadgen.model.frame import LaneId
from loadgen.model.race_plan import RacePlan

if TYPE_CHECKING:
    from gui.charts.latency_basis import Basis
    from gui.session.plan_editor import PlanEditor

GuessSource = Literal["guess", "computed"]


class DemonstrationControl(QObject):
    """``current`` is the demonstration whose servers and scenario are chosen, None without one.

    ``audience`` is what the audience guesses, in responses per second of each lane, empty where it
    was not asked. ``begun`` comes when a demonstration was started, ``changed`` whenever anything
    of this is another.

    ``editor`` has the plan. ``start`` and ``stop`` a race, ``is_idle`` says whether none is on or
    about to end; ``is_fixed`` where a recorded race is played, whose plan cannot be changed.
    """

    begun = Signal()
    changed = Signal()

    def __init__(
        self,
        editor: "PlanEditor",
        *,
        start: Callable[[], None],
        stop: Callable[[], None],
        is_idle: Callable[[], bool],
        is_fixed: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(editor)
        self._editor, self._start, self._stop = editor, start, stop
        self._is_idle, self._is_fixed = is_idle, is_fixed
        self.current: Demonstration | None = None
        self.audience: dict[LaneId, float] = {}
        self._before: tuple[RacePlan, Basis] | None = None
        self._starts_when_idle = False
        editor.plan_changed.connect(self._follow_plan)

    @property
    def can_go_back(self) -> bool:
        """Whether there are settings of before a demonstration."""
        return self._before is not None

    @property
    def own_settings(self) -> "tuple[RacePlan, Basis]":
        """What a person set: while a demonstration is shown, the settings before it."""
        if self.current is not None and self._before is not None:
            return self._before
        return self._editor.plan, self._editor.basis

    @property
    def source(self) -> GuessSource:
        """Where ``expected`` comes from."""
        is_computed = self.current is not None and self.current.guess == "computed"
        return "computed" if is_computed and not self.audience else "guess"

    @property
    def expected(self) -> dict[LaneId, float]:
        """The line to draw for each lane, in responses per second; empty where there is none.

        The audience's guess has precedence. A computed one follows the plan.
        """
        if self.current is None:
            return {}
        if self.audience:
            return self.audience
        if self.source == "computed":
            return wait_ceilings(self._editor.plan)
        return self.current.expected()

    def begin(self, demonstration: Demonstration) -> None:
        """Set all that it sets, and start it; a race that is on ends first."""
        editor = self._editor
        if self._is_fixed():
            editor.set_plan(demonstration.plan)  # which says that nothing can be changed
            return
        if self._before is None:
            self._before = editor.plan, editor.basis
        self._stop()
        self.current = demonstration
        editor.set_plan(demonstration.plan)
        editor.set_basis(demonstration.latency_basis)
        self._starts_when_idle = True
        self.follow_state()
        self.changed.emit()
        self.begun.emit()

    def go_back(self) -> bool:
        """Choose the settings again that were there before; False where there are none."""
        if self._before is None:
            return False
        plan, basis = self._before
        self._before = self.current = None
        self._starts_when_idle = False
        self._stop()
        self._editor.set_plan(plan)
        self._editor.set_basis(basis)
        self.changed.emit()
        return True

    def set_audience(self, guess: dict[LaneId, float]) -> None:
        """Take the audience's guess; an empty one takes it away."""
        if guess != self.audience:
            self.audience = guess
            self.changed.emit()

    def follow_state(self) -> None:
        """Start the demonstration that waited for the race before it to end."""
        if self._starts_when_idle and self._is_idle():
            self._starts_when_idle = False
            self._start()

    def _follow_plan(self) -> None:
        """With another scenario or server, what is shown is no longer that demonstration."""
        if self.current is None:
            return
        if _what(self._editor.plan) != _what(self.current.plan):
            self.current = None
            self._starts_when_idle = False
        self.changed.emit()


def _what(plan: RacePlan) -> tuple[str, ...]:
    return plan.scenario, plan.lanes["a"].variant, plan.lanes["b"].variant
