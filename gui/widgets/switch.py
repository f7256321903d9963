"""A switch: its name at the left, on or off at the right."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from gui.style.style import Styled, draw_focus
from gui.style.theme import CONTROL, mix

WIDTH, HEIGHT, KNOB = 36, 20, 14


class Switch(Styled, QPushButton):
    """A checkable button: ``clicked`` brings what a person made of it."""

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(hint)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(200), self.look.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, theme = QPainter(self), self.look, self.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(CONTROL))
        painter.setPen(QColor(theme.text if self.isEnabled() else theme.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()).adjusted(2, 0, 0, 0), middle, self.text())
        on = self.isChecked() and self.isEnabled()
        width, height = look.px(WIDTH), look.px(HEIGHT)
        track = QRectF(self.width() - width - 3, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.text if on else mix(theme.border, theme.muted, 0.22)))
        painter.drawRoundedRect(track, height / 2, height / 2)
        knob, inset = look.px(KNOB), (height - look.px(KNOB)) / 2
        left = track.right() - inset - knob if on else track.left() + inset
        painter.setBrush(QColor(theme.card if self.isEnabled() else theme.raised))
        painter.drawEllipse(QRectF(left, track.top() + inset, knob, knob))
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, look)
        painter.end()
