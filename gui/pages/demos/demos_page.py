"""The gallery: every demonstration, with what to look for; keys 1 to 9 start the first nine."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.pages.demos.demonstration_row import DemonstrationRow
from gui.pages.demos.guess_section import GuessSection
from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled, apply_style
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TICK
from gui.widgets.page_button import page_button
from loadgen.demonstration.demonstration import Demonstration
from loadgen.demonstration.gallery import GalleryEntry, gallery
from loadgen.demonstration.toml_document import SUFFIX, write_demonstration
from loadgen.files.atomic_write import WriteError
from loadgen.files.user_files import demonstrations_folder

_NO_FOLDER = "Demonstrations cannot be saved: this user has no home folder."


class DemosPage(Styled, QWidget):
    """Reads the folder of the user's demonstrations each time that it is shown."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self.rows: list[DemonstrationRow] = []
        self._title = QLabel("Demonstrations", self)
        self.guess = GuessSection(session.demonstrations, self)
        self._body = QWidget()
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(5)
        self._list.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self._body)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.notice = QLabel(self)
        self.notice.setObjectName("muted")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        self.back = self._button("Back", "Choose the settings again that were there before", "B")
        self.save = self._button("Save settings", "Save the present settings as a demonstration")
        self.back.clicked.connect(session.demonstrations.go_back)
        self.save.clicked.connect(self.save_own)
        session.demonstrations.changed.connect(self._show_back)
        self._arrange()
        self._show_back()

    def _button(self, text: str, name: str, key: str = "") -> QPushButton:
        return page_button(text, f"{name}. ({key})" if key else f"{name}.", self, name)

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.notice, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 12)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self.guess)
        column.addWidget(self.area, 1)
        column.addLayout(foot)

    def start(self, number: int) -> None:
        """Start the demonstration of that number, counted from 1; nothing where there is none."""
        if 1 <= number <= len(self.rows):
            self._begin(self.rows[number - 1].entry)

    def refresh(self) -> None:
        """Read the folder again."""
        entries = gallery()
        if entries != [row.entry for row in self.rows]:
            self._fill(entries)
        folder = demonstrations_folder()
        self.notice.setText(f"Your own are files in {folder}" if folder else _NO_FOLDER)

    def save_own(self) -> Path | None:
        """Write the present settings into the folder of the user's; None where that failed."""
        folder = demonstrations_folder()
        if folder is None:
            self.notice.setText(_NO_FOLDER)
            return None
        try:
            path = _free_path(folder)
            write_demonstration(path, Demonstration.of(self._session.plan))
        except (OSError, WriteError) as error:
            self.notice.setText(f"It could not be saved: {error}")
            return None
        self.refresh()
        self.notice.setText(f"Saved as {path}: write its title and what to look for there.")
        return path

    def _fill(self, entries: list[GalleryEntry]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [DemonstrationRow(n, each, self._body) for n, each in enumerate(entries, 1)]
        for at, row in enumerate(self.rows):
            self._list.insertWidget(at, row)
            row.start.clicked.connect(partial(self._begin, row.entry))
            apply_style(row, self.look)
            row.show()

    def _begin(self, entry: GalleryEntry, _: bool = False) -> None:
        if entry.demonstration is None:
            self.notice.setText(entry.problem)
        elif self._session.replay:
            self.notice.setText(self._session.cannot_change)
        else:
            self._session.demonstrations.begin(entry.demonstration)

    def _show_back(self) -> None:
        self.back.setEnabled(self._session.demonstrations.can_go_back)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self.notice.setFont(look.font(TICK))
        super().set_look(look)


def _free_path(folder: Path) -> Path:
    """``own-1.toml``, or the first one that is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while (path := folder / f"own-{number}{SUFFIX}").exists():
        number += 1
    return path
