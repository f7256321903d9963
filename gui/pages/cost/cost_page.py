"""Cost: the highest rate that each server sustains at an objective, and what a million costs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.charts.objective_plot import objective_plot
from gui.charts.value_plot_view import ValuePlotView
from gui.pages.cost.cost_controls import CostControls
from gui.pages.rows_table import RowsTable
from gui.pages.series_page import SeriesPage
from gui.session.cost_session import CostSession
from gui.session.race_session import RaceSession
from gui.style.style import Style
from gui.style.theme import TICK
from gui.widgets.page_button import page_button
from loadgen.export.plan_sentence import plan_sentence
from loadgen.objective.cost import FORMULA
from loadgen.objective.cost_run import CostRun
from loadgen.objective.cost_text import (
    HEADERS,
    PROBE_HEADERS,
    formula_lines,
    probe_rows,
    progress_text,
    rows,
    sentences,
)
from loadgen.objective.objective import Objective

if TYPE_CHECKING:
    from loadgen.model.frame import LaneId
    from loadgen.objective.lane_rate import Probe

_ABOUT = (
    "The highest arrival rate at which each server meets the objective is searched, then confirmed "
    "in a race of its own; each server races against itself. It takes the servers and the scenario "
    f"of the race page, and eight minutes at most. Cost: {FORMULA}."
)
_LEAST_HEIGHT = 330
"""Of the plot with the races below it, in pixels; where there is less, they are scrolled to."""


class CostPage(SeriesPage):
    """Objective and price, what each server sustains, and the races of the search."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(session, "Cost", parent)
        self.cost = CostSession(session, self)
        self._probes: list[tuple[LaneId, Probe]] = []
        self.start = page_button("Find the rates", "Search what rate each server sustains.", self)
        self.start.setObjectName("primary")
        hint = "End the search; what was found is kept."
        self.cancel = page_button("Cancel", hint, self, "Cancel the search")
        hint = "Save it as a picture, JSON, CSV or Markdown."
        self.save = page_button("Save as…", hint, self, "Save the rates and the cost")
        self.controls = CostControls(self)
        self.found = self._paragraph(muted=False)
        self.results = RowsTable("Rates and costs", "What was found for each server.", self)
        self.plot = ValuePlotView(self)
        self.races = RowsTable(
            "Races of the search", "Enter or a double click opens a race as it was.", self
        )
        self._refusal = ""
        self._whole = QSplitter(Qt.Orientation.Vertical, self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addStretch(1)
        for button in (self.save, self.cancel, self.start):
            head.addWidget(button)
        self._whole.addWidget(self.plot)
        self._whole.addWidget(self.races)
        self._whole.setChildrenCollapsible(False)
        self._whole.setHandleWidth(10)
        self._whole.setStretchFactor(0, 1)
        self._column(head, self.controls, stretched=self._scrolled())

    def _scrolled(self) -> QScrollArea:
        """What was found: more of it than a low window can show at once."""
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for each in (self.about, self.found, self.results):
            inner.addWidget(each)
        inner.addWidget(self._whole, 1)
        self._whole.setMinimumHeight(_LEAST_HEIGHT)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _connect(self) -> None:
        cost = self.cost
        self.start.clicked.connect(self._start)
        self.cancel.clicked.connect(cost.cancel)
        self.save.clicked.connect(self._save)
        self.controls.cost_changed.connect(self._take_cost)
        self.controls.refused.connect(self._show_refusal)
        self._follow(cost)
        self.races.opened.connect(self._open)
        self.plot.opened.connect(self._open_rate)

    def _show_work(self) -> None:
        cost = self.cost
        run = cost.run
        self.start.setVisible(not cost.is_running)
        self.cancel.setVisible(cost.is_running)
        self.cancel.setEnabled(not cost.is_stopping)
        self.cancel.setText("Ending" if cost.is_stopping else "Cancel")
        self.controls.show_running(cost.is_running)
        shown = run or CostRun(self._session.plan, self.controls.objective or Objective(), {})
        self.plot.show_plot(objective_plot(shown))
        probes = list(probe_rows(shown))
        self._probes = [(id_, probe) for id_, probe, _ in probes]
        self.races.show_rows(PROBE_HEADERS, [row for *_, row in probes])
        self.races.setVisible(bool(probes))
        is_found = run is not None and bool(run.lanes) and not cost.is_running
        self.results.show_rows(HEADERS, tuple(rows(shown)) if is_found else ())
        self.results.setVisible(is_found)
        lines = (*sentences(shown), *formula_lines(shown)) if is_found else ()
        self.found.setText("\n".join(lines))
        self.found.setVisible(bool(lines))
        self.save.setVisible(is_found)

    def show_progress(self) -> None:
        cost = self.cost
        if cost.is_stopping:
            text = "The servers of the search are being ended; what was found stays."
        elif cost.step is not None and cost.run is not None:
            text = f"{progress_text(cost.run.plan, cost.step, cost.left_s)}."
        elif cost.is_running:
            text = "The servers of the search are starting."
        elif cost.run is not None:
            text = f"{self._since}{plan_sentence(cost.run.plan)}"
        else:
            text = _ABOUT
        self.about.setText(text)

    def _show_refusal(self, sentence: str) -> None:
        """Say why a field is refused, until it is put right."""
        if sentence:
            self.notice.say(sentence, True)
        elif self.notice.text == self._refusal:
            self.notice.clear()
        self._refusal = sentence

    def _start(self) -> None:
        objective = self.controls.objective
        if objective is not None:
            self.notice.clear()  # it was about what is over
            controls = self.controls
            self.cost.start(objective, controls.machine_price, controls.utilisation)
        elif (field := self.controls.refused_field) is not None:
            field.setFocus()  # to be put right there

    def _recall(self) -> None:
        """The fields show the price that was asked for, too."""
        super()._recall()
        if self.cost.run is not None and self.cost.is_recalled:
            self.controls.show_cost(self.cost.run.price, self.cost.run.utilisation)

    def _take_cost(self) -> None:
        self.cost.set_cost(self.controls.machine_price, self.controls.utilisation)

    def _open(self, row: int) -> None:
        self._open_race(self._probes[row][1].race)

    def _open_rate(self, rate: int, lane: str) -> None:
        """Open the race of a point: the lane's last one at that rate."""
        of_point = [
            row
            for row, (id_, probe) in enumerate(self._probes)
            if (probe.rate, id_) == (rate, lane)
        ]
        if of_point:
            self._open(of_point[-1])

    def _save(self) -> None:
        from gui.picture.cost_picture import cost_picture
        from loadgen.objective.cost_document import encode_cost, encode_csv
        from loadgen.objective.cost_text import markdown

        run = self.cost.run
        if run is not None:
            self.saving.ask(
                "Save the rates and the cost",
                f"cost_{run.plan.scenario}",
                {
                    ".png": ("Picture", lambda: cost_picture(run, self.look.theme)),
                    ".json": ("Rates and cost", lambda: encode_cost(run)),
                    ".csv": ("Table", lambda: encode_csv(run)),
                    ".md": ("Markdown", lambda: markdown(run).encode()),
                },
            )

    def _lay_out(self, *, wide: bool) -> None:
        """The races beside the plot, or below it."""
        self._whole.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self._whole.setSizes([1000, 780] if wide else [220, 120])

    def set_look(self, look: Style) -> None:
        self.found.setFont(look.font(TICK))
        self.results.setFixedHeight(look.px(26) * 3 + 14)
        super().set_look(look)
