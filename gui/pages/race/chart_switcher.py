"""A place of several charts: the spectrum of the answers, or a look inside the servers."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

import gui.charts
from gui.charts import Chart
from gui.charts.latency_basis import Basis
from gui.charts.measures import MEASURES
from gui.charts.scales import AxisChoice
from gui.charts.server_internals import InsideChart
from gui.charts.spectrum import SpectrumChart
from gui.session.race_session import RaceSession
from gui.style.theme import Theme
from gui.widgets.pick_button import PickButton
from gui.widgets.pick_menu import Pick
from gui.widgets.segmented import Segmented
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline

VIEW_PICKS = (
    Pick("spectrum", "Spectrum", hint="Show latency at each percentile. (I)"),
    Pick("inside", "Inside", hint="Show what each server is busy with. (I)"),
)
_MEASURE_PICKS = tuple(Pick(each.key, each.title, ", ".join(each.subtitle)) for each in MEASURES)
_MEASURE_HEIGHT = 30


class ChartSwitcherHeader(QWidget):
    """In the chart's header: which chart that is, and what the one inside shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.measure = PickButton("", _MEASURE_PICKS, "What to look at in both servers. (Shift+I)")
        self.measure.setAccessibleName("Measure inside the server")
        self.measure.setFixedHeight(_MEASURE_HEIGHT)
        self.view = Segmented("Fourth chart", VIEW_PICKS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.measure)
        row.addWidget(self.view)

    def show_choice(self, session: RaceSession) -> None:
        """Show which chart and which figure the session has chosen."""
        self.view.show_pick("inside" if session.inside else "spectrum")
        self.measure.show_pick(session.measure)
        self.measure.setVisible(session.inside)
        self.adjustSize()


class ChartSwitcher(QStackedWidget):
    """Both charts, one of them shown as the session has it; to the page it is a chart like others.

    The one that is hidden is not redrawn, but when it is shown again. The spectrum is that of the
    stretch that is selected, where one is.
    """

    is_over_time = True

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.spectrum, self.inside = SpectrumChart(), InsideChart()
        self.corner = ChartSwitcherHeader()
        self._source: tuple[Timeline, RacePlan] | None = None
        self._stage = False
        for chart in self._both:
            self.addWidget(chart)
        self.corner.view.picked.connect(lambda key: session.set_inside(key == "inside"))
        self.corner.measure.picked.connect(session.set_measure)
        session.inside_changed.connect(self._show_choice)
        self._show_choice()

    @property
    def shown(self) -> SpectrumChart | InsideChart:
        """The chart that is in front."""
        return self.inside if self._session.inside else self.spectrum

    @property
    def _both(self) -> tuple[SpectrumChart, InsideChart]:
        return self.spectrum, self.inside

    @property
    def basis(self) -> Basis:
        """What latency counts from, as in ``Chart``."""
        return self.spectrum.basis

    @property
    def window_s(self) -> float | None:
        """How much of the end is shown, in seconds; None for all of the race."""
        return self.inside.window_s

    @property
    def pause_s(self) -> float:
        """That of the chart that is shown."""
        return self.shown.pause_s

    @property
    def plot_edges(self) -> tuple[float, float]:
        """Left and right edge of the plot in front, in pixels of the chart."""
        return self.shown.plot_edges

    def refresh(self, timeline: Timeline, plan: RacePlan) -> None:
        """Redraw the chart in front; the other one follows when it is chosen."""
        self._source = (timeline, plan)
        self._refresh_shown()

    def _refresh_shown(self) -> None:
        if self._source is None:
            return
        timeline, plan = self._source
        selected = None if self.shown.is_over_time else self._session.selection.timeline
        self.shown.refresh(selected or timeline, plan)

    def set_selection(self, span: tuple[float, float] | None) -> None:
        """Mark a stretch on the chart over time."""
        self.inside.set_selection(span)

    def reset(self) -> None:
        """Forget the scales of the last race, in both charts."""
        for chart in self._both:
            chart.reset()

    def set_theme(self, theme: Theme) -> None:
        """Repaint both charts in the colours of a theme."""
        for chart in self._both:
            chart.set_theme(theme)

    def set_size(self, factor: float, least_type: float = 0.0, *, compact: bool = False) -> None:
        """Larger type, and no menus: on stage nobody chooses by hand."""
        self._stage = least_type > 0
        for chart in self._both:
            chart.set_size(factor, least_type, compact=compact)
        self._show_choice()

    def set_window(self, window_s: float | None) -> None:
        """Show the last ``window_s`` seconds, all of the race for None."""
        for chart in self._both:
            chart.set_window(window_s)

    def set_dimmed(self, dimmed: bool) -> None:
        """Fade both charts while they show another race than the controls."""
        for chart in self._both:
            chart.set_dimmed(dimmed)

    def set_axis(self, axis: AxisChoice) -> None:
        """Choose between a linear and a logarithmic value axis."""
        for chart in self._both:
            chart.set_axis(axis)

    def set_basis(self, basis: Basis) -> None:
        """Choose whether latency counts from the schedule or from the sending."""
        for chart in self._both:
            chart.set_basis(basis)

    def _show_choice(self) -> None:
        """On stage nobody chooses by hand."""
        self.corner.show_choice(self._session)
        self.inside.set_measure(self._session.measure)
        hidden = self.spectrum if self._session.inside else self.inside
        hidden.set_corner(None)
        self.shown.set_corner(None if self._stage else self.corner)
        self.setCurrentWidget(self.shown)
        self._refresh_shown()


PageChart = Chart | ChartSwitcher


def page_charts(session: RaceSession) -> list[PageChart]:
    """One for each place in ``gui.charts.PLACES``, in the same order."""
    return [ChartSwitcher(session) if len(place) > 1 else place[0]() for place in gui.charts.PLACES]
