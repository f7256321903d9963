"""What a slider is called, and after it, muted, in what it counts."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, SMALL

_GAP = 6


class SliderTitle(Styled, QWidget):
    """One line that never widens the panel.

    Where there is no room the unit goes before the title is cut; the whole stands in the tooltip.
    """

    def __init__(self, title: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._unit = title, unit
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(f"{title}, {unit}" if unit else title)
        self.setToolTip(self.accessibleName())

    @property
    def needed(self) -> float:
        """The width at which all of it is shown, in pixels."""
        title, unit = self._faces()
        width = QFontMetricsF(title).horizontalAdvance(self._title)
        if self._unit:
            width += self.look.px(_GAP) + QFontMetricsF(unit).horizontalAdvance(self._unit)
        return width

    def _faces(self) -> tuple[QFont, QFont]:
        return self.look.font(CONTROL), self.look.font(SMALL)

    def sizeHint(self) -> QSize:
        return QSize(0, round(QFontMetricsF(self._faces()[0]).height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.look.theme
        face, small = self._faces()
        metrics = QFontMetricsF(face)
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, self.width())
        painter.setFont(face)
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(0, base), title)
        if self._unit and self.needed <= self.width():
            painter.setFont(small)
            painter.setPen(QColor(theme.muted))
            left = metrics.horizontalAdvance(title) + self.look.px(_GAP)
            painter.drawText(QPointF(left, base), self._unit)
        painter.end()

    def set_look(self, look: Style) -> None:
        super().set_look(look)
        self.setFixedHeight(self.sizeHint().height())
