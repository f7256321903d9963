"""Taking turns: paired blocks in the order a b, b a, a b, ..., one lane under load at a time.

The order turns round with every pair (ABBA), so that a drift of the machine, such as a processor
that grows warm, falls on both lanes alike. A pair of which anything was disturbed is raced again.
"""

from collections.abc import Mapping

from loadgen.experiments.schedule import Allotment, Standing
from loadgen.frame import LANES, LaneId

SETTLE_S = 0.2
"""So long there is no load at all between two blocks, longer while answers are under way."""

DRAIN_S = 10.0
"""Answers that are not there by then are cancelled: the other lane does not wait for ever."""

_HAIR_S = 0.01
"""Ticks come a little early or late: a block ends with the tick that is nearest to its end."""


class Turns:
    """Blocks are numbered through the whole race; ``block_s`` may be changed at any time.

    While one lane has failed the other goes on alone, outside of any block. While one is not able,
    for as long as a restart takes, neither is under load.
    """

    def __init__(self, block_s: float) -> None:
        self.block_s = block_s
        self._allotment = Allotment()
        self._pair = 0
        self._counted = 0
        self._begun: list[int] = []
        self._began_s = 0.0
        self._broken = False
        self._rested_from_s = float("-inf")
        self._spoiled: list[int] = []

    @property
    def allotment(self) -> Allotment:
        return self._allotment

    def advance(self, now_s: float, lanes: Mapping[LaneId, Standing]) -> None:
        able = all(lane.able for lane in lanes.values())
        if not able:
            self.disturb()
        if self._allotment.block is not None:
            if not self._broken and now_s - self._began_s < self.block_s - _HAIR_S:
                return
            self._end_block(now_s)
        alone = _alone(lanes)
        if alone is not None:
            self._allotment = Allotment(frozenset((alone,)), alone)
        elif self._allotment.turn is not None:
            self._rest(now_s)
        elif able and self._settled(now_s, lanes):
            self._begin_block(now_s)

    def disturb(self) -> bool:
        """The pair that is under way does not count; it will be raced again, as another one."""
        if not self._begun:
            return False
        self._spoiled += self._begun
        self._begun.clear()
        self._pair += 1
        self._broken = True
        return True

    def finish(self) -> None:
        """A pair that is not complete does not count."""
        self.disturb()
        self._allotment = Allotment()

    def take_spoiled(self) -> tuple[int, ...]:
        taken, self._spoiled = tuple(self._spoiled), []
        return taken

    def _begin_block(self, now_s: float) -> None:
        order = LANES if self._counted % 2 == 0 else LANES[::-1]
        place = len(self._begun)
        block, turn = 2 * self._pair + place, order[place]
        self._begun.append(block)
        self._began_s, self._broken = now_s, False
        self._allotment = Allotment(frozenset((turn,)), turn, block)

    def _end_block(self, now_s: float) -> None:
        if len(self._begun) == len(LANES):
            self._begun.clear()
            self._pair += 1
            self._counted += 1
        self._rest(now_s)

    def _rest(self, now_s: float) -> None:
        self._allotment = Allotment()
        self._rested_from_s = now_s

    def _settled(self, now_s: float, lanes: Mapping[LaneId, Standing]) -> bool:
        rested_s = now_s - self._rested_from_s
        return rested_s >= SETTLE_S - _HAIR_S and all(lane.quiet for lane in lanes.values())


def _alone(lanes: Mapping[LaneId, Standing]) -> LaneId | None:
    """The lane that is able when all others have failed."""
    able = [id_ for id_, lane in lanes.items() if lane.able]
    failed = [id_ for id_, lane in lanes.items() if lane.failed]
    return able[0] if len(able) == 1 and len(able) + len(failed) == len(lanes) else None
