"""Why a lane is as fast as it is; or what became of its server, with its last words."""

from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.style.icons import icon, icon_size
from gui.style.style import Style, Styled
from gui.style.text_layout import strong
from gui.style.theme import CARD_RADIUS, CONTROL, SEMIBOLD
from loadgen.model.frame import LaneId

_BAR, _HEIGHT, _HEIGHT_ON_STAGE = 4, 38, 34
_ROOMY = 560
_ROOM_TAKEN = 44
_LINES_SHOWN = 12
_FREEZE_HINT = (
    "Let this server stand still for a second: latency from schedule notices it,\n"
    "latency from send may not. ({key})"
)


class LaneStrip(Styled, QWidget):
    """A card with the lane's colour at its edge.

    On stage, where there is no chip, it has the button that restarts the lane.
    """

    restart_asked = Signal()
    freeze_asked = Signal()

    def __init__(self, lane: LaneId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane: LaneId = lane
        self._name = self._fact = self._comment = self._caution = self._details = ""
        self._brief = ""
        self._failed = self._offers_freeze = False
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setAccessibleName(f"How lane {lane.upper()} is doing")
        # A long sentence may wrap, but never make the window wider.
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.more = QPushButton("Show its output", self)
        self.more.setObjectName("quiet")
        self.more.setCheckable(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setAccessibleName(f"Output of lane {lane.upper()}")
        self.more.setToolTip("Show the last lines that the server wrote before it stopped.")
        self.more.toggled.connect(self._unfold)
        self.restart = QPushButton("Restart", self)
        self.restart.setObjectName("alarm")
        self.restart.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.restart.setAccessibleName(f"Restart lane {lane.upper()}")
        self.restart.setToolTip("Restart this lane's server; the other lane goes on.")
        self.restart.clicked.connect(self.restart_asked)
        self.restart.hide()
        self.freeze = QPushButton(self)
        self.freeze.setObjectName("quiet")
        self.freeze.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.freeze.setAccessibleName(f"Freeze lane {lane.upper()}")
        self.freeze.setToolTip(_FREEZE_HINT.format(key="F" if lane == "a" else "Shift+F"))
        self.freeze.clicked.connect(self.freeze_asked)
        self.freeze.hide()
        self.output = QLabel(self)
        self.output.setObjectName("output")
        self.output.setTextFormat(Qt.TextFormat.PlainText)
        self.output.setWordWrap(True)
        self.output.setAccessibleName(f"Last lines of lane {lane.upper()}")
        self.output.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.output.hide()
        self.more.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self.more)
        row.addWidget(self.freeze)
        row.addWidget(self.restart)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(18, 4, 8, 4)
        column.addLayout(row)
        column.addWidget(self.output)

    @property
    def text(self) -> str:
        """What it says, as it is read aloud."""
        parts = (self._name, self._caution, self._fact, self._comment)
        return " ".join(part for part in parts if part)

    def show_words(
        self,
        name: str,
        fact: str,
        comment: str = "",
        caution: str = "",
        details: str = "",
        brief: str = "",
    ) -> None:
        """All is well: what limits this lane now, and what that means.

        ``caution`` is what must be known of it; ``details`` stand in the tooltip; ``brief`` takes
        the place of ``fact`` where there is no room for that.
        """
        self._brief = brief
        self._show((name, fact, comment, caution, details), failed=False)

    def show_freeze(self, offered: bool, enabled: bool) -> None:
        """Whether the server can be frozen now, or could be in this race."""
        self._offers_freeze = offered
        self.freeze.setVisible(offered and not self.look.stage)
        self.freeze.setEnabled(enabled)

    def show_failure(self, name: str, sentence: str, last_lines: tuple[str, ...]) -> None:
        """What happened to the lane's server, and what it said last."""
        self.output.setText("\n".join(last_lines[-_LINES_SHOWN:]))
        self.output.setToolTip("\n".join(last_lines))
        self._show((name, sentence, "", "", ""), failed=True)
        self.more.setVisible(bool(last_lines))
        self.more.setToolTip("\n".join(last_lines[-4:]) or self.more.toolTip())

    def _show(self, words: tuple[str, str, str, str, str], failed: bool) -> None:
        if not failed and self._failed:
            self.more.setChecked(False)
            self.more.hide()
        before = (self._name, self._fact, self._comment, self._caution, self._details)
        if (words, failed) != (before, self._failed):
            self._name, self._fact, self._comment, self._caution, self._details = words
            self._failed = failed
            self.relook()

    def _unfold(self, on: bool) -> None:
        self.output.setVisible(on)
        self.more.setText("Hide its output" if on else "Show its output")

    def set_look(self, look: Style) -> None:
        self._column.setContentsMargins(look.px(18), 4, look.px(8), 4)
        # With its buttons or without: nothing jumps.
        self.setMinimumHeight(look.px(_HEIGHT_ON_STAGE if look.stage else _HEIGHT))
        self._words.setFont(look.font(CONTROL))
        self.freeze.setIcon(icon("freeze", look.theme.muted, look.factor))
        self.freeze.setIconSize(icon_size(look.factor))
        super().set_look(look)

    def relook(self) -> None:
        theme = self.look.theme
        self.restart.setVisible(self._failed and self.look.stage)
        self.freeze.setVisible(self._offers_freeze and not self.look.stage)
        colour = theme.failure if self._failed else theme.text
        fact, comment = self._fitting()
        whole = (fact, comment) == (self._fact, self._comment)
        lines = ("" if whole else self.text, self._details)
        self.setToolTip("\n".join(each for each in lines if each))
        name, caution = escape(self._name), escape(self._caution)
        self._words.setText(
            f"{strong(name, theme.lane(self._lane))}&nbsp; "
            + (f"{strong(caution, theme.caution)}&nbsp; " if caution else "")
            + f'<span style="color:{colour}">{escape(fact)}</span> '
            f'<span style="color:{theme.muted}">{escape(comment)}</span>'
        )
        self._words.setAccessibleDescription(self.text)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.freeze.setText("Freeze 1 s" if self.width() >= _ROOMY else "")
        self.relook()

    def _fitting(self) -> tuple[str, str]:
        """As much of fact and comment as fits on the line: charts must not jump.

        What is left out stands in the tooltip. A failure is always shown in full.
        """
        brief = self._brief or self._fact
        forms = (self._fact, self._comment), (self._fact, ""), (brief, "")
        if self._failed or not self._fact:
            return forms[0]
        fitting = next((form for form in forms if self._room(*form) > 0), None)
        if fitting is not None:
            return fitting
        metrics = QFontMetricsF(self.look.font(CONTROL))
        room = self._room("", "")
        return metrics.elidedText(brief, Qt.TextElideMode.ElideRight, max(0.0, room)), ""

    def _room(self, fact: str, comment: str) -> float:
        """What these would leave on the line, in pixels."""
        bold = QFontMetricsF(self.look.font(CONTROL, SEMIBOLD)).horizontalAdvance(self._name)
        plain = QFontMetricsF(self.look.font(CONTROL)).horizontalAdvance(
            f"  {self._caution}   {fact} {comment} "
        )
        taken = self.look.px(_ROOM_TAKEN) + (
            0 if self.freeze.isHidden() else self.freeze.sizeHint().width()
        )
        return self.width() - bold - plain - taken

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        card = QPainterPath()
        card.addRoundedRect(box, CARD_RADIUS, CARD_RADIUS)
        painter.fillPath(card, QColor(theme.card))
        painter.setClipPath(card)
        painter.fillRect(
            QRectF(0, 0, self.look.px(_BAR), self.height()), QColor(theme.lane(self._lane))
        )
        painter.setClipping(False)
        painter.setPen(QColor(theme.failure if self._failed else theme.border))
        painter.drawPath(card)
        painter.end()
