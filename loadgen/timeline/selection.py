"""One stretch of a time line, as a time line of its own: to be judged by the same rules."""

import math
from dataclasses import replace

from loadgen.model.frame import LANES
from loadgen.timeline.measurement_window import MeasurementWindow
from loadgen.timeline.outages import LaneOutages, Outages
from loadgen.timeline.steady_parts import SHORTEST_S
from loadgen.timeline.timeline import STABLE_S, Timeline
from loadgen.timeline.turns_window import TurnsWindow

TICK_ROUNDING_S = 1e-6


class SelectedTimeline(Timeline):
    """What happened from ``from_s`` to ``to_s`` in seconds of the race, which need not be over.

    What disturbs between them ends what was before it, as in the whole race: settings that were
    changed are never mixed. Warm-ups are those of the whole race. The columns are shared with it,
    and so it holds until the next frame is added there.
    """

    is_selection = True

    def __init__(self, whole: Timeline, from_s: float, to_s: float) -> None:
        super().__init__(whole.started_at, whole.processors)
        self.selected = (from_s, to_s)
        self.services, self.machine = whole.services, whole.machine
        self.frames, self.phase = whole.frames, "ended"
        self.duration_s = to_s
        self.marks = [mark for mark in whole.marks if mark.at_s <= to_s]
        self.notes = tuple(each for each in whole.notes if each.at_s <= to_s)
        self.outages = _between(whole.outages, from_s, to_s)
        self._lanes, self._turns, self._had_turns = whole._lanes, whole._turns, whole._had_turns
        self._turns_window = TurnsWindow(self._lanes, whole._turns_window.fixed)
        self._disturbances = [at for at in whole._disturbances if at <= to_s]
        self._disturbed_s = max(self._disturbances, default=0.0)
        self._raced_until_s = min(to_s, whole.raced_until_s)
        self._warm_s, self._medians = dict(whole._warm_s), whole._medians.copy()
        self.in_turns = self._turns.are_between(max(from_s, self._disturbed_s), to_s)

    def _together(self) -> MeasurementWindow | None:
        from_s, _ = self.selected
        spans = [
            (max(from_s, part.span[0]), part.span[1])
            for part in self._steady()
            if part.span[1] - max(from_s, part.span[0]) >= SHORTEST_S - TICK_ROUNDING_S
        ]
        if sum(end - begin for begin, end in spans) < STABLE_S - TICK_ROUNDING_S:
            return None
        return MeasurementWindow(dict.fromkeys(LANES, tuple(spans)), 0.0, False, is_selected=True)

    def _in_turns(self) -> MeasurementWindow | None:
        from_s, to_s = self.selected
        pairs = [
            pair
            for pair in self._turns.pairs(self._disturbed_s)
            if min(begin for begin, _ in pair) >= from_s and max(end for _, end in pair) <= to_s
        ]
        cuts = self.outages.cuts(to_s)
        median_s = self._medians.slower_s
        found = self._turns_window.find(self._disturbed_s, pairs, cuts, median_s)
        return None if found is None else replace(found, is_selected=True)


def _between(whole: Outages, from_s: float, to_s: float) -> Outages:
    """The outages that touch the stretch; one that lasts beyond it ends with it."""
    found = Outages()
    for id_ in LANES:
        lane = LaneOutages(id_)
        for each in whole.lanes[id_].all:
            began, ended = each.left_out(math.inf)
            if began < to_s and ended > from_s:
                until = [min(at, to_s) for at in (each.to_s, each.steady_s) if at is not None]
                lane.all.append(replace(each, to_s=min([*until, to_s]), steady_s=min(ended, to_s)))
        found.lanes[id_] = lane
    return found
