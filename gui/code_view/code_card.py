"""One lane's code with a heading: whose it is, where it stands, copy it, open it."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.code_view import external_editor
from gui.code_view.code_view import CodeView
from gui.code_view.side_by_side import Side
from gui.style.style import Style, Styled
from gui.style.text_layout import strong
from gui.style.theme import CARD_RADIUS, CONTROL, TICK, TITLE, lane_symbol
from gui.widgets.footer import CutLabel
from loadgen.model.frame import LaneId

_EDGE = 4


class CodeCard(Styled, QFrame):
    """``said`` brings a sentence about what was done, and whether it went wrong.

    ``brief`` leaves out the numbers of the lines, and what the lane teaches.
    """

    said = Signal(str, bool)

    def __init__(self, lane: LaneId, parent: QWidget | None = None, *, brief: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._lane: LaneId = lane
        self._brief = brief
        self._side = Side()
        self._name = ""
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.RichText)
        # The end of a path says more than its beginning.
        self._file = CutLabel(self, cut=Qt.TextElideMode.ElideLeft)
        self._file.setObjectName("muted")
        self._teaches = CutLabel(self)
        self._teaches.setObjectName("muted")
        self._teaches.setHidden(brief)
        whose = f"lane {lane.upper()}"
        self.copy = _quiet("Copy", f"Copy the code of {whose}", "Copy this whole file.", self)
        self.open = _quiet(
            "Open", f"Open the code of {whose}", "Open this file in your editor.", self
        )
        self.view = CodeView(f"Code of {whose}", self, numbered=not brief)
        self.copy.clicked.connect(self._copy)
        self.open.clicked.connect(self._open)
        self._arrange()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._file, 1)
        head.addWidget(self.copy)
        head.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE + 1, 4 if self._brief else 10, 6, 4 if self._brief else 8)
        column.setSpacing(2)
        column.addLayout(head)
        below = QHBoxLayout()
        below.setContentsMargins(14, 0, 0, 4)
        below.addWidget(self._teaches)
        column.addLayout(below)
        column.addWidget(self.view, 1)

    def show_side(self, side: Side, name: str, teaches: str) -> None:
        """Show one lane's handlers under ``name``, with what its variant teaches."""
        self._side, self._name = side, name
        self._file.show_text(side.title)
        self._teaches.show_text(teaches)
        self._show_buttons()
        self.view.show_side(side)
        self._show_title()

    def _show_buttons(self) -> None:
        for button in (self.copy, self.open):
            button.setHidden(self._side.path is None or self.look.stage)

    def _show_title(self) -> None:
        colour = self.look.theme.lane(self._lane)
        words = f"{lane_symbol(self._lane)} {escape(self._name)}"
        self._title.setText(strong(words, colour))

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(CONTROL if self._brief else TITLE))
        self._file.setFont(look.font(TICK))
        self._teaches.setFont(look.font(CONTROL))
        super().set_look(look)
        self._show_title()
        self._show_buttons()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.look.theme.lane(self._lane)))
        edge = self.rect().adjusted(0, CARD_RADIUS, 0, -CARD_RADIUS)
        painter.drawRoundedRect(0, edge.top(), _EDGE, edge.height(), 2, 2)
        painter.end()

    def _copy(self) -> None:
        """The whole file, whatever part of it is shown."""
        if self._side.path is None:
            return
        try:
            QGuiApplication.clipboard().setText(self._side.path.read_text("utf-8"))
        except OSError as error:
            self.said.emit(f"{self._side.title} cannot be read: {error.strerror}.", True)
        else:
            self.said.emit(f"{self._side.title} was copied.", False)

    def _open(self) -> None:
        if self._side.path is not None:
            trouble = external_editor.open_in_editor(self._side.path)
            self.said.emit(trouble or f"{self._side.title} opens in your editor.", bool(trouble))


def _quiet(title: str, name: str, hint: str, parent: QWidget) -> QPushButton:
    button = QPushButton(title, parent)
    button.setObjectName("quiet")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(name)
    button.setToolTip(hint)
    return button
