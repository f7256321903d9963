"""What is compared where lanes take turns, computed again only when something of it has changed."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from loadgen.model.frame import LANES, LaneId
from loadgen.model.snapshot import TICK_S
from loadgen.timeline.bands import Band, warm_ups_of_turns
from loadgen.timeline.lane_timeline import LaneTimeline
from loadgen.timeline.measurement_window import MeasurementWindow
from loadgen.timeline.row_merging import LEVELS
from loadgen.timeline.turn_log import Pair, Span
from loadgen.timeline.warm_up import WarmUp, pairs_looked_at, warm_up, warm_up_limit_s

LOOKED_AT_S = LEVELS[0].after_s
"""The warm-up is looked for in the pairs of so long: the ticks of older ones may be merged."""


class TurnsWindow:
    """The pairs of turns that count, without their warm-ups.

    A frame within a turn changes nothing of it: the same object is returned, until a pair ends, is
    spoiled, or is cut by an outage. Of ten minutes in turns of 1 s all of it takes 2 ms.

    ``fixed`` are warm-ups in seconds, by the moment since which nothing has disturbed: those of
    turns whose ticks may be merged, in which none can be looked for any more.
    """

    def __init__(
        self, lanes: Mapping[LaneId, LaneTimeline], fixed: Mapping[float, float] | None = None
    ) -> None:
        self.fixed = dict(fixed or {})
        self._lanes = lanes
        self._from: tuple[object, ...] = ()
        self._found: MeasurementWindow | None = None
        self._warm_ups: dict[LaneId, tuple[tuple[object, ...], WarmUp]] = {}
        self._banded: MeasurementWindow | None = None
        self._bands: dict[LaneId, list[Band]] = {}

    def find(
        self, since_s: float, pairs: Sequence[Pair], cuts: Sequence[Span], median_s: float
    ) -> MeasurementWindow | None:
        """The window of whole pairs; None where none is left that no cut touches.

        ``since_s`` is when something disturbed last, ``cuts`` are outages in seconds of the race,
        ``median_s`` is the slower lane's median latency.
        """
        limit_s = warm_up_limit_s(median_s)
        # What a generator that stood still reports late is blanked in earlier rows.
        voids = tuple(len(self._lanes[id_].void_spans) for id_ in LANES)
        of = (since_s, tuple(pairs), tuple(cuts), limit_s, voids)
        if of != self._from:
            self._from, self._found = of, self._find(since_s, pairs, cuts, limit_s)
        return self._found

    def fix(self, since_s: float) -> None:
        """Leave the warm-up of the window that was found last as it is, if it is since then."""
        if self._found is not None and self._from[0] == since_s:
            self.fixed.setdefault(since_s, self._found.warm_up_s)

    def warm_up_of(self, turn_from_s: float) -> float | None:
        """That of a turn, where it is fixed."""
        since_s = max((each for each in self.fixed if each <= turn_from_s + 1e-6), default=None)
        return None if since_s is None else self.fixed[since_s]

    def warm_ups(self) -> list[Band]:
        """The bands of what the window that was found last leaves out of each turn."""
        if self._found is None:
            return []
        if self._banded is not self._found:
            self._add_bands(self._found)
        return [band for bands in self._bands.values() for band in bands]

    def _add_bands(self, window: MeasurementWindow) -> None:
        """Those of the turns that were added; all again where it is another window."""
        if not _goes_on(self._banded, window):
            self._bands = {}
        self._banded = window
        known = {id_: len(self._bands.get(id_, ())) for id_ in LANES}
        for band in warm_ups_of_turns(window, known):
            assert band.lane is not None
            self._bands.setdefault(band.lane, []).append(band)

    def _find(
        self, since_s: float, pairs: Sequence[Pair], cuts: Sequence[Span], limit_s: float
    ) -> MeasurementWindow | None:
        if cuts:
            pairs = [
                pair
                for pair in pairs
                if not any(_overlap(span, cut) for span in pair for cut in cuts)
            ]
        if not pairs:
            return None
        turns = {id_: [pair[n] for pair in pairs] for n, id_ in enumerate(LANES)}
        if (left_out_s := self.fixed.get(since_s)) is None:
            many = pairs_looked_at(bisect_right(pairs, pairs[0][0][0] + LOOKED_AT_S, key=_end_of))
            found = [self._warm_up(id_, turns[id_][:many], limit_s) for id_ in LANES]
            left_out_s = max(*(each.left_out_s for each in found), TICK_S)
        spans = {
            id_: tuple([(from_s + left_out_s, to_s) for from_s, to_s in turns[id_]])
            for id_ in LANES
        }
        return MeasurementWindow(spans, left_out_s, in_turns=True)

    def _warm_up(self, id_: LaneId, turns: list[Span], limit_s: float) -> WarmUp:
        """Of turns that are over: it stays as it is until others are looked at."""
        lane = self._lanes[id_]
        of = (tuple(turns), limit_s, len(lane.void_spans))
        known = self._warm_ups.get(id_)
        if known is None or known[0] != of:
            known = self._warm_ups[id_] = (of, warm_up(lane, turns, limit_s))
        return known[1]


def _goes_on(before: MeasurementWindow | None, window: MeasurementWindow) -> bool:
    """Whether ``window`` has all spans of the one before it, and perhaps more after them."""
    return (
        before is not None
        and before.warm_up_s == window.warm_up_s
        and all(window.spans[id_][: len(of)] == of for id_, of in before.spans.items())
    )


def _end_of(pair: Pair) -> float:
    return max(end for _, end in pair)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
