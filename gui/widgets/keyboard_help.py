"""What the keys do: an overlay that any key or click takes away, and that key does nothing else."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, MEDIUM, SEMIBOLD, TITLE
from gui.widgets.shortcuts import Shortcut

_MODIFIERS = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
)

_COLUMNS, _EDGE, _WIDEST = 2, 12, 1240
_TYPE_SHARES = (1.0, 0.93, 0.86, 0.79, 0.72, 0.65, 0.58, 0.5)
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_COMES_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Another window, or a menu, has the keyboard for a while."""


class KeyboardHelp(Styled, QWidget):
    """Covers its parent while it is shown."""

    def __init__(self, parent: QWidget, shortcuts: Sequence[Shortcut]) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keyboard help")
        self._covered = parent
        self._before: QWidget | None = None
        self._card = QFrame(self)
        self._card.setObjectName("card")
        column = QVBoxLayout(self)
        column.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
        self._grid = grid = QGridLayout(self._card)
        grid.setContentsMargins(28, 20, 28, 20)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        self._title = QLabel("Keyboard", self._card)
        grid.addWidget(self._title, 0, 0, 1, 2)
        self._keys, self._actions = [], []
        rows = math.ceil(len(shortcuts) / _COLUMNS)
        for number, shortcut in enumerate(shortcuts):
            side, row = divmod(number, rows)
            self._keys.append(QLabel(shortcut.label, self._card))
            self._actions.append(QLabel(shortcut.help, self._card))
            self._actions[-1].setWordWrap(True)
            self._keys[-1].setObjectName("key")
            grid.addWidget(self._keys[-1], row + 1, 2 * side, _AT_LEFT)
            grid.addWidget(self._actions[-1], row + 1, 2 * side + 1)
        for side in range(_COLUMNS):
            grid.setColumnStretch(2 * side + 1, 1)
        parent.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Open the list of keys over the window, or close it."""
        if self.isVisible():
            self.leave()
            return
        self._before = self.window().focusWidget()
        self._cover()
        self.show()
        self.raise_()
        self.setFocus()

    def leave(self) -> None:
        """Go, and give the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab closes it like any key: below the veil it would reach a button that nobody sees."""
        self.leave()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it when another widget takes the keyboard: keys would act below the veil."""
        super().focusOutEvent(event)
        if event.reason() not in _COMES_BACK:
            self.hide()

    def set_look(self, look: Style) -> None:
        super().set_look(look)
        if self.isVisible():  # else it fits when it is shown: 24 ms of a window that opens
            self._fit()

    def _cover(self) -> None:
        """Lie over the whole of the parent."""
        self.setGeometry(self._covered.rect())
        self._fit()

    def _fit(self) -> None:
        """Show all rows whole: type gets smaller until they fit into the window."""
        width = min(self.width() - 2 * _EDGE, self.look.px(_WIDEST))
        for share in _TYPE_SHARES:
            self._set_type(share)
            height = self._grid.totalHeightForWidth(width)
            if height <= self.height() - 2 * _EDGE:
                break
        self._card.setFixedSize(max(width, 1), height)

    def _set_type(self, share: float) -> None:
        look = self.look
        self._title.setFont(look.font(round((TITLE + 3) * share), SEMIBOLD))
        for key, action in zip(self._keys, self._actions, strict=True):
            key.setFont(look.font(round(CONTROL * share), MEDIUM))
            action.setFont(look.font(round(CONTROL * share)))
        self._grid.invalidate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._cover()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut of what lies below acts
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _MODIFIERS:  # Shift comes before the question mark
            self.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(self.look.theme.background)
        veil.setAlphaF(0.82)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.end()
