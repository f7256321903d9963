"""The whole distribution of latency: what the typical request met, and the unlucky ones."""

from dataclasses import replace

import numpy as np

from gui.charts.axes import nines, percentile_axis
from gui.charts.chart import Chart, names, shown_until
from gui.charts.chart_model import ChartModel, Curve
from gui.charts.chart_pointer import ChartPointer
from gui.charts.curve_scaling import on_axis
from gui.charts.labels import apart
from gui.charts.latency import latency_scale
from gui.charts.latency_basis import basis_words, shown
from gui.charts.limit_notice import limit_notice
from gui.charts.overlay import Overlay
from gui.charts.plan_text import client_notice
from gui.charts.scales import Scale
from gui.style.theme import DARK, Theme
from loadgen.model.frame import LANES, LaneId
from loadgen.model.number_format import milliseconds
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.figure_window import Basis as HistogramBasis
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.selection import SelectedTimeline
from loadgen.timeline.timeline import Timeline

LAST_S = 10.0
"""So much is looked at while there is no stable stretch."""
LONGEST_S = 60.0
BEYOND = 5
"""A percentile is drawn when at least so many responses were slower: fewer would be chance."""

_FIRST = nines(0.01)
"""Not the single fastest response: a lucky one would stretch the axis for all the others."""
_POINTS = 160


class SpectrumChart(Chart):
    """Latency at each percentile, as far as the number of responses supports it.

    The axis is the logarithm of 1 - p.
    """

    title = "Latency spectrum"
    pause_s = 0.45
    teaches = (
        "From the fastest answer, over the typical one,",
        "to the unluckiest in ten thousand.",
    )

    def __init__(self, theme: Theme = DARK, *, tight: bool = False) -> None:
        super().__init__(theme, tight=tight)
        self.pointer = ChartPointer(self)
        self.pointer.moved.connect(self._point)

    def _point(self, at: float | None) -> None:
        self.set_overlay(Overlay(crosshair=at))

    def new_scale(self) -> Scale:
        return latency_scale(self.axis)

    def content(self, timeline: Timeline, plan: RacePlan) -> ChartModel:
        seen = shown(self.basis, plan)
        looked_at = {lane: stretch(timeline, lane) for lane in LANES}
        main: HistogramBasis = "schedule" if seen.schedule else "send"
        curves = [self._curve(looked_at[lane], lane, main) for lane in LANES]
        if seen.both:
            behind = [self._curve(looked_at[lane], lane, "send") for lane in LANES]
            behind = [replace(each, basis="sent", companion=True) for each in behind]
            curves = [*apart(behind, curves), *curves]
        self.scale.settle(shown_until(timeline))
        told = any(curve.x.size for curve in curves)
        seconds = max(_length(each) for each in looked_at.values())
        notice = limit_notice(timeline, plan)
        return ChartModel(
            title=self.title,
            subtitle=_subtitle(
                basis_words(self.basis, plan),
                seconds if told else 0.0,
                is_selected=timeline.is_selection,
            ),
            teaches=self.teaches,
            x=percentile_axis(),
            y=self.scale.axis(self.most_y_ticks),
            names=names(plan),
            write_x=lambda at: f"{100 * (1 - 10.0**-at):.4g} %",
            curves=tuple(on_axis(curve, self.scale) for curve in curves),
            notice=notice.text,
            notice_lanes=notice.lanes,
            sender=client_notice(plan),
        )

    def _curve(self, of: LaneWindow, lane: LaneId, basis: HistogramBasis) -> Curve:
        histogram = of.histogram(basis)
        if histogram.count == 0:
            return Curve(lane, np.empty(0), np.empty(0), "", None, milliseconds)
        x = np.linspace(_FIRST, farthest(histogram.count), _POINTS)
        values_ms = histogram.percentiles(1 - 10.0**-x) * 1000
        hidden = (lane, "") in self.hidden
        if not hidden:
            self.scale.include_all(values_ms)
        end = float(x[-1]), float(values_ms[-1])
        return Curve(lane, x, values_ms, milliseconds(end[1]), end, milliseconds, hidden=hidden)


def stretch(timeline: Timeline, lane: LaneId) -> LaneWindow:
    """What is looked at: the stable stretch that the verdict is of, its last minute at most."""
    of, until = timeline.lane(lane), shown_until(timeline)
    found = timeline.lane_stretch(lane)
    if found is None and isinstance(timeline, SelectedTimeline):
        return LaneWindow(of, [timeline.selected])
    if found is None:
        return LaneWindow(of, [(max(0.0, until - LAST_S), until)])
    spans, left_s = [], LONGEST_S
    for from_s, to_s in reversed(found.spans):
        if left_s > 0:
            spans.append((max(from_s, to_s - left_s), to_s))
            left_s -= to_s - from_s
    return LaneWindow(of, spans[::-1])


def _length(of: LaneWindow) -> float:
    return sum(to_s - from_s for from_s, to_s in of.spans)


def _subtitle(basis: str, seconds: float, *, is_selected: bool) -> tuple[str, ...]:
    which = "selected" if is_selected else "last"
    looked_at = f"{which} {seconds:.0f} s" if seconds >= 0.5 else ""
    return tuple(filter(None, ("ms at each percentile", basis, looked_at)))


def farthest(count: int) -> float:
    """How far ``count`` responses reach on the axis; the median is always shown."""
    return float(np.clip(np.log10(max(count, 1) / BEYOND), nines(0.5), nines(0.9999)))
