"""Paired blocks of time: what both lanes did in the same second, or one after the other in a pair
of turns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from loadgen.frame import LANES, LaneId
from loadgen.results.columns import Array
from loadgen.results.stretch import Block, LaneStretch, Stretch
from loadgen.results.timeline import Timeline
from loadgen.results.turns import Span

BLOCKS_MAX = 60
"""Beyond it, two neighbours at a time become one, so that a verdict costs no more after an hour."""

TOGETHER_MIN, TURNS_MIN = 5, 3
"""With fewer blocks there is no interval."""


@dataclass(frozen=True, slots=True)
class LaneBlocks:
    """One value, or one row, for each block. ``cpu_s`` is NaN where the server did not tell;
    ``below`` is as in ``percentiles``.
    """

    ok: Array
    measured_s: Array
    cpu_s: Array
    below: list[Array]

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Self:
        ok, measured_s, cpu_s, below = zip(*(block.figures for block in blocks), strict=True)
        return cls(np.array(ok), np.array(measured_s), np.array(cpu_s), list(below))


@dataclass(frozen=True, slots=True)
class PairedBlocks:
    """Both lanes' blocks; those at the same place are a pair."""

    lanes: dict[LaneId, LaneBlocks]

    def __len__(self) -> int:
        return int(self.lanes["a"].ok.size)


def paired_blocks(timeline: Timeline, stretch: Stretch) -> PairedBlocks:
    """The blocks of a stretch; all of it as one where there are too few for an interval.

    Together, a block is a whole second on the clock, or two, four, ...; in turns it is a pair of
    turns. A block in which a lane measured nothing, or its generator stood still, is left out.
    """
    at_least = TURNS_MIN if stretch.in_turns else TOGETHER_MIN
    spans = _turns(stretch) if stretch.in_turns else _seconds(stretch)
    pairs = [{id_: timeline.block(id_, pair[id_]) for id_ in LANES} for pair in spans]
    kept = [pair for pair in pairs if all(block.sound for block in pair.values())]
    if len(kept) < at_least:
        kept = [{id_: Block(LaneStretch(timeline.lane(id_), stretch.spans[id_])) for id_ in LANES}]
    lanes = {id_: LaneBlocks.of(pair[id_] for pair in kept) for id_ in LANES}
    return PairedBlocks(lanes)


_Pair = dict[LaneId, tuple[Span, ...]]


def _seconds(stretch: Stretch) -> list[_Pair]:
    length = 1.0
    while stretch.seconds / length > BLOCKS_MAX:
        length *= 2
    spans: list[tuple[Span, ...]] = []
    for from_s, to_s in stretch.spans["a"]:
        # On the clock, so that the blocks of a moment ago are those of now, and one more.
        first, end = np.ceil(from_s / length - 1e-6), np.floor(to_s / length + 1e-6)
        edges = length * np.arange(first, end + 1)
        spans += [((float(edge), float(edge + length)),) for edge in edges[:-1]]
    return [dict.fromkeys(LANES, span) for span in spans]


def _turns(stretch: Stretch) -> list[_Pair]:
    pairs = len(stretch.spans["a"])
    together = 1
    while pairs / together > BLOCKS_MAX:
        together *= 2
    starts = range(0, pairs - together + 1, together)
    return [{id_: stretch.spans[id_][n : n + together] for id_ in LANES} for n in starts]
