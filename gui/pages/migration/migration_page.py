"""Migration: a shop at each stage from Flask to FastAPI, compared by live servers."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.pages.migration.live_race import race_stage
from gui.pages.migration.trap_switches import WIDTH, TrapSwitches
from gui.pages.result_saving import Encode, ResultSaving
from gui.pages.validation.detail_pane import DetailPane
from gui.pages.validation.grid import Grid, Section
from gui.pages.validation.grid_table import EMPTY, GridTable
from gui.session.migration_session import STAGES, MigrationSession
from gui.session.race_session import RaceSession
from gui.session.stage_race_session import StageRaceSession
from gui.style.style import Style, Styled
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TICK, TITLE
from gui.widgets.notice import Notice
from gui.widgets.pick_menu import Pick
from gui.widgets.segmented import Segmented
from servers.catalog.migration_stages import stage_title

if TYPE_CHECKING:
    from loadgen.migration.migration_run import MigrationRun

_EMPTY = (
    "Compare the stages: a small shop moves from Flask to FastAPI route by route. Every stage is a "
    "server of its own, is sent the same requests, and shows here what it answers otherwise than "
    "Flask alone. What is known to go wrong is mended; a switch leaves it open."
)
_ABOUT = "Select a cell: what differs there, and the code of the step as a diff."
_RACES = (
    "Race the stages: each against Flask alone, then a route that still is Flask behind FastAPI, "
    "and a front before both apps. With their intervals, in some minutes."
)
_RACED = "What a stage, the mounted half and a front cost, each with its 95 % interval."
VIEWS = (
    Pick("answers", "Answers", hint="What each stage answers otherwise than Flask alone."),
    Pick("handlers", "Handlers", hint="What the scenarios' handlers break on in FastAPI."),
    Pick("speed", "Speed", hint="What each stage costs, in races against Flask alone."),
)
_STALE = "The switches have changed: compare again to see what they do."
_RACED_BEFORE = "The switches have changed: race the stages again to see what they cost."
_ROOMY = 1500
"""From this width on the details stand beside the table; below, under it."""


class MigrationPage(Styled, QWidget):
    """Its servers run only while stages are compared, and end with the window."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self.migration = MigrationSession(session, self)
        self.races = StageRaceSession(session, self)
        self._view = "answers"
        self._title = QLabel("Migration", self)
        self.compare = self._button("Compare stages", "Start every stage, four at a time.")
        self.compare.setObjectName("primary")
        self.measure = self._button("Race stages", "Race every stage against Flask alone.")
        self.measure.setObjectName("primary")
        self.race = self._button("Race live", "Race Flask alone against the selected stage.")
        self.view = Segmented("View", VIEWS, self)
        self.cancel = self._button("Cancel", "Stop the servers; what came is kept.")
        self.cancel.setAccessibleName("Cancel the comparison of stages")
        self.save = self._button("Save as…", "Write what the stages answered to a file.")
        self.save.setAccessibleName("Save the migration")
        self.about = QLabel(self)
        self.about.setObjectName("muted")
        self.about.setWordWrap(True)
        self.traps = TrapSwitches(self)
        self.table = GridTable("What the stages answer", self)
        self.details = DetailPane(self)
        self.splitter = QSplitter(self)
        self.splitter.setChildrenCollapsible(False)
        self.legend = QLabel(self)
        self.legend.setObjectName("muted")
        self.legend.setWordWrap(True)
        self.notice = Notice(self)
        self._arrange()
        self.compare.clicked.connect(self.migration.compare)
        self.measure.clicked.connect(lambda: self.races.start(self.migration.open_traps))
        self.race.clicked.connect(self.race_live)
        self.cancel.clicked.connect(self._cancel)
        self.view.picked.connect(self._show_view)
        self.view.show_pick(VIEWS[0].key)
        self.save.clicked.connect(self.ask_where)
        self.table.selected.connect(self._show_cell)
        self.traps.switched.connect(lambda key, on: self.migration.open_trap(key, is_open=on))
        for work in (self.migration, self.races):
            work.changed.connect(self.refresh)
            work.said.connect(self.notice.say)
        self.saving = ResultSaving(self)
        self.saving.said.connect(self.notice.say)

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
        for each in (self.view, self.cancel, self.save, self.race, self.compare, self.measure):
            head.addWidget(each)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 4)
        scroll = self._scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.traps)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(scroll)
        middle.addWidget(self.splitter, 1)
        middle.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addLayout(middle, 1)
        column.addWidget(self.legend)
        column.addWidget(self.notice)

    def refresh(self) -> None:
        """Show what there is now; nothing is made while nobody looks."""
        if not self.isVisible():
            return
        running = self.migration.is_running or self.races.is_running
        self.cancel.setVisible(running)
        self.compare.setVisible(not running and self._view == "answers")
        self.measure.setVisible(not running and self._view == "speed")
        self.race.setVisible(not running)
        self.save.setVisible(self._run() is not None and not running)
        self.about.setText(self._about())
        grid = self._grid()
        shown = bool(grid.rows)
        self.table.setVisible(shown)
        self.splitter.setVisible(shown)
        self.legend.setVisible(shown)
        self.table.show_grid(grid)
        self.legend.setText(grid.legend)
        self._show_cell(self.table.sections)

    def _grid(self) -> Grid:
        if self._view == "speed":
            from gui.pages.migration.speed_grid import speed_grid

            return speed_grid(self.races.speeds) if self.races.speeds else EMPTY
        if self._view == "handlers":
            from gui.pages.migration.handler_grid import handler_grid

            return handler_grid()
        from gui.pages.migration.stage_grid import stage_grid

        run = self.migration.outcome
        return stage_grid(run.stages, run.traps) if run else EMPTY

    def _show_cell(self, sections: Sequence[Section]) -> None:
        """What is said of the selected cell, and which stage “Race live” races."""
        self.details.setVisible(bool(sections))
        self.details.show_sections(sections)
        title = stage_title(self.stage)
        self.race.setAccessibleName(f"Race stage {self.stage} live")
        self.race.setToolTip(f"Race Flask alone against stage {self.stage}, {title}, live.")

    @property
    def stage(self) -> int:
        """That of the selected cell; the last one where none is selected."""
        run, at = self.migration.outcome, self.table.currentIndex()
        if self._view == "speed" and at.row() in STAGES[1:]:  # below Flask alone
            return at.row()
        if run is None or self._view != "answers" or not at.isValid():
            return STAGES[-1]
        return run.stages[at.column()].stage

    def race_live(self) -> None:
        """Race Flask alone against the stage, on the race page."""
        if trouble := race_stage(self._session, self.stage, self.migration.open_traps):
            self.notice.say(trouble, True)

    def _show_view(self, key: str) -> None:
        self._view = key
        self.view.show_pick(key)
        self.refresh()

    def _cancel(self) -> None:
        self.migration.cancel()
        self.races.cancel()

    def _about(self) -> str:
        if self._view == "answers":
            return self._about_answers()
        if self._view == "handlers":
            from loadgen.migration.unchanged_handlers import handlers_sentence

            return f"{handlers_sentence()} What each breaks on when only its decorator changes."
        step = self.races.step
        if step is None:
            return self._about_speeds() if self.races.speeds else _RACES
        from loadgen.migration.speed_text import progress_text

        return f"{progress_text(*step)}."

    def _about_speeds(self) -> str:
        return _RACED if self.races.traps == self.migration.open_traps else _RACED_BEFORE

    def _about_answers(self) -> str:
        outcome = self.migration.outcome
        if self.migration.is_running:
            return f"Comparing stages: {self.migration.answered} of {len(STAGES)} answered."
        if outcome is None:
            return _EMPTY
        return _ABOUT if outcome.traps == self.migration.open_traps else _STALE

    def forms(self) -> dict[str, tuple[str, Encode]]:
        """How what the stages answered is written, by the suffix of the file."""
        from gui.picture.migration_picture import migration_picture
        from loadgen.migration.forms import MIGRATION_FORMS

        run, theme = self._run(), self.look.theme
        if run is None:
            return {}
        forms = {each.suffix: (each.title, partial(each.encode, run)) for each in MIGRATION_FORMS}
        return {".png": ("picture", partial(migration_picture, run, theme)), **forms}

    def _run(self) -> "MigrationRun | None":
        """What the stages answered and how fast they were, as far as it is known."""
        from loadgen.migration.migration_run import MigrationRun

        answered, speeds = self.migration.outcome, self.races.speeds
        if answered is not None:
            return replace(answered, speeds=speeds, raced_traps=self.races.traps)
        return MigrationRun((), (), speeds=speeds, raced_traps=self.races.traps) if speeds else None

    def ask_where(self) -> None:
        """Ask for a file without waiting for the answer."""
        if forms := self.forms():
            self.saving.ask("Save the migration", "migration", forms)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.migration.close()
        self.races.close()
        self.saving.close()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self.look.px(_ROOMY)
        ways = Qt.Orientation
        self.splitter.setOrientation(ways.Horizontal if beside else ways.Vertical)

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self.about.setFont(look.font(TITLE))
        self.legend.setFont(look.font(TICK))
        self._scroll.setFixedWidth(look.px(WIDTH) + 2)
        super().set_look(look)
