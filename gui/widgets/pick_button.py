"""A button that shows what is chosen, and opens a menu below itself to choose another."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from gui.style.icons import draw
from gui.style.style import Styled, draw_focus
from gui.style.theme import CONTROL, SEMIBOLD, SMALL, mix
from gui.widgets.menu_number import MenuNumber
from gui.widgets.pick_menu import Pick, PickMenu
from servers.catalog.parameter import Parameter

PADDING, GAP, CHEVRON = 14, 8, 12
HEIGHT = 40
RADIUS = 10


class MenuButton(Styled, QPushButton):
    """A button with a chevron that opens ``menu`` without waiting for it."""

    def __init__(self, name: str, hint: str, drop: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(hint)
        self.set_menu(drop)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open)

    def set_menu(self, drop: QMenu) -> None:
        """Open this menu from now on."""
        drop.setParent(self, drop.windowFlags())
        drop.setAccessibleName(self.accessibleName())
        self.drop = drop

    def _open(self) -> None:
        self.drop.setMinimumWidth(self.width())
        self.drop.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        # The arrow keys begin at what is chosen.
        if isinstance(self.drop, PickMenu) and self.drop.chosen is not None:
            self.drop.setActiveAction(self.drop.chosen)

    def paint_frame(self, painter: QPainter, border: str = "") -> None:
        """The plate of the button, with the ring when it has the keyboard."""
        theme, box = self.look.theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        lit = self.underMouse() or self.drop.isVisible()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(border or theme.border))
        painter.setBrush(QColor(mix(theme.raised, theme.text, 0.06) if lit else theme.raised))
        painter.drawRoundedRect(box, self.look.px(RADIUS), self.look.px(RADIUS))
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), self.look.px(RADIUS), self.look)

    def paint_chevron(self, painter: QPainter, middle_y: float) -> None:
        """Paint the sign of a menu at the right end, around ``middle_y``."""
        size = self.look.px(CHEVRON)
        left = self.width() - self.look.px(PADDING) - size + 2
        draw(
            painter, "chevron", QRectF(left, middle_y - size / 2, size, size), self.look.theme.muted
        )


class PickButton(MenuButton):
    """``picked`` brings the key that a person chose. ``caption`` stands muted before the choice.

    A ``steady`` one is as wide as its widest pick needs, so that what stands beside it stays where
    it is.
    """

    picked = Signal(str)

    def __init__(
        self,
        caption: str,
        picks: Sequence[Pick],
        hint: str,
        parent: QWidget | None = None,
        *,
        steady: bool = False,
    ) -> None:
        menu = PickMenu(picks)
        super().__init__(caption, hint, menu, parent)
        self._caption, self._title = caption, ""
        self._whole_caption = caption
        self._steady = steady
        self._take_menu(menu)

    def show_picks(self, picks: Sequence[Pick]) -> None:
        """Offer these instead."""
        before, menu = self.drop, PickMenu(picks)
        self.set_menu(menu)
        self._take_menu(menu)
        before.deleteLater()

    def _take_menu(self, menu: PickMenu) -> None:
        self._menu, self._actions = menu, menu.entries
        menu.triggered.connect(lambda action: self.picked.emit(str(action.data())))

    def add_number(self, title: str, parameter: Parameter) -> MenuNumber:
        """Offer a number of one's own below the picks."""
        return MenuNumber(title, parameter, self._menu)

    def show_pick(self, key: str, otherwise: str = "") -> None:
        """Show what is chosen; ``otherwise`` is its title when it is none of the picks."""
        chosen = self._actions.get(key)
        for action in self._actions.values():
            action.setChecked(action is chosen)
        self._title = chosen.text() if chosen else otherwise
        self.setAccessibleDescription(self._title)
        self.relook()

    def offer(self, key: str, offered: bool) -> None:
        """Whether that pick is to be had at present."""
        self._actions[key].setVisible(offered)

    def refuse(self, key: str, reason: str) -> None:
        """That pick cannot be chosen for this reason; empty when it can."""
        self._menu.refuse(key, reason)

    def be_brief(self, brief: bool) -> None:
        """Leave the caption out, where there is little room."""
        caption = "" if brief else self._whole_caption
        if caption != self._caption:
            self._caption = caption
            self.relook()

    def sizeHint(self) -> QSize:
        look = self.look
        measure = QFontMetricsF(look.font(CONTROL, SEMIBOLD)).horizontalAdvance
        titles = [action.text() for action in self._actions.values()] if self._steady else []
        words = max(measure(title) for title in (self._title, *titles))
        words += QFontMetricsF(look.font(SMALL)).horizontalAdvance(self._caption)
        gaps = 2 * GAP if self._caption else GAP
        return QSize(round(words) + look.px(2 * PADDING + gaps + CHEVRON), look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        self.paint_frame(painter)
        box = QRectF(self.rect()).adjusted(look.px(PADDING), 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(SMALL))
        painter.setPen(QColor(look.theme.muted))
        painter.drawText(box, middle, self._caption)
        if self._caption:
            used = painter.fontMetrics().horizontalAdvance(self._caption)
            box.setLeft(box.left() + used + look.px(GAP))
        painter.setFont(look.font(CONTROL, SEMIBOLD))
        painter.setPen(QColor(look.theme.text))
        painter.drawText(box, middle, self._title)
        self.paint_chevron(painter, self.height() / 2)
        painter.end()
