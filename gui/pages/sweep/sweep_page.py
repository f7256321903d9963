"""Sweep: at how many users, threads, milliseconds does it turn? Curves, knees, bounds, a table."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from gui.charts.saturation_plots import latency_plot, throughput_plot
from gui.charts.value_plot_view import ValuePlotView
from gui.pages.rows_table import RowsTable
from gui.pages.series_page import SeriesPage
from gui.pages.sweep.sweep_controls import SweepControls
from gui.session.race_session import RaceSession
from gui.session.sweep_session import SweepSession
from gui.style.style import Style
from gui.style.theme import SEMIBOLD, TICK, TITLE
from gui.widgets.page_button import page_button
from loadgen.model import number_format
from loadgen.model.frame import LANES
from loadgen.sweep.sweep_run import SweepRun
from loadgen.sweep.sweep_text import described, headers, lane_sentences, lead_sentence, rows

_ABOUT = (
    "A sweep races both servers at one value after the other, in turns, and says from where on "
    "each of them answers no more requests a second, what bounds it, and where the lead changes. "
    "It takes the servers, scenario and settings of the race page."
)


class SweepPage(SeriesPage):
    """Curves, a table whose rows open as races, and what follows from all of it."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(session, "Sweep", parent)
        self.sweep = SweepSession(session, self)
        self.controls = SweepControls(self)
        hint = "Save it as a picture, JSON, CSV or Markdown."
        self.save = page_button("Save as…", hint, self, "Save the sweep")
        self.lead, self.lanes = self._paragraph(muted=False), self._paragraph()
        self.throughput, self.latency = ValuePlotView(self), ValuePlotView(self)
        self.table = RowsTable(
            "Steps of the sweep", "Enter or a double click opens a step as the race it was.", self
        )
        self._plots, self._whole = QSplitter(self), QSplitter(self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.save)
        head.addWidget(self.controls)
        for plot in (self.throughput, self.latency):
            self._plots.addWidget(plot)
        self._whole.addWidget(self._plots)
        self._whole.addWidget(self.table)
        for splitter in (self._plots, self._whole):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(10)
        self._whole.setOrientation(Qt.Orientation.Vertical)
        self._whole.setStretchFactor(0, 1)
        self._whole.setSizes([300, 130])
        self._column(head, self.about, self.lead, self.lanes, stretched=self._whole)

    def _connect(self) -> None:
        controls, sweep = self.controls, self.sweep
        for wanted in (controls.wanted, controls.resume_wanted):
            wanted.connect(self.notice.clear)  # it was about what is over
        controls.wanted.connect(sweep.start)
        controls.refused.connect(lambda sentence: self.notice.say(sentence, True))
        controls.resume_wanted.connect(sweep.resume)
        controls.cancel_wanted.connect(sweep.cancel)
        self._follow(sweep)
        self.save.clicked.connect(self._save)
        self.table.opened.connect(self._open_row)
        for plot in (self.throughput, self.latency):
            plot.opened.connect(lambda value, _: self._open_value(value))
        self._session.plan_changed.connect(self._follow_plan)

    def _show_work(self) -> None:
        sweep = self.sweep
        self.controls.offer(self._session.plan)
        self.controls.show_state(
            running=sweep.is_running, stopping=sweep.is_stopping, can_resume=sweep.can_resume
        )
        run = sweep.run
        has_points = run is not None and bool(run.points)
        shown = run or SweepRun(self._session.plan, (), self.controls.quantity)
        self.throughput.show_plot(throughput_plot(shown))
        self.latency.show_plot(latency_plot(shown))
        self.table.show_rows(headers(shown) if has_points else (), tuple(rows(shown)))
        self.table.setVisible(has_points)
        self.lead.setText(lead_sentence(shown) if has_points else "")
        self.lanes.setText("\n".join(_lane_lines(shown)) if has_points else "")
        for label in (self.lead, self.lanes):
            label.setVisible(has_points)
        self.save.setVisible(has_points)

    def show_progress(self) -> None:
        sweep = self.sweep
        if sweep.is_stopping:
            text = "The servers of the sweep are being ended; what was measured stays."
        elif sweep.step is not None and sweep.run is not None:
            value = sweep.run.quantity.text(sweep.step.value)
            text = f"Racing at {value}; {_left(sweep.left_s)}. {_raced(sweep.run)}"
        elif sweep.is_running:
            text = "The servers of the sweep are starting."
        elif sweep.run is not None:
            text = f"{self._since}{_raced(sweep.run)} {described(sweep.run)}"
        else:
            text = _ABOUT
        self.about.setText(text)

    def _follow_plan(self) -> None:
        if self.isVisible():
            self.refresh()

    def _open_row(self, row: int) -> None:
        if self.sweep.run is not None:
            self._open_race(self.sweep.run.ordered[row].race)

    def _open_value(self, value: int) -> None:
        run = self.sweep.run
        points = run.ordered if run else []
        self._open_race(next((each.race for each in points if each.value == value), ""))

    def _save(self) -> None:
        from gui.picture.sweep_picture import sweep_picture
        from loadgen.sweep.sweep_document import encode_csv, encode_sweep
        from loadgen.sweep.sweep_text import markdown

        run, ladder = self.sweep.run, self.sweep.ladder
        if run is None or ladder is None:
            return
        whole = replace(run, points=tuple(run.points))
        self.saving.ask(
            "Save the sweep",
            f"sweep_{run.plan.scenario}",
            {
                ".png": ("Picture", lambda: sweep_picture(whole, self.look.theme)),
                ".json": ("Sweep", lambda: encode_sweep(whole, ladder)),
                ".csv": ("Table", lambda: encode_csv(whole)),
                ".md": ("Markdown", lambda: markdown(whole).encode()),
            },
        )

    def _lay_out(self, *, wide: bool) -> None:
        """Curves above each other with the table beside; or beside each other, with it below."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self._whole.setOrientation(across if wide else down)
        self._plots.setOrientation(down if wide else across)
        self._whole.setSizes([1000, 780] if wide else [300, 130])

    def set_look(self, look: Style) -> None:
        self.lead.setFont(look.font(TITLE, SEMIBOLD))
        self.lanes.setFont(look.font(TICK))
        super().set_look(look)


def _lane_lines(run: SweepRun) -> list[str]:
    lines = [" ".join(lane_sentences(run, id_)) for id_ in LANES]
    failures = (f"At {run.quantity.text(p.value)}: {p.failure}" for p in run.ordered if p.failure)
    return [*lines, *failures]


def _left(seconds: float) -> str:
    """A step that has begun is measured to its end, also when the time of the sweep is over."""
    if round(seconds) > 0:
        return f"about {number_format.duration(seconds)} left"
    return "this is the last step"


def _raced(run: SweepRun) -> str:
    count = len(run.points)
    return f"{count} step{'' if count == 1 else 's'} measured."
