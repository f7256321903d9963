"""Inside the server: what it is busy with, on the same time line as what comes of it."""

from dataclasses import replace

import numpy as np

from gui.charts.chart_model import ChartModel, Curve, Level
from gui.charts.measures import measure
from gui.charts.scales import LinearScale, Scale
from gui.charts.time_chart import TimeChart, both, ends
from gui.style.theme import DARK, Theme
from loadgen.model.frame import LANES, LaneId
from loadgen.model.number_format import count
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.process_columns import EXTREMES
from loadgen.timeline.timeline import Timeline

_CORE = 100.0


class InsideChart(TimeChart):
    """One measure of both servers. Where a server has no such thing, its label says so.

    Of a server with several processes, thin dashes are the least and the most that one of them has.
    """

    title = "Inside the server"
    teaches = ("What each server is busy with:", "threads, queues, its event loop, its pools.")
    pause_s = 0.25

    def __init__(self, theme: Theme = DARK, *, tight: bool = False) -> None:
        self.measure = measure("in_progress")
        super().__init__(theme, tight=tight)

    def set_measure(self, key: str) -> None:
        """Show another measure, on an axis of its own."""
        if key != self.measure.key:
            self.measure = measure(key)
            self.scale = self.new_scale()
            self._rebuild()

    @property
    def reference_key(self) -> tuple[str, ...]:
        return (self.title, self.measure.key)

    def new_scale(self) -> Scale:
        """From zero in any case: of threads and queues, zero is what one looks for."""
        return LinearScale(least=self.measure.least)

    def content(self, timeline: Timeline, plan: RacePlan) -> ChartModel:
        made = super().content(timeline, plan)
        nowhere = (f"{self.measure.title}: neither server has that", "in this race.")
        teaches = nowhere if len(self._lacking(timeline)) == len(LANES) else self.teaches
        return replace(made, teaches=teaches)

    def subtitle(self, timeline: Timeline, plan: RacePlan) -> tuple[str, ...]:
        if any(self._processes(timeline, lane) for lane in LANES):
            return *self.measure.subtitle, "thin: least and most of a process"
        return self.measure.subtitle

    def curves(self, timeline: Timeline, plan: RacePlan) -> list[Curve]:
        lacking = self._lacking(timeline)
        extremes = [each for lane in LANES for each in self._extremes(timeline, lane)]
        return extremes + both(
            lambda lane: (
                self._none(timeline, lane)
                if lane in lacking and len(lacking) < len(LANES)
                else self._told(timeline, lane)
            )
        )

    def levels(self, timeline: Timeline, curves: list[Curve]) -> tuple[Level, ...]:
        return (Level(_CORE, "one core"),) if self.measure.key == "cpu" else ()

    def _told(self, timeline: Timeline, lane: LaneId) -> Curve:
        """The label says of how many: a line at that height would strike the curve through."""
        curve = self.curve(timeline, lane, self.measure.column, self.measure.write)
        most = self._most(timeline, lane)
        if most is None or curve.label_at is None:
            return curve
        if not curve.hidden:
            self.scale.include(0.0, most)
        return replace(curve, label=f"{curve.label} of {count(most)}")

    def _processes(self, timeline: Timeline, lane: LaneId) -> int:
        """How many processes the lane has, of each of which this is known; else 0."""
        if self.measure.column not in EXTREMES:
            return 0
        _, most = EXTREMES[self.measure.column]
        known = np.isfinite(timeline.lane(lane).column(most))
        serving = timeline.lane(lane).column("serving")[known]
        return int(serving[-1]) if serving.size else 0

    def _extremes(self, timeline: Timeline, lane: LaneId) -> list[Curve]:
        """Without labels: the mouse says what they are and how much."""
        processes = self._processes(timeline, lane)
        if processes < 2:
            return []
        return [
            self.curve(
                timeline,
                lane,
                column,
                self.measure.write,
                what=f"{which} of {processes} processes",
                labelled=False,
                companion=True,
            )
            for which, column in zip(("least", "most"), EXTREMES[self.measure.column], strict=True)
        ]

    def _none(self, timeline: Timeline, lane: LaneId) -> Curve:
        """No curve, and a label that says why."""
        end = ends(timeline)[LANES.index(lane)], 0.0
        return Curve(lane, np.empty(0), np.empty(0), "none", end, self.measure.write)

    def _most(self, timeline: Timeline, lane: LaneId) -> float | None:
        if not self.measure.of:
            return None
        known = timeline.lane(lane).column(self.measure.of)[-1:]
        return float(known[0]) if np.isfinite(known).any() else None

    def _lacking(self, timeline: Timeline) -> list[LaneId]:
        """Those servers that tell of themselves, but not of this."""
        return [
            lane
            for lane in LANES
            if _tells(timeline, lane, "in_progress")
            and not _tells(timeline, lane, self.measure.column)
        ]


def _tells(timeline: Timeline, lane: LaneId, column: str) -> bool:
    return bool(np.isfinite(timeline.lane(lane).column(column)).any())
