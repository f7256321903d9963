"""How long a response takes: half of them no longer than p50, 99 of 100 no longer than p99."""

from gui.charts.axes import LogScale
from gui.charts.content import Curve
from gui.charts.time_chart import TimeChart
from loadgen.frame import LANES
from loadgen.results.timeline import Timeline
from loadgen.results.wording import milliseconds


def written(log_ms: float) -> str:
    """A point of the logarithmic axis in words."""
    return milliseconds(10.0**log_ms)


class LatencyChart(TimeChart):
    """p50 solid, p99 dotted, on a logarithmic axis. Lower is better."""

    title = "Latency"
    teaches = (
        "How long an answer takes: the typical one (p50),\nand the slow one in a hundred (p99)."
    )
    label_sample = "p99 88.8 ms"

    def new_scale(self) -> LogScale:
        return LogScale()

    def subtitle(self, timeline: Timeline) -> str:
        return "ms, p50 solid, p99 dotted"

    def curves(self, timeline: Timeline) -> list[Curve]:
        return [
            self.curve(timeline, lane, f"{which}_ms", written, what=which, dotted=which == "p99")
            for which in ("p99", "p50")
            for lane in LANES
        ]
