"""The recorded races: the newest first, to be searched, opened, labelled, pinned and deleted."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.pages.runs.label_editor import LabelEditor
from gui.pages.runs.limit_fields import LimitFields
from gui.pages.runs.races_reader import RacesReader
from gui.pages.runs.run_buttons import RunButtons
from gui.pages.runs.run_list import RunListView
from gui.session.race_session import RaceSession
from gui.session.replay import Replay
from gui.style.style import Style, Styled, apply_style
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TITLE
from loadgen.files.atomic_write import WriteError
from loadgen.recording.library_limits import Limits, write_limits
from loadgen.recording.race_library import LibraryError, RaceLibrary
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import RaceFileError
from loadgen.recording.records import Label
from loadgen.recording.user_library import user_library

if TYPE_CHECKING:
    from gui.pages.runs.comparison_view import ComparisonView
    from loadgen.export.run_record import RunRecord
    from loadgen.recording.race_entry import RaceEntry

_NONE = "No race is recorded yet: press Start on the race page."
_NO_FOLDER = "Races cannot be recorded: this user has no home folder."
_NOT_FOUND = "No recorded race has all of these words."
LOOK_EVERY_S = 1.0
"""So often it is looked whether a race that is on has ended: its end is written by a thread, or by
another program."""
_IS_ON = "A race is on: stop it before another is opened."


def _search_field(parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setPlaceholderText("Search: scenario, server, tag, date")
    field.setAccessibleName("Search the recorded races")
    field.setToolTip("Shows the races in which all of these words occur.")
    return field


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
        self._is_stale = False
        self._title = QLabel("Recorded races", self)
        self.search = _search_field(self)
        self.list = RunListView(self)
        self.label = LabelEditor(self)
        self.notice = QLabel(self)
        self.notice.setObjectName("muted")
        self.notice.setWordWrap(True)
        self.buttons = RunButtons(self)
        self.limits = LimitFields(self)
        self.comparison: ComparisonView | None = None
        self._reader = RacesReader(self)
        self._watch = QTimer(self, interval=round(1_000 * LOOK_EVERY_S))
        self.stack = QStackedWidget(self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(self._title)
        head.addWidget(self.search, 1)
        head.addWidget(self.limits)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.notice, 1)
        foot.addWidget(self.buttons)
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

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._filter())
        self.list.doubleClicked.connect(self._open)
        self.list.activated.connect(self._open)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_selected())
        self.label.changed.connect(self._write_label)
        self.label.left.connect(self.list.setFocus)
        self.limits.changed.connect(self._write_limits)
        self.limits.refused.connect(self.notice.setText)
        self.buttons.open.clicked.connect(self._open)
        self.buttons.play.clicked.connect(self._play)
        self.buttons.pin.clicked.connect(self._pin)
        self.buttons.delete.clicked.connect(self._delete)
        self.buttons.undo.clicked.connect(self._undo)
        self.buttons.compare.clicked.connect(self._compare)
        self._reader.read.connect(self._show_comparison)
        self._reader.failed.connect(self.notice.setText)
        self._reader.progressed.connect(self._show_reading)
        self._watch.timeout.connect(self._look_for_ends)
        self._session.state_changed.connect(self._follow_session)

    def refresh(self) -> None:
        """Read the folder again. What is chosen stays chosen."""
        self._all, self._is_stale = self._library.entries() if self._library else [], False
        self._filter()

    def _follow_session(self) -> None:
        if self.isVisible() and self._session.state in ("racing", "idle"):
            self._is_stale = True
            self._look_for_ends()

    def _look_for_ends(self) -> None:
        """Refresh where that is needed, but not while a label is typed: the text would be lost."""
        if self._library is None or self.label.is_being_edited:
            return
        if self._is_stale or any(self._library.has_ended(entry) for entry in self._all):
            self.refresh()

    def _filter(self, selected: Collection[str] = (), row: int = 0) -> None:
        """List what is searched for; ``selected`` where it is not what was chosen before."""
        names = selected or {entry.name for entry in self.list.chosen}
        shown = [entry for entry in self._all if entry.matches(self.search.text())]
        self.list.show_entries(shown, names, row)
        empty = _NO_FOLDER if self._library is None else _NOT_FOUND if self._all else _NONE
        self.notice.setText("" if shown else empty)
        self._show_selected()

    def _show_selected(self) -> None:
        self.label.show_entry(self.list.selected)
        self.buttons.show_chosen(self.list.chosen, can_undo=bool(self._deleted))

    def _open(self, _index: QModelIndex | bool = False) -> None:
        entry = self.list.selected
        if entry is None or self._library is None:
            return
        path = self._library.path(entry)
        if self._session.is_on and self._session.records(path):
            self._session.race_opened.emit()
        elif self._session.is_on:
            self.notice.setText(_IS_ON)
        elif entry.is_being_raced:
            self._play()
        else:
            self._try(lambda: self._session.open_recorded(RaceOpening(path)))

    def _play(self) -> None:
        """A race that another program still races is followed."""
        entry = self.list.selected
        if entry is None or self._library is None:
            return
        if self._session.state != "idle":
            self.notice.setText(_IS_ON)
            return
        path = self._library.path(entry)
        self._try(lambda: self._session.play_recorded(Replay.of_file(path)))

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except RaceFileError as error:
            self.notice.setText(str(error))

    def _compare(self) -> None:
        if self._library is not None:
            self._reader.start([self._library.path(entry) for entry in self.list.chosen])

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
        entry = self.list.selected
        if entry is not None:
            label = msgspec.structs.replace(entry.label, pinned=not entry.label.pinned)
            self._do(lambda library: library.label(entry, label))

    def _write_label(self, name: str, label: Label) -> None:
        entry = next((each for each in self._all if each.name == name), None)
        if entry is not None:
            self._do(lambda library: library.label(entry, label))

    def _write_limits(self, limits: Limits) -> None:
        if self._library is None:
            return
        try:
            write_limits(self._library.folder, limits)
        except WriteError as error:
            self.notice.setText(str(error))

    def _delete(self) -> None:
        entry, row = self.list.selected, self.list.currentIndex().row()
        if entry is not None and self._do(lambda library: library.delete(entry)):
            self._deleted.append(entry)
            self._filter({entry.name}, row)  # the row that has taken its place
            self.notice.setText(f"{entry.title} is in the trash.")

    def _undo(self) -> None:
        if self._deleted and self._do(lambda library: library.restore(self._deleted[-1].name)):
            restored = self._deleted.pop()
            self._filter({restored.name})

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The arrows and Enter are for the list at once.

        With a focus proxy Tab would go to the list, too, past the search field before it.
        """
        super().focusInEvent(event)
        self.list.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        if self._library is not None:
            self.limits.show_limits(self._library.limits)
        self._watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.comparison is not None:
            self.comparison.close()
        event.accept()

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self.notice.setFont(look.font(TITLE))
        self.list.set_look(look)
        self.limits.set_look(look)
        super().set_look(look)
