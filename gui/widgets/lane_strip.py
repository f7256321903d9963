"""Why a lane is as fast as it is; or what became of its server, with its last words."""

from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.theme import CARD_RADIUS, CONTROL, SEMIBOLD
from gui.widgets.look import Look, Painted
from loadgen.frame import LaneId

_BAR = 4
_ROOM_TAKEN = 44
_LINES_SHOWN = 12


class LaneStrip(Painted, QWidget):
    """A card with the lane's colour at its edge. On stage, where there is no chip, it has the
    button that restarts the lane.
    """

    restart_asked = Signal()

    def __init__(self, lane: LaneId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane: LaneId = lane
        self._name = self._fact = self._comment = ""
        self._failed = False
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
        self.restart.setToolTip("Start this lane's server anew; the other lane goes on.")
        self.restart.clicked.connect(self.restart_asked)
        self.restart.hide()
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
        row.addWidget(self.restart)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 9, 14, 9)
        column.addLayout(row)
        column.addWidget(self.output)

    @property
    def text(self) -> str:
        """What it says, as it is read aloud."""
        return " ".join(part for part in (self._name, self._fact, self._comment) if part)

    def show_words(self, name: str, fact: str, comment: str = "") -> None:
        """All is well: what limits this lane now, and what that means."""
        self._show(name, fact, comment, failed=False)

    def show_failure(self, name: str, sentence: str, last_lines: tuple[str, ...]) -> None:
        """What happened to the lane's server, and what it said last."""
        self.output.setText("\n".join(last_lines[-_LINES_SHOWN:]))
        self.output.setToolTip("\n".join(last_lines))
        self._show(name, sentence, "", failed=True)
        self.more.setVisible(bool(last_lines))
        self.more.setToolTip("\n".join(last_lines[-4:]) or self.more.toolTip())

    def _show(self, name: str, fact: str, comment: str, failed: bool) -> None:
        if not failed and self._failed:
            self.more.setChecked(False)
            self.more.hide()
        if (name, fact, comment, failed) != (self._name, self._fact, self._comment, self._failed):
            self._name, self._fact, self._comment, self._failed = name, fact, comment, failed
            self.relook()

    def _unfold(self, on: bool) -> None:
        self.output.setVisible(on)
        self.more.setText("Hide its output" if on else "Show its output")

    def set_look(self, look: Look) -> None:
        self._words.setFont(look.font(CONTROL))
        super().set_look(look)

    def relook(self) -> None:
        theme = self.look.theme
        self.restart.setVisible(self._failed and self.look.stage)
        name, fact, comment = (escape(part) for part in (self._name, self._fact, self._comment))
        colour = theme.failure if self._failed else theme.text
        # Charts must not jump: what does not fit on the line is left to the tooltip.
        fits = self._failed or self._fits()
        self.setToolTip("" if fits else self.text)
        self._words.setText(
            f'<b style="color:{theme.text}">{name}</b>&nbsp; '
            f'<span style="color:{colour}">{fact}</span> '
            f'<span style="color:{theme.muted}">{comment if fits else ""}</span>'
        )
        self._words.setAccessibleDescription(self.text)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.relook()

    def _fits(self) -> bool:
        bold = QFontMetricsF(self.look.font(CONTROL, SEMIBOLD)).horizontalAdvance(self._name)
        plain = QFontMetricsF(self.look.font(CONTROL)).horizontalAdvance(
            f"  {self._fact} {self._comment} "
        )
        return bold + plain + _ROOM_TAKEN < self.width()

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
