"""A menu whose entries say on a second line what they are about."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from gui.style.icons import draw
from gui.style.style import Styled
from gui.style.theme import CONTROL, MEDIUM, REGULAR, SMALL, mix

_LEFT, _RIGHT, _CHECK, _MORE = 38, 18, 16, 14
_TITLE_AT, _DETAIL_AT = 0.33, 0.70


class Pick(NamedTuple):
    """One thing to choose. ``detail`` stands below it in the menu, ``hint`` is its tooltip.

    ``refused`` is why it cannot be chosen; it then stands in place of both.
    """

    key: str
    title: str
    detail: str = ""
    hint: str = ""
    refused: str = ""


class PickMenu(Styled, QMenu):
    """One exclusive entry for each pick.

    Qt lays it out and follows keys and pointer; only the painting is ours, since Qt knows no second
    line.
    """

    def __init__(self, picks: Sequence[Pick], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self.setObjectName("details" if any(pick.detail for pick in picks) else "picks")
        group = QActionGroup(self)
        self._picks = {pick.key: pick for pick in picks}
        self._details: dict[QAction, str] = {}
        self.entries: dict[str, QAction] = {}
        for pick in picks:
            action = QAction(pick.title, self)
            action.setCheckable(True)
            action.setData(pick.key)
            group.addAction(action)
            self.addAction(action)
            self.entries[pick.key] = action
            self.refuse(pick.key, pick.refused)

    @property
    def chosen(self) -> QAction | None:
        """The entry that is checked; None where none is."""
        return next((each for each in self.entries.values() if each.isChecked()), None)

    def refuse(self, key: str, reason: str) -> None:
        """That pick cannot be chosen for this reason; empty when it can."""
        pick, action = self._picks[key], self.entries[key]
        action.setEnabled(not reason)
        action.setToolTip(reason or pick.hint or pick.detail or pick.title)
        self._details[action] = reason or pick.detail

    def sizeHint(self) -> QSize:
        title = QFontMetricsF(self.look.font(CONTROL, MEDIUM))
        detail = QFontMetricsF(self.look.font(SMALL))
        widest = max(
            max(title.horizontalAdvance(action.text()), detail.horizontalAdvance(words))
            for action, words in self._details.items()
            if action.isVisible()
        )
        room = round(widest) + self.look.px(_LEFT + _RIGHT) + 12
        return QSize(max(room, self.minimumWidth()), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.raised))
        painter.setPen(QColor(theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for action in filter(QAction.isVisible, self._details):
            box = QRectF(self.actionGeometry(action))
            box.setRight(self.width() - box.left())
            self._paint_entry(painter, action, box)
        self._paint_hidden(painter)
        painter.end()

    @property
    def hidden_entries(self) -> tuple[bool, bool]:
        """Whether entries are beyond the upper and the lower edge of a menu that scrolls."""
        boxes = [self.actionGeometry(each) for each in self.actions() if each.isVisible()]
        return boxes[0].top() < 0, boxes[-1].bottom() >= self.height()

    def _paint_hidden(self, painter: QPainter) -> None:
        """An arrow at each edge beyond which there are entries."""
        theme, height = self.look.theme, self.look.px(_MORE)
        for edge, is_hidden in zip((-1, 1), self.hidden_entries, strict=True):
            if not is_hidden:
                continue
            painter.save()
            painter.translate(self.width() / 2, self.height() if edge > 0 else 0)
            painter.scale(1, edge)
            strip = QRectF(1 - self.width() / 2, -height, self.width() - 2, height - 1)
            painter.fillRect(strip, QColor(theme.raised))
            arrow = QRectF(-height / 2, -height, height, height)
            draw(painter, "chevron", arrow, theme.text)
            painter.restore()

    def _paint_entry(self, painter: QPainter, action: QAction, box: QRectF) -> None:
        look, theme = self.look, self.look.theme
        if action is self.activeAction() and action.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mix(theme.raised, theme.text, 0.12)))
            painter.drawRoundedRect(box, 7, 7)
        detail = self._details[action]
        middle = box.top() + box.height() * (_TITLE_AT if detail else 0.5)
        if action.isChecked():
            size = look.px(_CHECK)
            at = QRectF(box.left() + look.px(10), middle - size / 2, size, size)
            draw(painter, "check", at, theme.text)
        colour = theme.text if action.isEnabled() else theme.muted
        self._write(painter, action.text(), box, middle, colour, CONTROL)
        lower = box.top() + box.height() * _DETAIL_AT
        self._write(painter, detail, box, lower, theme.muted, SMALL)

    def _write(
        self, painter: QPainter, text: str, box: QRectF, middle: float, colour: str, size: int
    ) -> None:
        painter.setFont(self.look.font(size, MEDIUM if size == CONTROL else REGULAR))
        painter.setPen(QColor(colour))
        line = QRectF(box.left() + self.look.px(_LEFT) - 6, middle - 20, box.width(), 40)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
