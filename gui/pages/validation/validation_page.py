"""Validation: what the applications accept, document, answer and cost, filled by live servers."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from gui.pages.result_saving import Encode
from gui.pages.validation.body_editor import BodyEditor
from gui.pages.validation.detail_pane import DetailPane
from gui.pages.validation.document_picker import DocumentPicker
from gui.pages.validation.grid_table import EMPTY, GridTable
from gui.pages.validation.run_buttons import RunButtons
from gui.session.contract_session import ContractSession
from gui.session.document_servers import DocumentServers
from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TICK, TITLE
from gui.widgets.notice import Notice
from gui.widgets.pick_menu import Pick
from gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from gui.pages.validation.grid import Grid
    from gui.pages.validation.views import Choices, View

_VIEWS = (
    Pick("bodies", "Bodies", hint="What each application answers to each body."),
    Pick("documents", "Documents", hint="Two OpenAPI documents side by side."),
    Pick("refusals", "Refusals", hint="The error formats, side by side."),
    Pick("clients", "Clients", hint="What a type checker finds by a typed client."),
    Pick("drift", "Drift", hint="Which applications notice a change of their code."),
    Pick("cost", "Cost", hint="Lines of code, and what an order costs each application."),
)
_EMPTY = {
    "bodies": "Send the bodies: every application is started and gets the same quote, written in "
    "many ways; here stands what its handler got, beside what its own document says.",
    "documents": "What two OpenAPI documents say about the same operations stands here side by "
    "side, once the bodies were sent.",
    "refusals": "How each application words a refusal, and what a client has to do to read it, "
    "stands here once the bodies were sent.",
    "clients": "What a developer's editor gets of each document: a typed client is generated from "
    "it, and a type checker looks for mistakes in a small program. Send the bodies "
    "first: the documents come with them.",
    "drift": "Make it drift: the code of every application is changed as a developer in a hurry "
    "would, five ways; here stands which of them notice, and where.",
    "cost": "Lines of code of each application, and on demand the CPU that an order costs it, "
    "stand here once the bodies were sent.",
}
_ABOUT = {
    "bodies": "Select a cell: what was sent, what came back, what the document says.",
    "documents": "What differs comes first.",
    "refusals": "Of the body that is selected in Bodies, else of the one that most refuse.",
    "clients": "Select a cell: the line that was checked, and what the type checker says.",
    "drift": "Select a cell: the changed lines, and all that is found from outside.",
    "cost": "Server CPU of one order, with its 95 % interval, once measured: two minutes.",
}
_ROOMY = 1500
"""From this width on the details stand beside the table; below, under it."""
_NARROW = 880


class ValidationPage(Styled, QWidget):
    """Its servers run only while bodies are sent, and end with the window."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.contract = ContractSession(session, self)
        self.browser = DocumentServers(session, self)
        self.view: View = "bodies"
        self._choices: Choices | None = None
        self._keys: tuple[str, ...] = ()
        self._title = QLabel("Validation", self)
        self.views = Segmented("View", _VIEWS, self)
        self.views.show_pick(self.view)
        self.buttons = RunButtons(self.contract, self._picture, self)
        self.about = QLabel(self)
        self.about.setObjectName("muted")
        self.about.setWordWrap(True)
        self.documents = DocumentPicker(self)
        self.table = GridTable("What the applications answer", self)
        self.details = DetailPane(self)
        self.splitter = QSplitter(self)
        self.splitter.setChildrenCollapsible(False)
        self.legend = QLabel(self)
        self.legend.setObjectName("muted")
        self.legend.setWordWrap(True)
        self.editor = BodyEditor(self)
        self.notice = Notice(self)
        self._arrange()
        self.views.picked.connect(self.show_view)
        self.documents.picked.connect(self._choose_documents)
        self.documents.browse.clicked.connect(self._browse)
        self.browser.changed.connect(lambda: self.documents.show_open(self.browser.is_running))
        self.browser.said.connect(self.notice.say)
        self.table.selected.connect(self.details.show_sections)
        self.table.selected.connect(lambda _: self._note_body())
        self.editor.wanted.connect(self.contract.send_own)
        self.contract.changed.connect(self.refresh)
        self.contract.said.connect(self.notice.say)
        self.buttons.saving.said.connect(self.notice.say)
        session.state_changed.connect(self.refresh)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._title)
        head.addWidget(self.views)
        head.addStretch(1)
        head.addWidget(self.buttons)
        second = QHBoxLayout()
        second.setSpacing(10)
        second.addWidget(self.about, 1)
        second.addWidget(self.documents)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 2)
        # Where there is nothing to show yet, the field below keeps its place.
        policy = self.splitter.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.splitter.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(second)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.legend)
        column.addWidget(self.editor)
        column.addWidget(self.notice)

    def show_view(self, view: "View") -> None:
        """Show that view of what came."""
        self.table.clearSelection()
        self.view = view
        self.views.show_pick(view)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is now; nothing is made while nobody looks."""
        if not self.isVisible():
            return
        self.buttons.refresh(self.view)
        self.editor.setVisible(self.view == "bodies")
        self.documents.setVisible(self.view == "documents" and self.contract.matrix is not None)
        grid = self._make_grid() if self.contract.has_results else None
        for each in (self.table, self.details, self.splitter):
            each.setVisible(grid is not None)
        self.about.setText(self.buttons.progress or (_ABOUT if grid else _EMPTY)[self.view])
        self.table.show_grid(grid or EMPTY)
        self.details.show_sections(self.table.sections)
        self.legend.setText(grid.legend if grid else "")
        self.legend.setVisible(bool(grid and grid.legend))

    def _make_grid(self) -> "Grid | None":
        """Imported here, where there is something to show: the window has to be there at once."""
        from gui.pages.validation import views
        from gui.pages.validation.documents_grid import documented

        choices = self._choices = self._choices or views.Choices()
        matrix = self.contract.matrix
        if matrix and (keys := views.document_keys(matrix, choices)):
            self._keys = keys
            self.documents.show_picks([each.variant.key for each in documented(matrix)], keys)
        return views.make_grid(self.view, self.contract, choices)

    def _picture(self) -> Encode:
        """Makes a PNG of what the view shows now, of drift with what the detectors find.

        It raises PictureError. The view may be another before the user has chosen a file.
        """
        from gui.pages.validation import picture_parts
        from gui.pages.validation.grid_picture import encode_grids

        theme, title = self.look.theme.name, picture_parts.VIEW_TITLES[self.view]
        matrix, grid = self.contract.matrix, self._make_grid()
        if self.view == "drift":
            parts = picture_parts.drift_parts(self.contract.outcomes)
        elif matrix and grid:
            parts = picture_parts.view_parts(matrix, grid)
        else:
            parts = []  # nothing is saved before there is a result
        return partial(encode_grids, title, parts, theme=theme)

    def _note_body(self) -> None:
        """The selected body is the one whose refusals are compared."""
        selected = self.table.selectionModel().selectedIndexes()
        if self.view == "bodies" and self._choices and selected:
            self._choices.refused = self.table.grid_model.grid.rows[selected[0].row()].title

    def _choose_documents(self, side: int, key: str) -> None:
        if self._choices:
            self._choices.documents[side] = key
        self.refresh()

    def _browse(self) -> None:
        """Open both documents in the user's browser, or end their servers."""
        if self.browser.is_running:
            self.browser.end()
        elif self._keys:
            self.browser.open(self._keys)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.contract.close()
        self.buttons.saving.close()
        self.browser.close()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self.look.px(_ROOMY)
        ways = Qt.Orientation
        self.splitter.setOrientation(ways.Horizontal if beside else ways.Vertical)
        # The rail says which page it is: its views are to be read whole.
        self._title.setHidden(self.width() < self.look.px(_NARROW))

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self.about.setFont(look.font(TITLE))
        self.legend.setFont(look.font(TICK))
        super().set_look(look)
