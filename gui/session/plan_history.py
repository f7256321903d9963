"""Undo and redo of what was chosen and written, on Qt's undo stack."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from PySide6.QtGui import QUndoCommand, QUndoStack

from loadgen.model.race_plan import RacePlan

MOST = 200
"""So many steps can be taken back."""

TOGETHER_S = 0.5
"""Changes of the same thing that follow faster are one step, as when a slider is dragged."""

_MERGED = 1
"""Qt asks commands of one id whether they can be merged."""

SetPlan = Callable[[RacePlan], None]


class PlanHistory:
    """``set_plan`` is what makes a plan of the past the present one."""

    def __init__(self, set_plan: SetPlan) -> None:
        self._set_plan = set_plan
        self._stack = QUndoStack()
        self._stack.setUndoLimit(MOST)
        self._moves = False

    def add(self, before: RacePlan, after: RacePlan) -> None:
        """A person has changed the plan. What ``undo`` and ``redo`` change is not another step."""
        if not self._moves:
            self._stack.push(_Change(before, after, self._set_plan))

    def add_step(self, do: Callable[[], None], undo: Callable[[], None]) -> None:
        """Do something else that can be taken back."""
        self._stack.push(_Step(do, undo))

    def undo(self) -> bool:
        """Take the last step back; False where there is none."""
        return self._move(self._stack.canUndo(), self._stack.undo)

    def redo(self) -> bool:
        """Take the last step back that was taken back; False where there is none."""
        return self._move(self._stack.canRedo(), self._stack.redo)

    def _move(self, possible: bool, move: Callable[[], None]) -> bool:
        if possible:
            self._moves = True
            try:
                move()
            finally:
                self._moves = False
        return possible


class _Step(QUndoCommand):
    """What is pushed is done by the stack."""

    def __init__(self, do: Callable[[], None], undo: Callable[[], None]) -> None:
        super().__init__()
        self._do, self._undo = do, undo

    def redo(self) -> None:
        self._do()

    def undo(self) -> None:
        self._undo()


class _Change(QUndoCommand):
    def __init__(self, before: RacePlan, after: RacePlan, set_plan: SetPlan) -> None:
        super().__init__()
        self.before, self.after = before, after
        self.keys = _changed_keys(before, after)
        self.at_s = time.monotonic()
        self._set_plan = set_plan
        self._done = True  # the stack redoes what is pushed; that has happened

    def undo(self) -> None:
        self._set_plan(self.before)

    def redo(self) -> None:
        if self._done:
            self._done = False
        else:
            self._set_plan(self.after)

    def id(self) -> int:
        return _MERGED

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or other.keys != self.keys:
            return False
        if other.at_s - self.at_s > TOGETHER_S:
            return False
        self.after, self.at_s = other.after, other.at_s
        self.setObsolete(self.after == self.before)
        return True


def _changed_keys(before: RacePlan, after: RacePlan) -> frozenset[str]:
    """The places of what differs: ``lanes.a.settings.threads``."""
    one, other = (dict(_places("", msgspec.to_builtins(plan))) for plan in (before, after))
    return frozenset(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def _places(at: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _places(f"{at}.{key}", each)
    else:
        yield at, value
