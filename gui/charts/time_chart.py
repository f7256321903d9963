"""The base of the charts over time: the axis, the marks, the gaps, and what stands at a curve's
end.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

import numpy as np

from gui.charts.axes import LinearScale, LogScale, time_axis, time_top
from gui.charts.chart import Chart, limit_notice, names, shown_until
from gui.charts.content import Content, Curve
from gui.charts.thinning import Array
from gui.theme import DARK, Theme
from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, LaneId, LaneState
from loadgen.results.timeline import LaneTimeline, Timeline
from loadgen.results.wording import duration

_STATE_WORDS: dict[LaneState, str] = {
    "starting": "starting",
    "restarting": "restarting",
    "failed": "stopped",
    "unresponsive": "no answer",
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

    def subtitle(self, timeline: Timeline) -> str:
        raise NotImplementedError

    def curves(self, timeline: Timeline) -> list[Curve]:
        """What is drawn, in the order in which it is painted."""
        raise NotImplementedError

    def reset(self) -> None:
        self.scale.reset()
        super().reset()

    def content(self, timeline: Timeline, plan: RacePlan) -> Content:
        curves = self.curves(timeline)
        low, high = self._span(shown_until(timeline))
        return Content(
            title=self.title,
            subtitle=self.subtitle(timeline),
            teaches=self.teaches,
            x=time_axis(low, high, self.most_x_ticks),
            y=self.scale.axis(self.most_y_ticks),
            names=names(plan),
            write_x=duration,
            curves=tuple(curves),
            marks=tuple((mark.at_s, mark.text) for mark in timeline.marks),
            notice=limit_notice(timeline, plan),
            label_sample=self.label_sample,
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
    ) -> Curve:
        """One column of one lane, and the scale made to hold it."""
        until = shown_until(timeline)
        of = timeline.lane(lane)
        at = of.column("at_s")
        rows = int(np.searchsorted(at, until + 1e-6, "right"))
        x, y = at[:rows], self._in_axis_units(of.column(column)[:rows])
        finite = np.flatnonzero(np.isfinite(y))
        if finite.size == 0:
            return Curve(lane, x, y, "", None, write, what, dotted)
        figure = write(float(y[finite[-1]]))
        word = _gap_word(of) if finite[-1] < rows - 1 else ""
        end = (until, float(y[finite[-1]])) if labelled else None
        return Curve(lane, x, y, word or figure, end, write, what, dotted)

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
