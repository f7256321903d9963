"""The base of the charts over time: the axes, and what stands at a curve's end."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from gui.charts.axes import time_axis, time_span
from gui.charts.chart import Chart, names, shown_until
from gui.charts.chart_model import ChartModel, Curve, Level
from gui.charts.curve_scaling import on_axis
from gui.charts.downsampling import Array
from gui.charts.events import annotations
from gui.charts.limit_notice import limit_notice
from gui.charts.per_frame import per_frame
from gui.charts.plan_text import client_notice
from gui.charts.reference_curves import NO_REFERENCE, reference_of
from gui.charts.turn_steps import OwnTurns
from loadgen.model.frame import LANES, LaneId, LaneState
from loadgen.model.number_format import duration, moment
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.figure_window import FIGURES
from loadgen.timeline.timeline import Timeline

_STATE_WORDS: dict[LaneState, str] = {
    "starting": "starting",
    "restarting": "restarting",
    "failed": "stopped",
    "unresponsive": "no answer",
    "failing": "all fail",
}
"""What a lane's label says instead of a figure while its curve has a gap."""

_OWN_SECONDS = ("seconds of its turns", "s of its turns")

OLD_S = 2.0
"""From this age on, the last point that was measured is said to be old."""
_FADED_S = 10.0
"""At this age its label has faded as far as it does."""


class TimeChart(Chart):
    """A chart of some columns of the Timeline over the seconds of the race."""

    is_over_time = True
    _reference = NO_REFERENCE

    def subtitle(self, timeline: Timeline, plan: RacePlan) -> tuple[str, ...]:
        """Phrases, the most important first."""
        raise NotImplementedError

    def curves(self, timeline: Timeline, plan: RacePlan) -> list[Curve]:
        """What is drawn, in the measure's units, in the order in which it is painted."""
        raise NotImplementedError

    def levels(self, timeline: Timeline, curves: list[Curve]) -> tuple[Level, ...]:
        """Lines at one height, in the measure's units; the scale has seen the curves."""
        return ()

    def span(self, timeline: Timeline) -> tuple[float, float]:
        return self.zoom or self._span(timeline, self.window_s)

    def whole_span(self, timeline: Timeline) -> tuple[float, float]:
        """The ends of an x axis that shows the whole race."""
        return self._span(timeline, None)

    def _span(self, timeline: Timeline, window_s: float | None) -> tuple[float, float]:
        over = self.tight or timeline.phase == "ended"
        return time_span(max(ends(timeline)), window_s, over=over)

    def content(self, timeline: Timeline, plan: RacePlan) -> ChartModel:
        low, high = self._shown = self.span(timeline)
        curves = self.curves(timeline, plan)
        levels = self.levels(timeline, curves)
        reference = self._reference_in_view()
        until = shown_until(timeline)
        beside = annotations(timeline, plan, until)
        self.scale.settle(until)
        notice = limit_notice(timeline, plan)
        return ChartModel(
            title=self.title,
            subtitle=self.subtitle(timeline, plan),
            teaches=self.teaches,
            x=time_axis(low, high, self.most_x_ticks),
            y=self.scale.axis(self.most_y_ticks),
            names=names(plan),
            write_x=moment,
            curves=tuple(on_axis(curve, self.scale) for curve in curves),
            events=beside.events,
            notice=notice.text,
            notice_lanes=notice.lanes,
            sender=client_notice(plan) if self.measures_load else "",
            levels=tuple(replace(each, at=self._height(each.at)) for each in levels),
            shades=beside.shades,
            x_title=_OWN_SECONDS if timeline.had_turns else None,
            reference=tuple(on_axis(curve, self.scale) for curve in reference),
        )

    @property
    def reference_key(self) -> tuple[str, ...]:
        """What the curves are of: those of another measure are no reference."""
        return (self.title, self.basis)

    def take_reference(self) -> None:
        """Keep the curves of now, behind those that come."""
        if self._content is not None:
            self._reference = reference_of(self._content, self.reference_key)
            self._rebuild()

    def clear_reference(self) -> None:
        """Show the curves of now alone."""
        self._reference = NO_REFERENCE
        self._rebuild()

    def _reference_in_view(self) -> tuple[Curve, ...]:
        """The reference, where it is of the same measure; the scale makes room for it."""
        if self._reference.key != self.reference_key:
            return ()
        seen = tuple(each for each in self._reference.curves if each.series not in self.hidden)
        for curve in seen:
            self.scale.include_all(curve.y[slice(*np.searchsorted(curve.x, self._shown))])
        return seen

    def curve(
        self,
        timeline: Timeline,
        lane: LaneId,
        column: str,
        write: Callable[[float], str],
        *,
        what: str = "",
        basis: str = "",
        dotted: bool = False,
        labelled: bool = True,
        companion: bool = False,
        part: str = "",
    ) -> Curve:
        """One column of one lane; the scale makes room for what is seen of it."""
        x, y = _rows(timeline, lane, column)
        hidden = (lane, part) in self.hidden
        if not hidden:
            self.scale.include_all(y[slice(*np.searchsorted(x, self._shown))])
        made = Curve(
            lane,
            x,
            y,
            "",
            None,
            write,
            what,
            dotted,
            companion=companion,
            basis=basis,
            part=part,
            hidden=hidden,
        )
        in_view = x <= self._shown[1] if self.zoom else True
        measured = np.flatnonzero(np.isfinite(y) & in_view)
        if measured.size == 0 or not labelled:
            return made
        newest = int(measured[-1])
        last_x, last = float(x[newest]), float(y[newest])
        if self.zoom and newest < x.size - 1:
            at = (max(last_x, self._shown[0]), last)
            return replace(made, label=write(last), label_at=at)
        age_s = ends(timeline)[LANES.index(lane)] - last_x
        # In turns the time of a lane that failed stands still: there is no gap behind its end.
        now = timeline.lane(lane).status.state
        ended = newest < x.size - 1 or now == "failed"
        state = _STATE_WORDS.get(now, "") if ended else ""
        return replace(
            made,
            label=write(last),
            label_at=(max(last_x, self._shown[0]), last),
            state=state,
            since=f"{duration(age_s)} ago" if age_s >= OLD_S and not state else "",
            fade=min(age_s / _FADED_S, 1.0) if age_s >= OLD_S else 0.0,
        )

    def _height(self, value: float) -> float:
        return float(self.scale.to_axis(np.array([value]))[0])


