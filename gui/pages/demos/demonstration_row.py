"""One demonstration in the gallery: its key, its title, and what to look for."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, SEMIBOLD, TITLE
from gui.widgets.shortcuts import DEMONSTRATION_DIGITS
from loadgen.demonstration.gallery import GalleryEntry

MOST_KEYS = len(DEMONSTRATION_DIGITS)


class DemonstrationRow(Styled, QFrame):
    """``start`` is its button; disabled where the file cannot be used, and the row says why."""

    def __init__(self, number: int, entry: GalleryEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.entry = entry
        demonstration = entry.demonstration
        title = demonstration.title if demonstration else entry.path.name
        has_key = number <= MOST_KEYS
        self.start = QPushButton(f"{number}" if has_key else "Start", self)
        self.start.setAccessibleName(f"Start demonstration {number}: {title}")
        key = f" ({number})" if has_key else ""
        self.start.setToolTip(f"Set all that it needs, and race.{key}")
        self.start.setEnabled(demonstration is not None)
        self.start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.title = QLabel(f"{title}  (your own)" if entry.is_own else title, self)
        self.line = QLabel(demonstration.look_for if demonstration else entry.problem, self)
        self.line.setObjectName("muted")
        for label in (self.title, self.line):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 16, 4)
        row.setSpacing(14)
        row.addWidget(self.start, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)

    def set_look(self, look: Style) -> None:
        self.title.setFont(look.font(TITLE, SEMIBOLD))
        self.line.setFont(look.font(CONTROL))
        super().set_look(look)
