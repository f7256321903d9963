"""A claim in full: method, evidence with its races, the honest picture, what to say of it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.pages.claims.claim_card import UNDER_TEST
from gui.style.style import Style, Styled, apply_style
from gui.style.theme import CONTROL, SEMIBOLD, SMALL, TITLE
from loadgen.claims.board_document import JudgedClaim
from loadgen.claims.board_text import source_text, verdict_text
from loadgen.claims.claim import Claim
from loadgen.claims.finding import Figure, Tally

_NONE = "There is no evidence yet: put the claim to the test."
_NONE_YET = "There is no evidence yet: the test is on."


class EvidenceRow(Styled, QWidget):
    """A figure with its interval, and a button that opens its race; or what was counted."""

    opened = Signal(str)

    def __init__(self, item: Figure | Tally, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel(f"{item.title}: {item.text}", self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        self.open: QPushButton | None = None
        if isinstance(item, Figure) and item.race:
            self.open = QPushButton("Open race", self)
            self.open.setAccessibleName(f"Open the race of: {item.title}")
            self.open.setToolTip("Show the race that this figure is of, as it was.")
            self.open.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.open.clicked.connect(partial(self.opened.emit, item.race))
            row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)

    def set_look(self, look: Style) -> None:
        self.text.setFont(look.font(CONTROL))
        super().set_look(look)


class ClaimDetail(Styled, QWidget):
    """``opened`` brings the name of a recorded race."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.rows: list[EvidenceRow] = []
        self.sentence, self.outcome, self.method = (self._label() for _ in range(3))
        self.empty, self.honest, self.interview = (self._label() for _ in range(3))
        self._headings: list[QLabel] = []
        self._items: Sequence[Figure | Tally] = ()
        self._evidence = QVBoxLayout()
        self._evidence.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(6)
        column.addWidget(self.sentence)
        column.addWidget(self.outcome)
        for heading, what in (
            ("HOW IT IS PUT TO THE TEST", (self.method,)),
            ("EVIDENCE, WITH 95 % INTERVALS", (self.empty, self._evidence)),
            ("THE HONEST PICTURE", (self.honest,)),
            ("IN A SYSTEM-DESIGN INTERVIEW", (self.interview,)),
        ):
            column.addWidget(self._heading(heading))
            for each in what:
                column.addWidget(each) if isinstance(each, QWidget) else column.addLayout(each)
        column.addStretch(1)

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName("section")
        self._headings.append(label)
        return label

    def show_claim(
        self, claim: Claim, judged: JudgedClaim | None, *, is_under_test: bool = False
    ) -> None:
        """Show this one; ``judged`` is None before its first test."""
        number = f"Claim {claim.number}" if claim.number else "A trap"
        self.sentence.setText(f"{claim.sentence} ({source_text(judged) if judged else number})")
        verdict = verdict_text(judged) if judged else ""
        if is_under_test:
            verdict = f"{UNDER_TEST}; before: {verdict}" if verdict else UNDER_TEST
        self.outcome.setText(verdict)
        self.outcome.setVisible(bool(verdict))
        self.method.setText(claim.method)
        self.honest.setText(claim.honest)
        self.interview.setText(claim.interview)
        found: list[Figure | Tally] = [*judged.figures, *judged.tallies] if judged else []
        self._fill(found)
        stand_ins = judged.stand_ins if judged else ()
        said = [f"{each} stands in for the real service." for each in stand_ins]
        none = _NONE_YET if is_under_test else _NONE
        self.empty.setText(" ".join(said) if found else none)
        self.empty.setVisible(bool(said) or not found)

    def _fill(self, items: Sequence[Figure | Tally]) -> None:
        if items == self._items:
            return  # a button that has the keyboard keeps it
        self._items = items
        for row in self.rows:
            self._evidence.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [EvidenceRow(each, self) for each in items]
        for row in self.rows:
            row.opened.connect(self.opened)
            self._evidence.addWidget(row)
            apply_style(row, self.look)
            row.show()

    def set_look(self, look: Style) -> None:
        self.sentence.setFont(look.font(TITLE, SEMIBOLD))
        self.outcome.setFont(look.font(TITLE, SEMIBOLD))
        for label in (self.method, self.empty, self.honest, self.interview):
            label.setFont(look.font(CONTROL))
        for label in self._headings:
            label.setFont(look.font(SMALL, SEMIBOLD))
        super().set_look(look)
