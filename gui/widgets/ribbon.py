"""Says of what race the charts are when the controls already say another."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.style.style import Styled
from gui.style.theme import CONTROL, MEDIUM, mix
from gui.widgets.accessibility import announce

_HEIGHT, _PADDING = 30, 16


class Ribbon(Styled, QWidget):
    """One line of text on a pill, which lies over what it is of."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("What the charts are of")
        self.hide()

    def show_text(self, text: str) -> None:
        """Show the text; hide where there is none."""
        if text != self.text:
            self.text = text
            self.setAccessibleDescription(text)
            if text:
                announce(self, text)
            self.update()
        self.setVisible(bool(text))

    def place(self, over: QRectF, middle_y: float) -> None:
        """In the middle of ``over``, at that height, both in the parent's pixels."""
        width = min(self.sizeHint().width(), round(over.width()))
        height = self.sizeHint().height()
        left = round(over.center().x() - width / 2)
        self.setGeometry(left, round(middle_y - height / 2), width, height)
        self.raise_()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.look.font(CONTROL, MEDIUM)).horizontalAdvance(self.text)
        return QSize(math.ceil(width) + 2 + 2 * self.look.px(_PADDING), self.look.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.caution), 1))
        painter.setBrush(QColor(mix(theme.raised, theme.caution, 0.12)))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        face = self.look.font(CONTROL, MEDIUM)
        room = box.width() - 2 * self.look.px(_PADDING)
        text = QFontMetricsF(face).elidedText(self.text, Qt.TextElideMode.ElideRight, room + 1)
        painter.setFont(face)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
