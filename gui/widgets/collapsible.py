"""The head of a section that is folded away until somebody wants it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from gui.style.icons import draw
from gui.style.style import Styled, draw_focus
from gui.style.theme import SEMIBOLD, SMALL

_CHEVRON = 12


class Collapsible(Styled, QPushButton):
    """``toggled`` says whether the section is open. Closed, it says in brief what is in it."""

    def __init__(self, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._brief = title, ""
        self._alert = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setToolTip(hint)

    @property
    def brief(self) -> str:
        """What the header says of the section while it is closed."""
        return self._brief

    def show_brief(self, text: str, alert: bool = False) -> None:
        """``alert`` is for what must be known: it is not as usual."""
        if (text, alert) != (self._brief, self._alert):
            self._brief, self._alert = text, alert
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(200), self.look.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, theme = QPainter(self), self.look, self.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = QFont(look.font(SMALL, SEMIBOLD))
        face.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1)
        painter.setFont(face)
        painter.setPen(QColor(theme.text if self.underMouse() else theme.muted))
        box = QRectF(self.rect()).adjusted(2, 0, -look.px(_CHEVRON + 12), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, middle, self._title.upper())
        box.setLeft(box.left() + QFontMetricsF(face).horizontalAdvance(self._title.upper()) + 14)
        if not self.isChecked():
            face = look.font(SMALL)
            right = Qt.TextElideMode.ElideRight
            brief = QFontMetricsF(face).elidedText(self._brief, right, box.width())
            painter.setFont(face)
            painter.setPen(QColor(theme.caution if self._alert else theme.muted))
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, brief)
        self._paint_chevron(painter)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, look)
        painter.end()

    def _paint_chevron(self, painter: QPainter) -> None:
        size = self.look.px(_CHEVRON)
        painter.save()
        painter.translate(self.width() - size / 2 - 6, self.height() / 2)
        painter.rotate(180 if self.isChecked() else 0)
        box = QRectF(-size / 2, -size / 2, size, size)
        draw(painter, "chevron", box, self.look.theme.muted)
        painter.restore()
