"""One bar for the machine: who uses the processors, and what of them is idle; its sum is 100 %."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style.style import Styled
from gui.style.theme import SMALL
from gui.widgets.machine_painting import paint_bar, paint_words
from loadgen.timeline.machine_text import MachineShare, machine_details

_BAR = 6
_HEIGHT = 34
_LEAST_WIDTH = 150


class MachineBar(Styled, QWidget):
    """Words above a slim bar. Empty until something is known; the whole stands in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[MachineShare, ...] = ()
        self.setAccessibleName("Who uses the processors")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: tuple[MachineShare, ...], when: str) -> None:
        """All parts, as ``machine_shares`` makes them, none where nothing is known.

        ``when`` is the time that they are of.
        """
        if shares != self._shares:
            self._shares = shares
            self.setToolTip(machine_details(shares, when) if shares else "")
            self.setAccessibleDescription(self.toolTip())
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(_LEAST_WIDTH), self.look.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shares:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = self.look.px(_BAR)
        inset = (self.height() - self.look.px(_HEIGHT)) / 2 + self.look.px(3)
        words = QRectF(0, inset, self.width(), self.look.px(_HEIGHT - 6) - bar)
        size = self.look.px(SMALL)
        paint_words(painter, words, self._shares, self.look.theme, size)
        box = QRectF(0.5, words.bottom(), self.width() - 1, bar)
        paint_bar(painter, box, self._shares, self.look.theme)
        painter.end()
