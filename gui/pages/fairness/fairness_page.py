"""Is it a fair race? What both servers run with, as they told it themselves."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled
from gui.style.text_layout import strong
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TICK, TITLE
from gui.widgets.fairness_table import FairnessTable
from gui.widgets.switch import Switch
from loadgen.export.fairness import LEGEND, preview, summary, table
from servers.telemetry.messages import Ready

_BEFORE = (
    "After the first start, both servers tell here what they run with: not what was asked for, "
    "but what is in force."
)

_ONLY_HINT = "Hide what is equal in both lanes and as the frameworks have it."


class FairnessPage(Styled, QWidget):
    """Follows the race: a server that was restarted reports its settings again."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self._told: tuple[Ready | None, Ready | None] | None = None
        self._title = QLabel("Is it a fair race?", self)
        self.summary = QLabel(self)
        self.summary.setObjectName("muted")
        self.summary.setWordWrap(True)
        self._legend = QLabel(self)
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setAccessibleName("What the signs mean")
        self.only_marked = Switch("Only what differs", _ONLY_HINT, self)
        self.only_marked.clicked.connect(self._show_again)
        self.table = FairnessTable(self)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addLayout(head)
        about = QHBoxLayout()
        about.setSpacing(18)
        about.addWidget(self.summary, 1)
        about.addWidget(self.only_marked)
        column.addLayout(about)
        column.addWidget(self.table, 1)
        session.framed.connect(self._follow)
        session.state_changed.connect(self._follow)

    def _follow(self) -> None:
        """Ten times a second, and cheap: nothing is done until a server told something new."""
        lanes = (self._session.timeline.lane("a"), self._session.timeline.lane("b"))
        told = lanes[0].announced, lanes[1].announced
        if self.isVisible() and told != self._told:
            self._told = told
            self._show(*told)

    def _show(self, a: Ready | None, b: Ready | None) -> None:
        plan = self._session.shown
        names = plan.name("a"), plan.name("b")
        rows = table(a, b, plan)
        self.summary.setText(summary(rows, names) or _BEFORE)
        self._legend.setVisible(bool(rows))
        self.only_marked.setVisible(bool(rows))
        if self.only_marked.isChecked():
            rows = tuple(row for row in rows if row.is_marked) or rows
        self.table.show_rows(rows or preview(), names, preview=not rows)

    def _show_again(self) -> None:
        self._told = None
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_again()

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self.summary.setFont(look.font(TITLE))
        self._legend.setFont(look.font(TICK))
        theme = look.theme
        signs = (
            strong(sign, theme.caution)
            + f'<span style="color:{theme.muted}">&nbsp; {escape(words)}</span>'
            for sign, words in LEGEND
        )
        self._legend.setText(" &nbsp;&nbsp;&nbsp; ".join(signs))
        super().set_look(look)
