"""Claims: each is put to the test here, and holds, holds in part, does not, or is not decided."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.pages.claims.claim_card import ClaimCard
from gui.pages.claims.claim_detail import ClaimDetail
from gui.pages.series_page import SeriesPage
from gui.session.claims_session import ClaimsSession
from gui.session.race_session import RaceSession
from gui.widgets.page_button import page_button
from loadgen.claims.board_text import summary
from loadgen.claims.claim_list import CLAIMS, claim
from loadgen.model import number_format

_ABOUT = (
    "Each claim is put to the test on this machine, by races with settings of its own: a minute "
    "for one, less than twelve for all."
)


class ClaimsPage(SeriesPage):
    """A card for each claim, and the chosen one in full."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(session, "Claims", parent)
        self.claims = ClaimsSession(session, self)
        self.chosen = CLAIMS[0].key
        self.about.setText(_ABOUT)
        hint = "Save the board as a picture, JSON, CSV or Markdown."
        self.save = page_button("Save as…", hint, self, "Save the claims board")
        hint = "End the tests; what was decided is kept."
        self.cancel = page_button("Cancel", hint, self, "Cancel the tests of claims")
        hint = "Put all to the test, one after the other."
        self.all = page_button("Test all claims", hint, self, "Put all claims to the test")
        self.all.setObjectName("primary")
        cards = QWidget(self)
        self.cards = {each.key: ClaimCard(each, cards) for each in CLAIMS}
        self.list = self._area(cards, "The claims")
        self.detail = ClaimDetail(self)
        self.whole = self._area(self.detail, "The chosen claim")
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._arrange(cards)
        self._connect()

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
        self._column(head, stretched=self._splitter)

    def _connect(self) -> None:
        self.all.clicked.connect(lambda: self.claims.start())
        self.cancel.clicked.connect(self.claims.cancel)
        self.save.clicked.connect(self._save)
        self.detail.opened.connect(self._open_race)
        self._follow(self.claims)
        for card in self.cards.values():
            card.chosen.connect(self.choose)
            card.wanted.connect(self._test)

    def choose(self, key: str) -> None:
        """Show this claim in full."""
        self.chosen = key
        self.refresh()

    def _show_work(self) -> None:
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

    def show_progress(self) -> None:
        progress = self.claims.progress
        if self.claims.is_stopping:
            text = "The servers are being ended; what was decided stays."
        elif progress is not None:
            left = number_format.duration(self.claims.left_s)
            place = f"{progress.number} of {progress.count}"
            text = f"{place}: {progress.claim.title}; at most {left} left."
        elif self.claims.judged:
            text = f"{self._since}{summary(self.claims.board())}"
        else:
            text = _ABOUT
        self.about.setText(text)

    def _test(self, key: str) -> None:
        self.chosen = key
        self.claims.start([claim(key)])
        self.refresh()

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
