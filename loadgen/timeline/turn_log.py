"""Which turns the lanes took, and which of them are pairs that count."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from loadgen.model.frame import Frame, LaneId

Span = tuple[float, float]
"""From and to, in seconds of the race."""

Pair = tuple[Span, Span]
"""The turns of lane a and of lane b that are compared with each other."""


@dataclass(slots=True)
class Turn:
    """One block: a lane raced while the other waited."""

    lane: LaneId
    from_s: float
    to_s: float
    over: bool = False


class TurnLog:
    """All turns by number; 2n and 2n+1 are a pair."""

    def __init__(self) -> None:
        self._turns: dict[int, Turn] = {}
        self._spoiled: set[int] = set()
        self._now: int | None = None
        self._changes = 0
        self._of: tuple[float, int, int] | None = None
        self._pairs: tuple[Pair, ...] = ()
        self._next = 0

    def add(self, frame: Frame, before_s: float) -> None:
        """Take one more frame; the one before it was at ``before_s``."""
        self._spoiled.update(frame.spoiled_blocks)
        if self._now is not None and frame.block != self._now:
            self._turns[self._now].over = True
        self._now = frame.block if frame.turn is not None else None
        if self._now is None or frame.turn is None:
            return
        turn = self._turns.setdefault(self._now, Turn(frame.turn, before_s, frame.at_s))
        if turn.over:  # goes on after a pause
            self._changes += 1
        turn.to_s = frame.at_s

    def pairs(self, since_s: float) -> tuple[Pair, ...]:
        """The whole and unspoiled pairs that began after ``since_s``, in the order of time.

        The same object until a turn ends or is spoiled. Turns that end add theirs to what was found
        before: with three hundred pairs, looking at all of them again took 1 ms.
        """
        of = (since_s, self._changes, len(self._spoiled))
        if of != self._of:
            self._of, self._pairs, self._next = of, (), 0
        found = []
        newest = max(self._turns, default=-1)
        while self._next < newest:
            second = self._turns.get(self._next + 1)
            if second is not None and not second.over and self._next + 1 == newest:
                break  # goes on
            pair = self._pair(self._turns.get(self._next), second, since_s, self._next)
            if pair is not None:
                found.append(pair)
            self._next += 2
        if found:
            self._pairs = (*self._pairs, *found)
        return self._pairs

    def since(self, from_s: float) -> Iterator[Turn]:
        """The turns that ended after that moment, the newest first."""
        return takewhile(lambda turn: turn.to_s > from_s, reversed(self._turns.values()))

    def are_between(self, from_s: float, to_s: float) -> bool:
        """Whether lanes took turns at any moment between the two."""
        return any(each.from_s < to_s and each.to_s > from_s for each in self._turns.values())

    def _pair(
        self, first: Turn | None, second: Turn | None, since_s: float, number: int
    ) -> Pair | None:
        """That of two turns, the first of which is number ``number``, if it counts."""
        spoiled = number in self._spoiled or number + 1 in self._spoiled
        if first is None or second is None or spoiled or not _counts(first, second, since_s):
            return None
        a, b = (first, second) if first.lane == "a" else (second, first)
        return (a.from_s, a.to_s), (b.from_s, b.to_s)


def _counts(first: Turn, second: Turn, since_s: float) -> bool:
    whole = first.over and second.over and first.lane != second.lane
    return whole and min(first.from_s, second.from_s) >= since_s - 1e-6
