"""The base of the charts over time: the axis, the marks, the gaps, and what stands at a curve's
end.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

import numpy as np

from gui.charts.axes import LinearScale, LogScale, time_axis, time_top
from gui.charts.chart import Chart, limit_notice, names, shown_until
from gui.charts.content import Content, Curve, Level
from gui.charts.thinning import Array
from gui.theme import DARK, Theme
from gui.words import client_notice
from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, LaneId, LaneState
from loadgen.results.timeline import LaneTimeline, Timeline
from loadgen.results.wording import duration

_STATE_WORDS: dict[LaneState, str] = {
    "starting": "starting",
    "restarting": "restarting",
    "failed": "stopped",
    "unresponsive": "no answer",
    "failing": "all fail",
}
"""What a lane's label says instead of a figure while its curve has a gap."""


class TimeChart(Chart):
    """A chart of some columns of the Timeline over the seconds of the race."""

    label_sample: ClassVar[str]

    def __init__(self, theme: Theme = DARK, *, tight: bool = False) -> None:
        self.scale = self.new_scale()
        super().__init__(theme, tight=tight)

    def new_scale(self) -> LinearScale | LogScale:
        """The y axis's rule."""
        raise NotImplementedError

    def subtitle(self, timeline: Timeline, plan: RacePlan) -> str:
        raise NotImplementedError

    def curves(self, timeline: Timeline, plan: RacePlan) -> list[Curve]:
        """What is drawn, in the order in which it is painted."""
        raise NotImplementedError

    def levels(self, timeline: Timeline, curves: list[Curve]) -> tuple[Level, ...]:
        """Lines at one height; the scale has seen the curves."""
        return ()

    def reset(self) -> None:
        self.scale.reset()
        super().reset()

    def content(self, timeline: Timeline, plan: RacePlan) -> Content:
        curves = self.curves(timeline, plan)
        levels = self.levels(timeline, curves)
        low, high = self._span(max(ends(timeline)))
        return Content(
            title=self.title,
            subtitle=self.subtitle(timeline, plan),
            teaches=self.teaches,
            x=time_axis(low, high, self.most_x_ticks),
            y=self.scale.axis(self.most_y_ticks),
            names=names(plan),
            write_x=duration,
            curves=tuple(curves),
            marks=marks(timeline, plan),
            notice=limit_notice(timeline, plan),
            sender=client_notice(plan) if self.measures_load else "",
            label_sample=self.label_sample,
            levels=levels,
            gaps=tuple(each for lane in LANES for each in timeline.void_spans(lane)),
            x_title="own seconds" if timeline.had_turns else "",
        )

    def curve(
        self,
        timeline: Timeline,
        lane: LaneId,
        column: str,
        write: Callable[[float], str],
        *,
        what: str = "",
        dotted: bool = False,
        labelled: bool = True,
        companion: bool = False,
    ) -> Curve:
        """One column of one lane, and the scale made to hold it."""
        of = timeline.lane(lane)
        x, y = _rows(timeline, lane, column)
        y = self._in_axis_units(y)
        finite = np.flatnonzero(np.isfinite(y))
        made = Curve(lane, x, y, "", None, write, what, dotted, companion=companion)
        if finite.size == 0:
            return made
        word = _gap_word(of) if finite[-1] < x.size - 1 else ""
        last = float(y[finite[-1]])
        end = (ends(timeline)[LANES.index(lane)], last) if labelled else None
        return replace(made, label=word or write(last), label_at=end)

    def _in_axis_units(self, values: Array) -> Array:
        if values.size:
            self.scale.include(float(np.fmin.reduce(values)), float(np.fmax.reduce(values)))
        if isinstance(self.scale, LinearScale):
            return values
        logs = np.full(values.shape, np.nan)
        return np.log10(values, out=logs, where=values > 0)

    def _span(self, until: float) -> tuple[float, float]:
        if self.window_s is not None:
            return max(0.0, until - self.window_s), max(until, self.window_s)
        return 0.0, max(until, 1.0) if self.tight else time_top(until)


def ends(timeline: Timeline) -> tuple[float, ...]:
    """Where each lane's curves end on its axis: now, or after the last of its own seconds."""
    until = shown_until(timeline)
    return tuple(timeline.x_of(until, lane) for lane in LANES)


def marks(timeline: Timeline, plan: RacePlan) -> tuple[tuple[float, str], ...]:
    """What was changed, what happened, and where a generator stood still."""
    placed = [(timeline.x_of(mark.at_s, mark.lane), mark.text) for mark in timeline.marks]
    spans = {lane: timeline.void_spans(lane) for lane in LANES}
    for lane, other in (LANES, LANES[::-1]):
        for began, ended in spans[lane]:
            # When the machine sleeps, both stand still: that is said once.
            shared = any(began < to_s and from_s < ended for from_s, to_s in spans[other])
            whose = "" if shared else f"{plan.name(lane)}: "
            if not shared or lane == "a":
                placed.append((began, f"{whose}generator stalled"))
    return tuple(sorted(placed))


def _rows(timeline: Timeline, lane: LaneId, column: str) -> tuple[Array, Array]:
    """The column over the lane's axis. In turns, only what was in the lane's own."""
    of = timeline.lane(lane)
    rows = int(np.searchsorted(of.column("at_s"), shown_until(timeline) + 1e-6, "right"))
    x, y = timeline.x(lane)[:rows], of.column(column)[:rows]
    if not timeline.had_turns:
        return x, y
    own = np.diff(x, prepend=0.0) > 0
    return x[own], y[own]


def _gap_word(lane: LaneTimeline) -> str:
    return _STATE_WORDS.get(lane.status.state, "")


def led_filled(curves: list[Curve]) -> list[Curve]:
    """The curves with the one that is highest at its end filled."""
    ends = [curve.label_at[1] for curve in curves if curve.label_at is not None]
    highest = max(ends, default=None)
    return [
        replace(curve, filled=curve.label_at is not None and curve.label_at[1] == highest)
        for curve in curves
    ]


def both(make: Callable[[LaneId], Curve]) -> list[Curve]:
    return [make(lane) for lane in LANES]
