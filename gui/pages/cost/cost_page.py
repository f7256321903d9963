"""Cost: the highest rate that each server sustains at an objective, and what a million costs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.charts.objective_plot import objective_plot
from gui.charts.value_plot_view import ValuePlotView
from gui.pages.cost.cost_controls import CostControls
from gui.pages.recorded_race import open_race
from gui.pages.result_saving import ResultSaving
from gui.pages.rows_table import RowsTable
from gui.session.cost_session import CostSession
from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TICK
from gui.widgets.notice import Notice
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
_WIDE = 1500
"""From this width on the races stand beside the plot; below, under it."""
_LEAST_HEIGHT = 330
"""Of the plot with the races below it, in pixels; where there is less, they are scrolled to."""
_TICK_MS = 500


class CostPage(Styled, QWidget):
    """Its servers run only while rates are searched, and end with the window."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self.cost = CostSession(session, self)
        self.saving = ResultSaving(self)
        self._probes: list[tuple[LaneId, Probe]] = []
        self._title = QLabel("Cost", self)
        self.start = self._button("Find the rates", "Search what rate each server sustains.")
        self.start.setObjectName("primary")
        self.cancel = self._button("Cancel", "End the search; what was found is kept.")
        self.cancel.setAccessibleName("Cancel the search")
        self.save = self._button("Save as…", "Save it as a picture, JSON, CSV or Markdown.")
        self.save.setAccessibleName("Save the rates and the cost")
        self.controls = CostControls(self)
        self.about, self.found = QLabel(self), QLabel(self)
        for label in (self.about, self.found):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setObjectName("muted")
        self.results = RowsTable("Rates and costs", "What was found for each server.", self)
        self.plot = ValuePlotView(self)
        self.races = RowsTable(
            "Races of the search", "Enter or a double click opens a race as it was.", self
        )
        self._refusal = ""
        self._whole = QSplitter(Qt.Orientation.Vertical, self)
        self.notice = Notice(self)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._arrange()
        self._connect()

    def _button(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setToolTip(hint)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

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
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.controls)
        column.addWidget(self._scrolled(), 1)
        column.addWidget(self.notice)

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
        cost.changed.connect(self.refresh)
        cost.said.connect(self.notice.say)
        self.saving.said.connect(self.notice.say)
        self.races.opened.connect(self._open)
        self.plot.opened.connect(self._open_rate)
        self._clock.timeout.connect(self._show_progress)

    def refresh(self) -> None:
        """Show what there is now; nothing is made while nobody looks."""
        if not self.isVisible():
            return
        cost = self.cost
        run = cost.run
        self.start.setVisible(not cost.is_running)
        self.cancel.setVisible(cost.is_running)
        self.cancel.setEnabled(not cost.is_stopping)
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
        self.save.setVisible(run is not None and bool(run.lanes) and not cost.is_running)
        self._show_progress()
        self._clock.start() if cost.is_running else self._clock.stop()

    def _show_progress(self) -> None:
        cost = self.cost
        if cost.is_stopping:
            text = "The servers of the search are being ended; what was found stays."
        elif cost.step is not None and cost.run is not None:
            text = f"{progress_text(cost.run.plan, cost.step, cost.left_s)}."
        elif cost.is_running:
            text = "The servers of the search are starting."
        elif cost.run is not None:
            text = plan_sentence(cost.run.plan)
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

    def _take_cost(self) -> None:
        self.cost.set_cost(self.controls.machine_price, self.controls.utilisation)

    def _open(self, row: int) -> None:
        if sentence := open_race(self._session, self._probes[row][1].race):
            self.notice.say(sentence, True)

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= _WIDE
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        if wide != (self._whole.orientation() == across):
            self._whole.setOrientation(across if wide else down)
            self._whole.setSizes([1000, 780] if wide else [220, 120])

    def closeEvent(self, event: QCloseEvent) -> None:
        self.cost.close()
        self.saving.close()
        event.accept()

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        for label in (self.about, self.found):
            label.setFont(look.font(TICK))
        self.results.setFixedHeight(look.px(26) * 3 + 14)
        super().set_look(look)
