"""The charts with the track of events below them, as one: what they show, and how often."""

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import QPoint, QRectF, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.charts.chart import Chart
from gui.charts.chart_model import PaintStyle
from gui.charts.event_track import EventTrack
from gui.charts.scales import AXES, AxisChoice
from gui.charts.throughput import ThroughputChart
from gui.charts.time_chart import TimeChart
from gui.charts.view import View
from gui.pages.race.chart_focus import ChartFocus
from gui.pages.race.chart_interaction import ChartInteraction, Zoom
from gui.pages.race.chart_rows import ChartRows
from gui.pages.race.chart_switcher import ChartSwitcher, PageChart, page_charts
from gui.session.race_session import RaceSession
from gui.style.style import Style
from gui.widgets.pick_menu import Pick
from gui.widgets.ribbon import Ribbon
from loadgen.model.frame import LaneId
from loadgen.model.number_format import duration
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.provenance import load

ENLARGED = "This chart has the whole page: Escape or E brings the others back, N shows the next."
FIGURES_S = 0.2
"""Curves that move by less than a pixel a frame are redrawn this often, for their labels."""
_TICK_SLACK_S = 0.02
COUNTS = (4, 2, 1)
"""How many charts may be shown at a time."""

AXIS_WORDS: dict[AxisChoice, str] = {
    "usual": "The y axes are the usual ones: latency logarithmic, all else from zero.",
    "log": "The y axes of throughput, latency and memory are logarithmic.",
    "zero": "All y axes begin at zero.",
}
VIEWS = (
    Pick("run", "Whole run", hint="Show the whole race on the time axes."),
    Pick("60", "Last minute", hint="Show the last sixty seconds on the time axes."),
)


