"""Successful responses per second, and the most that the generator could send."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from gui.charts.axes import short_number
from gui.charts.chart_model import Curve, Level
from gui.charts.curve_scaling import usual_scale
from gui.charts.scales import LinearScale, LogScale, Scale
from gui.charts.time_chart import TimeChart, both, led_filled
from loadgen.model.frame import LANES, LaneId
from loadgen.model.number_format import rate, trimmed
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline

IN_REACH = 2.0
"""A ceiling up to so many times the highest value belongs on the axis; a higher one would press the
curves flat, and is only told.
"""
_ALIKE = 0.03


class ThroughputChart(TimeChart):
    """Higher is better; the leader's curve is filled."""

    title = "Throughput"
    teaches = ("How many requests each server answers per second.", "Higher is better.")

    _expected: Mapping[LaneId, float] = MappingProxyType({})
    _source_of_expected = ""

    def new_scale(self) -> Scale:
        return usual_scale(LinearScale(least=10), self.axis, LogScale((1, 1000), short_number))

    def subtitle(self, timeline: Timeline, plan: RacePlan) -> tuple[str, ...]:
        return ("successful responses/s over 1 s",)

    def curves(self, timeline: Timeline, plan: RacePlan) -> list[Curve]:
        return led_filled(both(lambda lane: self.curve(timeline, lane, "throughput", rate)))

    def levels(self, timeline: Timeline, curves: list[Curve]) -> tuple[Level, ...]:
        """Each generator's ceiling, one line where they are alike, and what is expected."""
        return (*self._ceilings(timeline, curves), *self._expectations())

    def set_expected(self, expected: Mapping[LaneId, float], source: str) -> None:
        """Draw a line for each lane at so many responses/s, named by its ``source``."""
        wanted = dict(expected), source
        if wanted != (self._expected, self._source_of_expected):
            self._expected, self._source_of_expected = wanted
            self.scale.refit()
            self._rebuild()

    def _expectations(self) -> list[Level]:
        for at in self._expected.values():
            self.scale.include(at, at)
        return [
            Level(at, f"{self._source_of_expected} {trimmed(at)}/s", lane)
            for lane, at in self._expected.items()
        ]

    def _ceilings(self, timeline: Timeline, curves: list[Curve]) -> tuple[Level, ...]:
        known = {lane: _ceiling(timeline, lane) for lane in LANES if (lane, "") not in self.hidden}
        found = {lane: at for lane, at in known.items() if at is not None}
        if not found:
            return ()
        shown = [curve.y for curve in curves if curve.y.size and not curve.hidden]
        highest = max((float(np.fmax.reduce(y)) for y in shown), default=0.0)
        for at in found.values():
            if at <= IN_REACH * highest:
                self.scale.include(at, at)
        low, high = min(found.values()), max(found.values())
        if len(found) == len(LANES) and high - low <= _ALIKE * high:
            return (Level(low, f"generator's ceiling {rate(low)}"),)
        return tuple(
            Level(at, f"generator's ceiling {rate(at)}", lane) for lane, at in found.items()
        )


def _ceiling(timeline: Timeline, lane: LaneId) -> float | None:
    """That of the load of now: one that was calibrated for another load says nothing of this."""
    known = timeline.lane(lane).column("ceiling_per_s")[-1:]
    return float(known[0]) if np.isfinite(known).any() else None
