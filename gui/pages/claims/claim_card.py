"""A claim in the list: its sentence, what was decided, and the button that puts it to the test."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.style.outcomes import outcome_color, outcome_symbol
from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, SEMIBOLD, SMALL, TITLE
from loadgen.claims.board_document import JudgedClaim
from loadgen.claims.board_text import verdict_text
from loadgen.claims.claim import Claim

_SYMBOL = 18
UNTESTED, UNDER_TEST = "not put to the test yet", "is being put to the test"


class ClaimCard(Styled, QFrame):
    """``chosen`` comes when it is to be shown in full, ``wanted`` when it is to be tested."""

    chosen = Signal(str)
    wanted = Signal(str)

    def __init__(self, claim: Claim, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.claim = claim
        self._judged: JudgedClaim | None = None
        self._is_under_test = False
        self.title = QPushButton(claim.title, self)
        self.title.setObjectName("quiet")
        self.title.setCheckable(True)
        self.title.setAccessibleName(f"Show the claim: {claim.title}")
        self.title.setToolTip("Show its evidence, and what is known of it.")
        self.title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.test = QPushButton("Put it to the test", self)
        self.test.setAccessibleName(f"Put it to the test: {claim.title}")
        self.test.setToolTip("Put this claim to the test: a minute at most.")
        self.test.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.symbol, self.sentence, self.outcome = (
            QLabel(self),
            QLabel(claim.sentence, self),
            QLabel(self),
        )
        for label in (self.sentence, self.outcome):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setObjectName("muted")
        self.title.clicked.connect(lambda: self.chosen.emit(claim.key))
        self.test.clicked.connect(lambda: self.wanted.emit(claim.key))
        self._arrange()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.symbol)
        head.addWidget(self.title)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.outcome, 1)
        foot.addWidget(self.test, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 10, 8)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addLayout(foot)

    def show_outcome(self, judged: JudgedClaim | None, *, is_under_test: bool) -> None:
        """What was decided; None before the first test."""
        self._judged, self._is_under_test = judged, is_under_test
        text = verdict_text(judged) if judged else UNTESTED
        self.outcome.setText(UNDER_TEST if is_under_test else text)
        self._paint()

    def show_chosen(self, chosen: bool) -> None:
        """Whether it is the one that is shown in full."""
        self.title.setChecked(chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self.claim.key)
        super().mousePressEvent(event)

    def set_look(self, look: Style) -> None:
        super().set_look(look)
        self.title.setFont(look.font(CONTROL, SEMIBOLD))
        self.sentence.setFont(look.font(SMALL))
        self.outcome.setFont(look.font(CONTROL, SEMIBOLD))
        self.symbol.setFont(look.font(TITLE))
        self.symbol.setFixedWidth(look.px(_SYMBOL))
        self._paint()

    def _paint(self) -> None:
        judged = None if self._is_under_test else self._judged
        theme = self.look.theme
        self.symbol.setText(outcome_symbol(judged.outcome) if judged else "·")
        color = outcome_color(judged.outcome, theme) if judged else theme.muted
        for label in (self.symbol, self.outcome):
            label.setStyleSheet(f"color: {color};")