class ChartBoard(QWidget):
    """One chart for each place, and one track. All of them show the same stretch of the race.

    ``enlarged_changed`` comes when a chart is to have the whole page, or to give it back; ``said``
    brings one sentence about it, ``unsaid`` the same when it is no longer so.
    """

    enlarged_changed = Signal()
    said = Signal(str)
    unsaid = Signal(str)

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.charts = page_charts(session)
        self.rows = ChartRows(self.charts, self)
        self.track = EventTrack(self)
        self.ribbon = Ribbon(self)
        self._axis: AxisChoice = "usual"
        self._window_s: float | None = None
        self._look = Style()
        self._count = {False: 4, True: 2}
        self._first = 0
        self._enlarged: int | None = None
        self._drawn_axis: object = None
        self._draws = 0
        self._drawn_at_s = 0.0
        self.interaction = ChartInteraction(session, self.time_charts, self._show_zoom, self)
        spectra = [each.spectrum for each in self.charts if isinstance(each, ChartSwitcher)]
        pointers = [*self.interaction.pointers, *(chart.pointer for chart in spectra)]
        self.focus = ChartFocus(pointers, self)
        self.focus.enlarge_asked.connect(self._toggle_enlarged)
        session.notes.changed.connect(self._redraw)
        # Edges are known when the layout has been done.
        self._aligning = QTimer(self, interval=0, singleShot=True)
        self._aligning.timeout.connect(self._align)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows, 1)
        column.addWidget(self.track)
        session.selection.changed.connect(self._show_selection)

    def _show_selection(self) -> None:
        """On all charts: a band on those over time, the others show what it is of."""
        session = self._session
        for chart in self.charts:
            chart.set_selection(session.selection.span)
        self._redraw()

    def _redraw(self) -> None:
        session = self._session
        if session.has_raced:
            self.draw(session.timeline, session.shown)

    @property
    def view(self) -> View:
        """What the charts show of the race."""
        session = self._session
        inside = session.measure if session.inside else None
        predicted = session.demonstrations
        return View(
            session.basis,
            inside,
            self._window_s,
            self._axis,
            self.interaction.zoom,
            self.focus.hidden,
            predicted.expected,
            predicted.source if predicted.expected else "",
        )

    @property
    def time_charts(self) -> list[TimeChart]:
        """The charts over time, the one behind the spectrum, too."""
        shown = [each.inside if isinstance(each, ChartSwitcher) else each for each in self.charts]
        return [chart for chart in shown if isinstance(chart, TimeChart)]

    def draw_live(self, timeline: Timeline, plan: RacePlan) -> None:
        """Redraw the fast charts, and the others every other time.

        Nothing is while curves have not moved by a pixel. A chart costs 4 ms. All are redrawn when
        the time axis has moved on, since all show the same span.
        """
        self.track.refresh(timeline, plan)
        moved = self.track.axis != self._drawn_axis
        if not moved and not self._is_seen(timeline.duration_s - self._drawn_at_s):
            return
        self._draws += 1
        self._drawn_axis, self._drawn_at_s = self.track.axis, timeline.duration_s
        all_of_them = moved or self._draws % 2
        due = [chart for chart in self.charts if all_of_them or not chart.pause_s]
        self._draw(due, timeline, plan)

    def _is_seen(self, step_s: float) -> bool:
        """Whether the newest point moves by a pixel in so much time, or figures would get old."""
        span_s = self.track.axis.high - self.track.axis.low
        widest = max(chart.width() for chart in self.charts if not chart.isHidden())
        return not 0 <= step_s < min(span_s / max(widest, 1), FIGURES_S) - _TICK_SLACK_S

    def draw(self, timeline: Timeline, plan: RacePlan) -> None:
        """Everything, as it is now."""
        self.track.refresh(timeline, plan)
        self._draw(self.charts, timeline, plan)

    def _draw(self, charts: Sequence[PageChart], timeline: Timeline, plan: RacePlan) -> None:
        selected = self._session.selection.timeline
        for chart in charts:
            chart.refresh(timeline if chart.is_over_time or not selected else selected, plan)

    def start_again(self, timeline: Timeline, plan: RacePlan) -> None:
        """Another race begins: all of it is shown."""
        self.interaction.clear_all()
        self.set_window(None)
        for chart in self.charts:
            chart.reset()
        self.track.refresh(timeline, plan)

    def set_expected(self, expected: Mapping[LaneId, float], source: str) -> None:
        """Draw what is expected of each lane, in responses per second, and where that is from."""
        for chart in self.charts:
            if isinstance(chart, ThroughputChart):
                chart.set_expected(expected, source)

    def set_window(self, window_s: float | None) -> None:
        """Show the last ``window_s`` seconds; None is the whole race."""
        self._window_s = window_s
        for chart in (*self.charts, self.track):
            chart.set_window(window_s)

    def _show_zoom(self, zoom: Zoom) -> None:
        self.track.set_zoom(zoom)
        for chart in self.time_charts:
            chart.set_zoom(zoom)

    def next_axis(self) -> AxisChoice:
        """The charts' usual y axes, all logarithmic, all from zero, in turns; returns which."""
        self._axis = AXES[(AXES.index(self._axis) + 1) % len(AXES)]
        for chart in self.charts:
            chart.set_axis(self._axis)
        return self._axis

    def show_result(self) -> None:
        """Old charts under new controls are dimmed, and say of what race they are.

        Those of a recorded race that is being read say how much of it there is.
        """
        session, shown = self._session, self._session.shown
        opening = session.opener.opening
        old = session.state == "idle" and session.has_raced and not _alike(session.plan, shown)
        parts = (
            f"Result of: {shown.name('a')} vs {shown.name('b')}",
            shown.entry.title,
            load(shown),
            duration(session.timeline.raced_until_s),
        )
        reading = f"Reading the recorded race: {100 * opening.share:.0f} %" if opening else ""
        self.ribbon.show_text(", ".join(parts) if old else reading)
        for chart in self.charts:
            chart.set_dimmed(old)
        self._aligning.start()

    def set_look(self, look: Style) -> None:
        """Repaint charts and event track in the colours of a theme, larger on stage."""
        self._look = look
        for chart in self.charts:
            chart.set_theme(look.theme)
        self._show_size()
        self.track.set_look(PaintStyle(look.theme, look.factor, look.least_type))
        self._aligning.start()

    def set_spacing(self, spacing: int) -> None:
        """How far the track is below the charts, in pixels."""
        self._column.setSpacing(spacing)

    @property
    def count(self) -> int:
        """How many charts are wanted: 4 at the desk, 2 on stage, until others are chosen."""
        return self._count[self._look.stage]

    def next_count(self) -> None:
        """Fewer charts, from one to all four again; at the desk and on stage by itself."""
        self.leave_enlarged()
        self._count[self._look.stage] = COUNTS[(COUNTS.index(self.count) + 1) % len(COUNTS)]

    def next_charts(self) -> None:
        """The charts that follow those that are shown, from the last on the first."""
        if self._enlarged is not None:
            self._enlarged = (self._enlarged + 1) % len(self.charts)
        else:
            self._first = (self._first + len(self.rows.places)) % len(self.charts)

    def show_chart(self, number: int) -> None:
        """See to it that this chart is among those that are shown, by its place from 0."""
        self._first = number
        if self._enlarged is not None:
            self._enlarged = number

    @property
    def is_enlarged(self) -> bool:
        """Whether one chart has the whole page."""
        return self._enlarged is not None

    def leave_enlarged(self) -> bool:
        """Show the other charts again beside the one that is enlarged; False where none is."""
        if self._enlarged is None:
            return False
        self._enlarged = None
        self.unsaid.emit(ENLARGED)
        self.enlarged_changed.emit()
        return True

    def _toggle_enlarged(self, chart: Chart) -> None:
        if not self.leave_enlarged():
            places = enumerate(self.charts)
            self._enlarged = next(n for n, at in places if at is chart or at.isAncestorOf(chart))
            self.said.emit(ENLARGED)
            self.enlarged_changed.emit()

    @property
    def is_compact(self) -> bool:
        """Whether two rows of charts share a stage: each then has no pixel to spare."""
        return self._look.stage and len(self.rows.shown) > 1

    def _show_size(self) -> None:
        """Of type and lines, by the stage and the number of rows."""
        look, compact = self._look, self.is_compact
        self.rows.set_close(compact)
        for chart in self.charts:
            chart.set_size(look.factor, look.least_type, compact=compact)

    def show_at_most(self, most: int) -> None:
        """Show as many charts as are wanted, but at most so many."""
        if self._enlarged is not None:
            self.rows.show_part(1, self._enlarged)
        else:
            self.rows.show_part(min(most, self.count), self._first)
        self._show_size()
        self._aligning.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._aligning.start()

    def _align(self) -> None:
        """Align the event track with the time axes, and the ribbon between the rows.

        The track reaches from where the left charts' time axis begins to where the right ones'
        ends.
        """
        shown = self.rows.shown
        above = [chart for chart in self.charts if shown[0].isAncestorOf(chart)]
        first, *_, last = [chart for chart in above if not chart.isHidden()] * 2
        left = first.mapTo(self, QPoint()).x() + first.plot_edges[0]
        right = last.mapTo(self, QPoint()).x() + last.plot_edges[1]
        at = self.track.x()
        self.track.set_edges(left - at, right - at)
        apart = 0 if len(shown) == 1 else self.rows.apart / 2
        between = self.rows.y() + shown[0].geometry().bottom() + apart
        self.ribbon.place(QRectF(self.rows.geometry()), between)


def _alike(plan: RacePlan, other: RacePlan) -> bool:
    """Whether two plans race the same, however long."""
    same_end = msgspec.structs.replace(
        other,
        duration_s=plan.duration_s,
        until_clear=plan.until_clear,
        clear_metric=plan.clear_metric,
    )
    return plan == same_end
