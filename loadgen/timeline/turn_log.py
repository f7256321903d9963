"""Which turns the lanes took, and which of them are pairs that count."""

from dataclasses import dataclass

from loadgen.model.frame import Frame, LaneId

Span = tuple[float, float]
"""From and to, in seconds of the race."""


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

    def add(self, frame: Frame, before_s: float) -> None:
        """Take one more frame; the one before it was at ``before_s``."""
        self._spoiled.update(frame.spoiled_blocks)
        if self._now is not None and frame.block != self._now:
            self._turns[self._now].over = True
        self._now = frame.block if frame.turn is not None else None
        if self._now is None or frame.turn is None:
            return
        turn = self._turns.setdefault(self._now, Turn(frame.turn, before_s, frame.at_s))
        turn.to_s = frame.at_s

    def pairs(self, since_s: float) -> list[dict[LaneId, Span]]:
        """The whole and unspoiled pairs that began after ``since_s``, in the order of time."""
        found = []
        for number in sorted(self._turns):
            if number % 2 or number + 1 not in self._turns:
                continue
            pair = (self._turns[number], self._turns[number + 1])
            if self._spoiled.isdisjoint((number, number + 1)) and _counts(pair, since_s):
                found.append({turn.lane: (turn.from_s, turn.to_s) for turn in pair})
        return found


def _counts(pair: tuple[Turn, Turn], since_s: float) -> bool:
    whole = all(turn.over for turn in pair) and pair[0].lane != pair[1].lane
    return whole and min(turn.from_s for turn in pair) >= since_s - 1e-6
