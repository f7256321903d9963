"""Claims: each is put to the test here, and holds, holds in part, does not, or is not decided."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
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

from gui.pages.claims.claim_card import ClaimCard
from gui.pages.claims.claim_detail import ClaimDetail
from gui.pages.recorded_race import open_race
from gui.pages.result_saving import ResultSaving
from gui.session.claims_session import ClaimsSession
from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TICK
from gui.widgets.notice import Notice
from loadgen.claims.board_text import summary
from loadgen.claims.claim_list import CLAIMS, claim
from loadgen.model import number_format

_ABOUT = (
    "Each claim is put to the test on this machine, by races with settings of its own: a minute "
    "for one, less than twelve for all."
)
_TICK_MS = 500


class ClaimsPage(Styled, QWidget):
    """Its servers run only while claims are put to the test, and end with the window."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self.claims = ClaimsSession(session, self)
        self.saving = ResultSaving(self)
        self.chosen = CLAIMS[0].key
        self._title = QLabel("Claims", self)
        self.about = QLabel(_ABOUT, self)
        self.about.setObjectName("muted")
        self.about.setWordWrap(True)
        self.save = self._button("Save as…", "Save the board as a picture, JSON, CSV or Markdown.")
        self.save.setAccessibleName("Save the claims board")
        self.cancel = self._button("Cancel", "End the tests; what was decided is kept.")
        self.cancel.setAccessibleName("Cancel the tests of claims")
        self.all = self._button("Test all claims", "Put all to the test, one after the other.")
        self.all.setObjectName("primary")
        self.all.setAccessibleName("Put all claims to the test")
        self.notice = Notice(self)
        cards = QWidget(self)
        self.cards = {each.key: ClaimCard(each, cards) for each in CLAIMS}
        self.list = self._area(cards, "The claims")
        self.detail = ClaimDetail(self)
        self.whole = self._area(self.detail, "The chosen claim")
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._arrange(cards)
        self._connect()

    def _button(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(hint)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _area(self, inside: QWidget, name: str) -> QScrollArea:
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(name)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _arrange(self, cards: QWidget) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self.about, 1)
        for button in (self.save, self.cancel, self.all):
            head.addWidget(button)
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        for card in self.cards.values():
            column.addWidget(card)
        column.addStretch(1)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.whole)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(10)
        self._splitter.setSizes([460, 540])
        for n in range(2):
            self._splitter.setStretchFactor(n, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 14, 24, 12)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._splitter, 1)
        whole.addWidget(self.notice)

    def _connect(self) -> None:
        self.all.clicked.connect(lambda: self.claims.start())
        self.cancel.clicked.connect(self.claims.cancel)
        self.save.clicked.connect(self._save)
        self.claims.changed.connect(self.refresh)
        self.claims.said.connect(self.notice.say)
        self.saving.said.connect(self.notice.say)
        self.detail.opened.connect(self._open)
        self._clock.timeout.connect(self._show_progress)
        for card in self.cards.values():
            card.chosen.connect(self.choose)
            card.wanted.connect(self._test)

    def choose(self, key: str) -> None:
        """Show this claim in full."""
        self.chosen = key
        self.refresh()

    def refresh(self) -> None:
        """Show what there is now; nothing is made while nobody looks."""
        if not self.isVisible():
            return
        claims = self.claims
        for key, card in self.cards.items():
            card.show_outcome(claims.judged.get(key), is_under_test=claims.is_under_test(key))
            card.show_chosen(key == self.chosen)
            card.test.setEnabled(not claims.is_running)
        self.detail.show_claim(
            claim(self.chosen),
            claims.judged.get(self.chosen),
            is_under_test=claims.is_under_test(self.chosen),
        )
        self.all.setVisible(not claims.is_running)
        self.cancel.setVisible(claims.is_running)
        self.cancel.setEnabled(not claims.is_stopping)
        self.cancel.setText("Ending" if claims.is_stopping else "Cancel")
        self.save.setVisible(bool(claims.judged))
        self._show_progress()
        self._clock.start() if claims.is_running else self._clock.stop()

    def _show_progress(self) -> None:
        progress = self.claims.progress
        if self.claims.is_stopping:
            text = "The servers are being ended; what was decided stays."
        elif progress is not None:
            left = number_format.duration(self.claims.left_s)
            place = f"{progress.number} of {progress.count}"
            text = f"{place}: {progress.claim.title}; at most {left} left."
        elif self.claims.judged:
            text = summary(self.claims.board())
        else:
            text = _ABOUT
        self.about.setText(text)

    def _test(self, key: str) -> None:
        self.chosen = key
        self.claims.start([claim(key)])
        self.refresh()

    def _open(self, name: str) -> None:
        if sentence := open_race(self._session, name):
            self.notice.say(sentence, True)

    def _save(self) -> None:
        from gui.picture.board import encode_board_picture
        from loadgen.claims.board_document import encode_board, encode_csv
        from loadgen.claims.board_text import markdown

        board, theme = self.claims.board(), self.look.theme.name
        self.saving.ask(
            "Save the claims board",
            "claims",
            {
                ".png": ("Picture", lambda: encode_board_picture(board, theme=theme)),
                ".json": ("Board", lambda: encode_board(board)),
                ".csv": ("Table", lambda: encode_csv(board)),
                ".md": ("Markdown", lambda: markdown(board).encode()),
            },
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.claims.close()
        self.saving.close()
        event.accept()

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self.about.setFont(look.font(TICK))
        super().set_look(look)
