"""Which turns the lanes took, and which of them are pairs that count."""

from dataclasses import dataclass

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

    def add(self, frame: Frame, before_s: float) -> None:
        """Take one more frame; the one before it was at ``before_s``."""
        self._spoiled.update(frame.spoiled_blocks)
        if self._now is not None and frame.block != self._now:
            self._turns[self._now].over = True
            self._changes += 1
        self._now = frame.block if frame.turn is not None else None
        if self._now is None or frame.turn is None:
            return
        turn = self._turns.setdefault(self._now, Turn(frame.turn, before_s, frame.at_s))
        if turn.over:  # goes on after a pause
            self._changes += 1
        turn.to_s = frame.at_s

    def pairs(self, since_s: float) -> tuple[Pair, ...]:
        """The whole and unspoiled pairs that began after ``since_s``, in the order of time.

        The same object until a turn ends or is spoiled.
        """
        of = (since_s, self._changes, len(self._spoiled))
        if of != self._of:
            self._of, self._pairs = of, self._find_pairs(since_s)
        return self._pairs

    def are_between(self, from_s: float, to_s: float) -> bool:
        """Whether lanes took turns at any moment between the two."""
        return any(each.from_s < to_s and each.to_s > from_s for each in self._turns.values())

    def _find_pairs(self, since_s: float) -> tuple[Pair, ...]:
        found = []
        for number in sorted(self._turns):
            if number % 2 or number + 1 not in self._turns:
                continue
            first, second = self._turns[number], self._turns[number + 1]
            spoiled = number in self._spoiled or number + 1 in self._spoiled
            if not spoiled and _counts(first, second, since_s):
                a, b = (first, second) if first.lane == "a" else (second, first)
                found.append(((a.from_s, a.to_s), (b.from_s, b.to_s)))
        return tuple(found)


def _counts(first: Turn, second: Turn, since_s: float) -> bool:
    whole = first.over and second.over and first.lane != second.lane
    return whole and min(first.from_s, second.from_s) >= since_s - 1e-6
