"""Migration: a shop at each stage from Flask to FastAPI, compared by live servers."""

from functools import partial

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

from gui.pages.migration.trap_switches import WIDTH, TrapSwitches
from gui.pages.result_saving import Encode, ResultSaving
from gui.pages.validation.detail_pane import DetailPane
from gui.pages.validation.grid_table import EMPTY, GridTable
from gui.session.migration_session import STAGES, MigrationSession
from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TICK, TITLE
from gui.widgets.notice import Notice

_EMPTY = (
    "Compare the stages: a small shop moves from Flask to FastAPI route by route. Every stage is a "
    "server of its own, is sent the same requests, and shows here what it answers otherwise than "
    "Flask alone. What is known to go wrong is mended; a switch leaves it open."
)
_ABOUT = "Select a cell: what differs there, and the code of the step as a diff."
_STALE = "The switches have changed: compare again to see what they do."
_ROOMY = 1500
"""From this width on the details stand beside the table; below, under it."""


class MigrationPage(Styled, QWidget):
    """Its servers run only while stages are compared, and end with the window."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.migration = MigrationSession(session, self)
        self._title = QLabel("Migration", self)
        self.compare = self._button("Compare stages", "Start every stage, four at a time.")
        self.compare.setObjectName("primary")
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
        self.cancel.clicked.connect(self.migration.cancel)
        self.save.clicked.connect(self.ask_where)
        self.table.selected.connect(self.details.show_sections)
        self.traps.switched.connect(lambda key, on: self.migration.open_trap(key, is_open=on))
        self.migration.changed.connect(self.refresh)
        self.migration.said.connect(self.notice.say)
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
        for each in (self.cancel, self.save, self.compare):
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
        outcome, running = self.migration.outcome, self.migration.is_running
        self.cancel.setVisible(running)
        self.compare.setVisible(not running)
        self.save.setVisible(outcome is not None and not running)
        self.about.setText(self._said())
        shown = outcome is not None
        self.table.setVisible(shown)
        self.details.setVisible(shown)
        self.splitter.setVisible(shown)
        self.legend.setVisible(shown)
        if outcome is None:
            self.table.show_grid(EMPTY)
            return
        from gui.pages.migration.stage_grid import stage_grid

        grid = stage_grid(outcome.stages, outcome.traps)
        self.table.show_grid(grid)
        self.details.show_sections(self.table.sections)
        self.legend.setText(grid.legend)

    def _said(self) -> str:
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

        run, theme = self.migration.outcome, self.look.theme
        if run is None:
            return {}
        forms = {each.suffix: (each.title, partial(each.encode, run)) for each in MIGRATION_FORMS}
        return {".png": ("picture", partial(migration_picture, run, theme)), **forms}

    def ask_where(self) -> None:
        """Ask for a file without waiting for the answer."""
        if forms := self.forms():
            self.saving.ask("Save the migration", "migration", forms)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.migration.close()
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