@per_frame
def ends(timeline: Timeline) -> tuple[float, ...]:
    """Where each lane's curves end on its axis: now, or after the last of its own seconds."""
    until = shown_until(timeline)
    return tuple(timeline.x_of(until, lane) for lane in LANES)


def _rows(timeline: Timeline, lane: LaneId, column: str) -> tuple[Array, Array]:
    """The column over the lane's axis.

    In turns, only what was in the lane's own, and what is over a window as a level of the turn.
    """
    if not timeline.had_turns:
        x = _shown_x(timeline, lane)
        return x, timeline.lane(lane).column(column)[: x.size]
    turns = _own_turns(timeline, lane)
    y = timeline.lane(lane).column(column)[turns.rows]
    return turns.x, turns.step(y) if column in FIGURES else y


@per_frame
def _shown_x(timeline: Timeline, lane: LaneId) -> Array:
    at_s = timeline.lane(lane).column("at_s")
    return timeline.x(lane)[: int(np.searchsorted(at_s, shown_until(timeline) + 1e-6, "right"))]


@per_frame
def _own_turns(timeline: Timeline, lane: LaneId) -> OwnTurns:
    x = _shown_x(timeline, lane)
    rows = np.flatnonzero(np.diff(x, prepend=0.0) > 0)
    return OwnTurns(x[rows], rows)


def led_filled(curves: list[Curve]) -> list[Curve]:
    """The curves with the one of those shown that is highest at its end filled."""
    shown = [curve for curve in curves if not curve.hidden]
    ends = [curve.label_at[1] for curve in shown if curve.label_at is not None]
    highest = max(ends, default=None)
    return [
        replace(curve, filled=curve.label_at is not None and curve.label_at[1] == highest)
        for curve in curves
    ]


def both(make: Callable[[LaneId], Curve]) -> list[Curve]:
    """A curve for each lane."""
    return [make(lane) for lane in LANES]
