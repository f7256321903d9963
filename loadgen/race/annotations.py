"""When a change of the plan is written on the time axis: after it has come to rest."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from loadgen.model.frame import LaneId, Mark, MarkKind
from loadgen.race.plan_diff import Change

QUIET_S = 0.3
"""A value that is dragged gets its mark when it has rested for so long, ..."""


PATIENCE_S = 1.0
"""... or when it has been dragged for so long without a rest."""


@dataclass(slots=True)
class _Pending:
    change: Change
    since_s: float
    at_s: float


class Annotations:
    """Collects marks for the next frame. A value dragged through a hundred others gets one mark.

    Times are seconds on the frames' clock.
    """

    def __init__(self) -> None:
        self._pending: dict[tuple[str, LaneId | None], _Pending] = {}
        self._due: list[Mark] = []

    def add(
        self,
        at_s: float,
        text: str,
        lane: LaneId | None = None,
        *,
        kind: MarkKind,
        disturbs: bool = True,
    ) -> None:
        """Something that happened."""
        self._due.append(Mark(at_s, text, lane, disturbs, kind))

    def change(self, at_s: float, change: Change) -> None:
        """Something that was changed, and may be changed further."""
        key = (change.key, change.lane)
        before = self._pending.get(key)
        if before:
            whole = replace(change, old=before.change.old)
            self._pending[key] = _Pending(whole, before.since_s, at_s)
        else:
            self._pending[key] = _Pending(change, at_s, at_s)

    def take(self, now_s: float) -> tuple[Mark, ...]:
        """The marks that are due; each is given once, at the time of its last change."""
        self._settle(lambda p: now_s - p.at_s >= QUIET_S or now_s - p.since_s >= PATIENCE_S)
        due, self._due = self._due, []
        return tuple(sorted(due, key=lambda mark: mark.at_s))

    def take_all(self) -> tuple[Mark, ...]:
        """Those also that wait for a rest: for the last frame."""
        self._settle(lambda p: True)
        return self.take(0.0)

    def _settle(self, ripe: Callable[[_Pending], bool]) -> None:
        for key, pending in list(self._pending.items()):
            if ripe(pending):
                del self._pending[key]
                change = pending.change
                # Dragged there and back again: nothing was changed.
                if change.old != change.new:
                    self._due.append(Mark(pending.at_s, change.text, change.lane))
