"""Who races in a lane, and how its server is: the chip at the top."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gui.style.icons import icon, icon_size
from gui.style.style import Style, Styled
from gui.style.theme import SEMIBOLD, SMALL, TITLE
from gui.widgets.pick_button import CHEVRON, GAP, PADDING, MenuButton
from gui.widgets.pick_menu import Pick, PickMenu
from loadgen.model.frame import LaneId, LaneState
from servers.catalog.race_catalog import RACE_VARIANTS
from servers.catalog.server_variant import ServerVariant

DOT = 12
HEIGHT = 52
_ALARMED = ("failed", "unresponsive", "failing")
_AT_REST = ("idle", "ready", "running")
_WIDTH, _NARROWEST = 300, 108


def _about(variant: ServerVariant) -> str:
    return f"{variant.subtitle}. {variant.teaches}"


class LaneButton(MenuButton):
    """Two lines: who it is with what settings, and how it is. Red when it failed.

    Where the settings find no room beside the name they have the second line while all is well: how
    it is, stands in the tooltip then.
    """

    picked = Signal(str)

    def __init__(self, lane: LaneId, parent: QWidget | None = None) -> None:
        name = f"Lane {lane.upper()}"
        menu = PickMenu(
            [
                Pick(each.key, each.title, _about(each), refused=each.unavailable())
                for each in RACE_VARIANTS
            ]
        )
        super().__init__(name, f"Choose the server of lane {lane.upper()}.", menu, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.lane: LaneId = lane
        self._title = self._settings = ""
        self._state: LaneState = "idle"
        self._text = ""
        self._actions = menu.entries
        self.drop.triggered.connect(lambda action: self.picked.emit(str(action.data())))

    def show_variant(self, key: str, title: str, settings: str) -> None:
        """Show variant and settings that were chosen elsewhere."""
        self._actions[key].setChecked(True)
        if (title, settings) != (self._title, self._settings):
            self._title, self._settings = title, settings
            self._describe()
            self.relook()

    def show_state(self, state: LaneState, text: str) -> None:
        """How the lane is, and in words; a long sentence is cut here, and whole in the strip."""
        if (state, text) != (self._state, self._text):
            self._state, self._text = state, text
            self._describe()
            self.update()

    @property
    def state_text(self) -> str:
        """The lane's state in words."""
        return self._text

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self._title}, {self._settings}. {self._text}")
        who = " · ".join(filter(None, (self._title, self._settings)))
        tip = f"Choose the server of lane {self.lane.upper()}."
        self.setToolTip("\n".join(filter(None, (who, self._text, tip))))

    @property
    def lines(self) -> tuple[str, str, str]:
        """What stands beside what on the first line, and what on the second."""
        taken = self.look.px(PADDING + DOT + 3 * GAP + CHEVRON + PADDING)
        if not self._settings or self._words_width() + taken <= self.width():
            return self._title, self._settings, self._text
        below = self._settings if self._state in _AT_REST else self._text
        return self._title, "", below

    def _words_width(self) -> int:
        title = QFontMetricsF(self.look.font(TITLE, SEMIBOLD)).horizontalAdvance(self._title)
        beside = QFontMetricsF(self.look.font(SMALL)).horizontalAdvance(self._settings)
        return math.ceil(title + beside)

    def sizeHint(self) -> QSize:
        """The same for all variants."""
        return QSize(self.look.px(_WIDTH), self.look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(_NARROWEST), self.look.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, theme = QPainter(self), self.look, self.look.theme
        alarmed = self._state in _ALARMED
        self.paint_frame(painter, theme.failure if alarmed else "")
        upper, lower = self.height() * 0.34, self.height() * 0.70
        self._paint_dot(painter, upper)
        self.paint_chevron(painter, upper)
        left = look.px(PADDING + DOT + GAP)
        right = self.width() - look.px(PADDING + CHEVRON + GAP / 2)
        title, beside, below = self.lines
        after = self._line(
            painter, left, right, upper, title, colour=theme.text, size=TITLE, bold=True
        )
        self._line(
            painter, after + look.px(GAP), right, upper, beside, colour=theme.muted, size=SMALL
        )
        colour = theme.failure if alarmed else theme.muted
        right = self.width() - look.px(PADDING)
        self._line(painter, left, right, lower, below, colour=colour, size=SMALL)
        painter.end()

    def _line(
        self,
        painter: QPainter,
        left: float,
        right: float,
        middle: float,
        text: str,
        *,
        colour: str,
        size: int,
        bold: bool = False,
    ) -> float:
        """Text around ``middle``, cut where there is no room for it; returns where it ends."""
        face = self.look.font(size, SEMIBOLD) if bold else self.look.font(size)
        metrics = QFontMetricsF(face)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, right - left))
        painter.setFont(face)
        painter.setPen(QColor(colour))
        box = QRectF(left, middle - metrics.height(), max(0.0, right - left), 2 * metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return left + metrics.horizontalAdvance(shown)

    def _paint_dot(self, painter: QPainter, middle: float) -> None:
        size, left = self.look.px(DOT), self.look.px(PADDING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.look.theme.lane(self.lane)))
        if self.lane == "a":
            painter.drawEllipse(QPointF(left + size / 2, middle), size / 2, size / 2)
        else:
            painter.drawRoundedRect(QRectF(left, middle - size / 2, size, size), 2, 2)


class LaneChip(Styled, QWidget):
    """The lane's button, which makes room for "Restart" once its server failed.

    As wide as there is room for, for all variants: its neighbours do not move.
    """

    picked = Signal(str)
    restart_asked = Signal()

    def __init__(self, lane: LaneId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Gives way where there is little room, and takes none that it does not need.
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button = LaneButton(lane, self)
        self.restart = QPushButton("Restart", self)
        self.restart.setObjectName("alarm")
        self.restart.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.restart.setAccessibleName(f"Restart lane {lane.upper()}")
        self.restart.setToolTip("Restart this lane's server; the other lane goes on.")
        self.restart.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.button, 1)
        row.addWidget(self.restart)
        self.button.picked.connect(self.picked)
        self.restart.clicked.connect(self.restart_asked)

    def show_state(self, state: LaneState, text: str, can_restart: bool) -> None:
        """Show the lane's state, and the button that restarts where that helps."""
        self.button.show_state(state, text)
        self.restart.setVisible(can_restart)

    def sizeHint(self) -> QSize:
        return self.button.sizeHint()

    def be_brief(self, brief: bool) -> None:
        """Only the icon of "Restart", where there is little room."""
        self.restart.setText("" if brief else "Restart")

    def set_look(self, look: Style) -> None:
        super().set_look(look)
        self.restart.setIcon(icon("restart", look.theme.failure, look.factor))
        self.restart.setIconSize(icon_size(look.factor))
