"""What each server holds in memory, all its processes together."""

import numpy as np

from gui.charts.axes import short_number
from gui.charts.chart_model import Curve
from gui.charts.curve_scaling import usual_scale
from gui.charts.scales import LinearScale, LogScale, Scale
from gui.charts.time_chart import TimeChart, both
from loadgen.model.frame import LANES
from loadgen.model.number_format import mib
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline


class MemoryChart(TimeChart):
    """Unique memory solid and resident dotted.

    Resident alone where the system does not tell the other.
    """

    title = "Memory"
    teaches = ("What each server holds in memory.", "A thread is cheap, a process is not.")
    measures_load = False
    pause_s = 0.25

    def new_scale(self) -> Scale:
        return usual_scale(LinearScale(least=20), self.axis, LogScale((10, 100), short_number))

    def subtitle(self, timeline: Timeline, plan: RacePlan) -> tuple[str, ...]:
        if _knows_unique(timeline):
            return "MiB", "unique solid", "resident dotted"
        return "MiB", "resident"

    def curves(self, timeline: Timeline, plan: RacePlan) -> list[Curve]:
        if not _knows_unique(timeline):
            return both(lambda lane: self.curve(timeline, lane, "rss_mib", mib))
        resident = both(
            lambda lane: self.curve(
                timeline, lane, "rss_mib", mib, what="resident", dotted=True, labelled=False
            )
        )
        return resident + both(lambda lane: self.curve(timeline, lane, "uss_mib", mib))


def _knows_unique(timeline: Timeline) -> bool:
    """Whether it is known of each lane that told anything: the same is shown of both."""
    told = [
        name
        for lane in LANES
        for name in ("rss_mib", "uss_mib")
        if np.isfinite(timeline.lane(lane).column(name)).any()
    ]
    return told.count("uss_mib") == told.count("rss_mib")
