"""Paired blocks of time.

What both lanes did in the same second, or one after the other in a pair of turns.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.column_store import Array
from loadgen.timeline.measurement_window import Block, MeasurementWindow, blocks_needed
from loadgen.timeline.timeline import Timeline
from loadgen.timeline.turn_log import Span

BLOCKS_MAX = 60
"""Beyond it, two neighbours at a time become one, so that a verdict costs no more after an hour."""


@dataclass(frozen=True, slots=True)
class LaneBlocks:
    """One value, or one row, for each block.

    Successful answers, seconds measured, CPU seconds, latencies as in ``percentiles``, the median
    of unique and of resident memory in MiB, and how many requests were answered at a time. What the
    server did not report is NaN.
    """

    ok: Array
    measured_s: Array
    cpu_s: Array
    below: list[Array]
    uss_mib: Array
    rss_mib: Array
    in_service: Array

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Self:
        """The figures of one lane's blocks as columns, one row for each block."""
        figures = [block.figures for block in blocks]
        names = ("ok", "measured_s", "cpu_s", "uss_mib", "rss_mib", "in_service")
        ok, measured_s, cpu_s, uss_mib, rss_mib, in_service = (
            np.array([getattr(each, name) for each in figures], np.float64) for name in names
        )
        below = [each.below for each in figures]
        return cls(ok, measured_s, cpu_s, below, uss_mib, rss_mib, in_service)

    @property
    def answers(self) -> int:
        """Successful answers in all blocks."""
        return int(self.ok.sum())


@dataclass(frozen=True, slots=True)
class PairedBlocks:
    """Both lanes' blocks; those at the same place are a pair.

    ``needed`` is how many an interval takes; ``units`` is how many seconds, or pairs of turns, are
    in one block.
    """

    lanes: dict[LaneId, LaneBlocks]
    needed: int
    units: int = 1
    in_turns: bool = False

    @property
    def looks(self) -> int:
        """How often there was something new to look at."""
        return len(self) * self.units

    def __len__(self) -> int:
        return int(self.lanes["a"].ok.size)

    @property
    def edge(self) -> float:
        """By which part of itself the number of answers in a turn may be off at its ends.

        0 where blocks follow each other.

        Requests that began together end together: of those that a server answers at a time, all or
        none fall into a turn's last moment. Each turn of a lane begins in the same way, so that
        this error does not scatter from turn to turn, and no interval would have it.
        """
        if not self.in_turns or not len(self):
            return 0.0
        turns = len(self) * self.units
        at_a_time = [float(np.median(lane.in_service)) for lane in self.lanes.values()]
        answers = [lane.answers / turns for lane in self.lanes.values()]
        parts = [n / each for n, each in zip(at_a_time, answers, strict=True) if each > 0]
        return max((part for part in parts if not math.isnan(part)), default=0.0)

    @property
    def lacking(self) -> int:
        """How many more blocks an interval takes."""
        return max(0, self.needed - len(self))

    @property
    def answers(self) -> int:
        """Successful answers of the lane that has fewer."""
        return min(lane.answers for lane in self.lanes.values())


def paired_blocks(timeline: Timeline, stretch: MeasurementWindow) -> PairedBlocks:
    """The blocks of a stretch.

    Together, a block is a whole second on the clock, or two, four, ...; in turns it is a pair of
    turns, or two, four, ... A block in which a lane measured nothing, or its generator stood still,
    is left out.
    """
    row_s = max(timeline.lane(id_).row_length_s(stretch.from_s) for id_ in LANES)
    spans, units = _turns(stretch) if stretch.in_turns else _seconds(stretch, row_s)
    pairs = [{id_: timeline.block(id_, pair[id_]) for id_ in LANES} for pair in spans]
    sound = [pair for pair in pairs if all(block.sound for block in pair.values())]
    lanes = {id_: LaneBlocks.of([pair[id_] for pair in sound]) for id_ in LANES}
    needed = blocks_needed(in_turns=stretch.in_turns)
    return PairedBlocks(lanes, needed, units, stretch.in_turns)


_Pair = dict[LaneId, tuple[Span, ...]]


def _seconds(stretch: MeasurementWindow, row_s: int) -> tuple[list[_Pair], int]:
    """Blocks of whole seconds, none shorter than ``row_s``, the longest row."""
    length = max(1, row_s)
    while stretch.seconds / length > BLOCKS_MAX:
        length *= 2
    spans: list[tuple[Span, ...]] = []
    for from_s, to_s in stretch.spans["a"]:
        # On the clock, so that the blocks of a moment ago are those of now, and one more.
        first, end = np.ceil(from_s / length - 1e-6), np.floor(to_s / length + 1e-6)
        edges = length * np.arange(first, end + 1)
        spans += [((float(edge), float(edge + length)),) for edge in edges[:-1]]
    return [dict.fromkeys(LANES, span) for span in spans], length


def _turns(stretch: MeasurementWindow) -> tuple[list[_Pair], int]:
    pairs = len(stretch.spans["a"])
    together = 1
    while pairs / together > BLOCKS_MAX:
        together *= 2
    starts = range(0, pairs - together + 1, together)
    spans = [{id_: stretch.spans[id_][n : n + together] for id_ in LANES} for n in starts]
    return spans, together
