"""Taking turns: paired blocks in the order a b, b a, a b, ..., one lane under load at a time.

The order turns round with every pair (ABBA), so that a drift of the machine, such as a processor
that grows warm, falls on both lanes alike. A pair in which anything was disturbed is raced again.

With ``fresh`` servers both are restarted before each pair but the first, outside of any turn: what
differs from one start to the next, such as the speed of threads that hand over the GIL, is then
covered by the interval.
"""

from collections.abc import Mapping

from loadgen.model.frame import LANES, LaneId
from loadgen.race.schedule import Allotment, Standing

SETTLE_S = 0.2
"""So long there is no load at all between two blocks, longer while answers are under way."""

DRAIN_S = 10.0
"""Answers that are not there by then are cancelled: the other lane does not wait for ever."""

CALM_S = 0.5
"""After a disturbance the lane whose turn it was goes on, and its block begins again when nothing
has happened for so long: who drags a slider sees its effect at once.
"""

_HAIR_S = 0.01
"""Ticks come a little early or late: a block ends with the tick that is nearest to its end."""

_REST = Allotment()


class AlternatingSchedule:
    """Blocks are numbered through the whole race; ``block_s`` may be changed at any time.

    A lane goes on alone, outside of any block, while the other is not able to.
    """

    def __init__(self, block_s: float, *, fresh: bool = False) -> None:
        self.block_s = block_s
        self.fresh = fresh
        self._allotment = _REST
        self._pair = 0
        self._first = self._next = LANES[0]
        self._begun: list[int] = []
        self._began_s = 0.0
        self._disturbed = False
        self._calm_from_s = self._rested_from_s = float("-inf")
        self._spoiled: list[int] = []
        self._used = self._restarting = self._restart_asked = False

    @property
    def allotment(self) -> Allotment:
        return self._allotment

    # Complex for ruff: the transitions of one state machine, one branch each
    def advance(self, now_s: float, lanes: Mapping[LaneId, Standing]) -> None:  # noqa: C901
        able = [id_ for id_, lane in lanes.items() if lane.able]
        both = len(able) == len(LANES)
        if not both:
            self.disturb()
        if self._disturbed:
            self._disturbed, self._calm_from_s = False, now_s
        if self._restarting:
            self._restarting = any(lane.starting for lane in lanes.values())
            self._rested_from_s = now_s
            return
        turn = self._allotment.turn
        if turn is None:
            if self._is_settled(now_s, lanes) and both and self._must_restart:
                self._used, self._restarting, self._restart_asked = False, True, True
            elif self._is_settled(now_s, lanes) and able:
                self._begin(self._next if both else able[0], now_s, in_a_pair=both)
        elif turn not in able:
            self._rest(now_s)
        elif not self._begun:
            calm = now_s - self._calm_from_s >= CALM_S - _HAIR_S
            if both and calm and self._must_restart:
                self._rest(now_s)
            else:
                self._begin(turn, now_s, in_a_pair=both and calm)
        elif now_s - self._began_s >= self.block_s - _HAIR_S:
            self._end_block(turn, now_s)

    def disturb(self) -> bool:
        """The pair that is under way does not count, and will be raced again as another one."""
        self._disturbed = True
        if not self._begun:
            return False
        self._spoiled += self._begun
        self._begun.clear()
        self._pair += 1
        self._next = self._first
        return True

    def finish(self) -> None:
        """A pair that is not complete does not count."""
        self.disturb()
        self._allotment = _REST

    def take_restart(self) -> bool:
        """Whether both servers are to be restarted now; said once."""
        asked, self._restart_asked = self._restart_asked, False
        return asked

    @property
    def _must_restart(self) -> bool:
        """Whether the next pair needs other servers than those that have raced in one."""
        return self.fresh and self._used and not self._begun

    def take_spoiled(self) -> tuple[int, ...]:
        taken, self._spoiled = tuple(self._spoiled), []
        return taken

    def _begin(self, turn: LaneId, now_s: float, *, in_a_pair: bool) -> None:
        block = None
        if in_a_pair:
            block = 2 * self._pair + len(self._begun)
            if not self._begun:
                self._first = turn
            self._begun.append(block)
            self._began_s = now_s
            self._used = True
        self._allotment = Allotment(frozenset((turn,)), turn, block)

    def _end_block(self, turn: LaneId, now_s: float) -> None:
        if len(self._begun) == len(LANES):
            self._begun.clear()
            self._pair += 1
            self._next = turn
        else:
            self._next = LANES[1] if turn == LANES[0] else LANES[0]
        self._rest(now_s)

    def _rest(self, now_s: float) -> None:
        self._allotment = _REST
        self._rested_from_s = now_s

    def _is_settled(self, now_s: float, lanes: Mapping[LaneId, Standing]) -> bool:
        rested_s = now_s - self._rested_from_s
        return rested_s >= SETTLE_S - _HAIR_S and all(lane.quiet for lane in lanes.values())
