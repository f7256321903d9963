"""Successful responses per second."""

from gui.charts.axes import LinearScale
from gui.charts.content import Curve
from gui.charts.time_chart import TimeChart, both, led_filled
from loadgen.results.timeline import Timeline
from loadgen.results.wording import rate


class ThroughputChart(TimeChart):
    """Higher is better; the leader's curve is filled."""

    title = "Throughput"
    teaches = "How many requests each server answers per second.\nHigher is better."
    label_sample = "88,800/s"

    def new_scale(self) -> LinearScale:
        return LinearScale(least=10)

    def subtitle(self, timeline: Timeline) -> str:
        return "successful responses per second"

    def curves(self, timeline: Timeline) -> list[Curve]:
        return led_filled(both(lambda lane: self.curve(timeline, lane, "throughput", rate)))
