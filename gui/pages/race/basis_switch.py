"""The switch on the latency chart: from when latency counts, where requests have a schedule."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gui.charts.latency import LatencyChart
from gui.charts.latency_basis import Basis
from gui.pages.race.chart_switcher import PageChart
from gui.widgets.pick_menu import Pick
from gui.widgets.segmented import Segmented
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan

BASIS_PICKS = (
    Pick("schedule", "schedule", hint="Latency counts from when each request was due. (L)"),
    Pick("send", "send", hint="Latency counts from when each request was sent. (L)"),
    Pick("both", "both", hint="Both of them: see which one notices a stall. (L)"),
)


class BasisSwitch(Segmented):
    """It stands in the corner of the latency chart where there is something to choose."""

    def __init__(self, charts: Sequence[PageChart], parent: QWidget | None = None) -> None:
        super().__init__("Latency from", BASIS_PICKS, parent)
        self._charts = charts
        self.hide()

    def show_basis(self, basis: Basis, plan: RacePlan, stage: bool) -> None:
        """Show what was chosen on the switch and on all charts; on stage nobody chooses by hand."""
        offered = isinstance(plan.model, OpenModel) and not stage
        self.show_pick(basis)
        for chart in self._charts:
            chart.set_basis(basis)
            if isinstance(chart, LatencyChart):
                chart.set_corner(self if offered else None)
