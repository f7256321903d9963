"""How long a response takes: half of them no longer than p50, 99 of 100 no longer than p99."""

from gui.charts.axes import short_latency
from gui.charts.chart_model import Curve
from gui.charts.curve_scaling import usual_scale
from gui.charts.labels import apart
from gui.charts.latency_basis import basis_words, shown
from gui.charts.scales import AxisChoice, LinearScale, LogScale, Scale
from gui.charts.time_chart import TimeChart
from loadgen.model.frame import LANES
from loadgen.model.number_format import milliseconds
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline


def latency_scale(axis: AxisChoice) -> Scale:
    """Milliseconds, logarithmic unless from zero was chosen."""
    return usual_scale(LogScale(), axis, LinearScale(10, short_latency))


class LatencyChart(TimeChart):
    """p50 solid, p99 dotted, on a logarithmic axis.

    Lower is better. What was counted from the sending stands beside it as thin dashes, where both
    are wanted.
    """

    title = "Latency"
    teaches = (
        "How long an answer takes: the typical one (p50),",
        "and the slow one in a hundred (p99).",
    )

    def new_scale(self) -> Scale:
        return latency_scale(self.axis)

    def subtitle(self, timeline: Timeline, plan: RacePlan) -> tuple[str, ...]:
        words = basis_words(self.basis, plan)
        if shown(self.basis, plan).both:
            return "ms over 1 s", words
        return tuple(filter(None, ("ms over 1 s", words, "p50 solid", "p99 dotted")))

    def curves(self, timeline: Timeline, plan: RacePlan) -> list[Curve]:
        seen = shown(self.basis, plan)
        main = self._pair(timeline, "_ms" if seen.schedule else "_send_ms")
        if not seen.both:
            return main
        return [*apart(self._companions(timeline), main), *main]

    def _pair(self, timeline: Timeline, suffix: str) -> list[Curve]:
        return [
            self.curve(
                timeline,
                lane,
                which + suffix,
                milliseconds,
                what=which,
                dotted=which == "p99",
                part=which,
            )
            for which in ("p99", "p50")
            for lane in LANES
        ]

    def _companions(self, timeline: Timeline) -> list[Curve]:
        """The slow one in a hundred is named: it is where the two part."""
        return [
            self.curve(
                timeline,
                lane,
                f"{which}_send_ms",
                milliseconds,
                what=which,
                basis="sent",
                companion=True,
                labelled=which == "p99",
                part=which,
            )
            for which in ("p99", "p50")
            for lane in LANES
        ]
