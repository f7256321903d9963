"""The recorded races: the newest first, to be searched, opened, labelled, pinned and deleted."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.pages.runs.label_editor import LabelEditor
from gui.pages.runs.races_reader import RacesReader
from gui.pages.runs.run_list import ENTRY, RunModel, RunPainter
from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled, apply_style
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TITLE
from loadgen.recording.race_entry import RaceEntry
from loadgen.recording.race_library import LibraryError, RaceLibrary
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import RaceFileError
from loadgen.recording.records import Label
from loadgen.recording.user_library import user_library

if TYPE_CHECKING:
    from gui.pages.runs.comparison_view import ComparisonView
    from loadgen.export.run_record import RunRecord

_NONE = "No race is recorded yet: press Start on the race page."
_NO_FOLDER = "Races cannot be recorded: this user has no home folder."
_NOT_FOUND = "No recorded race has all of these words."
_IS_ON = "A race is on: stop it before another is opened."


class RunsPage(Styled, QWidget):
    """``library`` is the user's, unless given."""

    def __init__(
        self,
        session: RaceSession,
        parent: QWidget | None = None,
        library: RaceLibrary | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self._library = library or user_library()
        self._all: list[RaceEntry] = []
        self._deleted: list[RaceEntry] = []
        self._title = QLabel("Recorded races", self)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search: scenario, server, tag, date")
        self.search.setAccessibleName("Search the recorded races")
        self.search.setToolTip("Shows the races in which all of these words occur.")
        self.model = RunModel()
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setAccessibleName("Recorded races, the newest first")
        self.list.setToolTip(
            "Enter or a double click opens a race. Ctrl or Shift chooses several, to compare them."
        )
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._painter: RunPainter | None = None
        self.label = LabelEditor(self)
        self.notice = QLabel(self)
        self.notice.setObjectName("muted")
        self.notice.setWordWrap(True)
        self.open = self._button("Open", "Show it on the race page, as it was. (Enter)")
        self.pin = self._button("Pin", "Keep it, however many follow; or no longer.")
        self.delete = self._button("Delete", "Move it to the trash.")
        self.undo = self._button("Undo", "Bring back what was deleted last.")
        self.compare = self._button("Compare", "Set the chosen races against each other.")
        self.compare.setAccessibleName("Compare the chosen races")
        self.comparison: ComparisonView | None = None
        self._reader = RacesReader(self)
        self.stack = QStackedWidget(self)
        self._arrange()
        self.search.textChanged.connect(lambda _: self._filter())
        self.list.doubleClicked.connect(self._open)
        self.list.activated.connect(self._open)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_selected())
        self.label.changed.connect(self._write_label)
        self.label.left.connect(self.list.setFocus)
        self.open.clicked.connect(self._open)
        self.pin.clicked.connect(self._pin)
        self.delete.clicked.connect(self._delete)
        self.undo.clicked.connect(self._undo)
        self.compare.clicked.connect(self._compare)
        self._reader.read.connect(self._show_comparison)
        self._reader.failed.connect(self.notice.setText)
        self._reader.progressed.connect(self._show_reading)

    def _button(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(f"{text} the recorded race")
        button.setToolTip(hint)
        return button

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(self._title)
        head.addWidget(self.search, 1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.notice, 1)
        for button in (self.undo, self.delete, self.pin, self.compare, self.open):
            foot.addWidget(button)
        races = QWidget(self)
        column = QVBoxLayout(races)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.label)
        column.addLayout(foot)
        self.stack.addWidget(races)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.addWidget(self.stack)

    @property
    def chosen(self) -> list[RaceEntry]:
        """The entries that are selected."""
        return [index.data(ENTRY) for index in self.list.selectionModel().selectedIndexes()]

    @property
    def selected(self) -> RaceEntry | None:
        """The entry that is selected; None where there are several."""
        chosen = self.chosen
        return chosen[0] if len(chosen) == 1 else None

    def refresh(self) -> None:
        """Read the folder again."""
        self._all = self._library.entries() if self._library else []
        self._filter()

    def _filter(self) -> None:
        selected = self.selected
        shown = [entry for entry in self._all if entry.matches(self.search.text())]
        self.model.show(shown)
        if shown:
            names = [entry.name for entry in shown]
            row = names.index(selected.name) if selected and selected.name in names else 0
            self.list.setCurrentIndex(self.model.index(row))
        empty = _NO_FOLDER if self._library is None else _NOT_FOUND if self._all else _NONE
        self.notice.setText("" if shown else empty)
        self._show_selected()

    def _show_selected(self) -> None:
        selected = self.selected
        self.label.show_entry(selected)
        for button in (self.open, self.pin, self.delete):
            button.setEnabled(selected is not None)
        self.compare.setEnabled(len(self.chosen) > 1)
        pin = "Unpin" if selected and selected.label.pinned else "Pin"
        self.pin.setText(pin)
        self.pin.setAccessibleName(f"{pin} the recorded race")
        self.undo.setVisible(bool(self._deleted))

    def _open(self, _index: QModelIndex | bool = False) -> None:
        entry = self.selected
        if entry is None or self._library is None:
            return
        if self._session.is_on:
            self.notice.setText(_IS_ON)
            return
        try:
            self._session.open_recorded(RaceOpening(self._library.path(entry)))
        except RaceFileError as error:
            self.notice.setText(str(error))

    def _compare(self) -> None:
        if self._library is not None:
            self._reader.start([self._library.path(entry) for entry in self.chosen])

    def _show_reading(self, done: float, many: int) -> None:
        self.notice.setText(f"Reading {many} races: {100 * done / many:.0f} %")

    def _show_comparison(self, runs: "list[RunRecord]") -> None:
        from gui.pages.runs.comparison_view import ComparisonView
        from loadgen.comparison.comparison import ComparisonError
        from loadgen.comparison.race_groups import compare_chosen

        self.notice.clear()
        try:
            comparison = compare_chosen(runs)
        except ComparisonError as error:
            self.notice.setText(str(error))
            return
        if self.comparison is None:
            self.comparison = ComparisonView(self)
            self.comparison.left.connect(self._leave_comparison)
            self.stack.addWidget(self.comparison)
            apply_style(self.comparison, self.look)
        self.comparison.show_comparison(comparison)
        self.stack.setCurrentWidget(self.comparison)
        self.comparison.text.setFocus()

    def _leave_comparison(self) -> None:
        self.stack.setCurrentIndex(0)
        self.list.setFocus()

    def _pin(self) -> None:
        entry = self.selected
        if entry is not None:
            label = msgspec.structs.replace(entry.label, pinned=not entry.label.pinned)
            self._do(lambda library: library.label(entry, label))

    def _write_label(self, name: str, label: Label) -> None:
        entry = next((each for each in self._all if each.name == name), None)
        if entry is not None:
            self._do(lambda library: library.label(entry, label))

    def _delete(self) -> None:
        entry = self.selected
        if entry is not None and self._do(lambda library: library.delete(entry)):
            self._deleted.append(entry)
            self._show_selected()
            self.notice.setText(f"{entry.title} is in the trash.")

    def _undo(self) -> None:
        if self._deleted and self._do(lambda library: library.restore(self._deleted[-1])):
            self._deleted.pop()
            self._show_selected()

    def _do(self, action: Callable[[RaceLibrary], object]) -> bool:
        if self._library is None:
            return False
        try:
            action(self._library)
        except LibraryError as error:
            self.notice.setText(str(error))
            return False
        self.refresh()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self.notice.setFont(look.font(TITLE))
        self._painter = RunPainter(look)
        self.list.setItemDelegate(self._painter)
        super().set_look(look)
