"""What differs between two plans, in words for the time axis, and when to write it there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loadgen.experiments.race_plan import CONCURRENCY, TIMEOUT, RacePlan
from loadgen.frame import LANES, LaneId, Mark
from servers.parameters import Parameter

QUIET_S = 0.3
"""A value that is dragged gets its mark when it has rested for so long, ..."""

PATIENCE_S = 1.0
"""... or when it has been dragged for so long without a rest."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that was changed. ``what`` names it for a person; ``unit`` is that of both
    values.
    """

    what: str
    old: str
    new: str
    unit: str = ""
    lane: LaneId | None = None

    @property
    def text(self) -> str:
        """``wait 50 → 200 ms``."""
        return " ".join(filter(None, (self.what, self.old, "→", self.new, self.unit)))


def differences(old: RacePlan, new: RacePlan) -> tuple[Change, ...]:
    """All changes from one plan to the next that the race feels. The duration is none of them."""
    return tuple(each for each in _compared(old, new) if each.old != each.new)


def _compared(old: RacePlan, new: RacePlan) -> Iterator[Change]:
    yield Change("scenario", old.entry.title, new.entry.title)
    yield _number(CONCURRENCY, old.model.concurrency, new.model.concurrency)
    yield _number(TIMEOUT, old.timeout_s, new.timeout_s)
    if old.scenario == new.scenario:
        for each in new.entry.parameters:
            yield _number(each, old.parameters[each.key], new.parameters[each.key])
    for id_ in LANES:
        before, after = old.lanes[id_], new.lanes[id_]
        if before.variant != after.variant:
            yield Change("", before.entry.title, after.entry.title, lane=id_)
            continue
        for each in after.entry.settings:
            yield _number(each, before.settings[each.key], after.settings[each.key], new, id_)


def _number(
    parameter: Parameter,
    old: int,
    new: int,
    plan: RacePlan | None = None,
    lane: LaneId | None = None,
) -> Change:
    whose = f"{plan.name(lane)} " if plan and lane else ""
    return Change(whose + parameter.title.lower(), f"{old:,}", f"{new:,}", parameter.unit, lane)


@dataclass(slots=True)
class _Pending:
    change: Change
    since_s: float
    at_s: float


class Marks:
    """Collects marks for the next frame. A value dragged through a hundred others gets one mark.

    Times are seconds on the frames' clock.
    """

    def __init__(self) -> None:
        self._pending: dict[tuple[str, LaneId | None], _Pending] = {}
        self._due: list[Mark] = []

    def add(self, at_s: float, text: str, lane: LaneId | None = None) -> None:
        """Something that happened."""
        self._due.append(Mark(at_s, text, lane))

    def change(self, at_s: float, change: Change) -> None:
        """Something that was changed, and may be changed further."""
        key = (change.what, change.lane)
        before = self._pending.get(key)
        if before:
            merged = Change(change.what, before.change.old, change.new, change.unit, change.lane)
            self._pending[key] = _Pending(merged, before.since_s, at_s)
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
