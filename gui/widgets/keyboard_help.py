"""What the keys do: an overlay that any key or click takes away, and that key does nothing else."""

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
        grid = QGridLayout(self._card)
        grid.setContentsMargins(32, 28, 32, 28)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(10)
        self._title = QLabel("Keyboard", self._card)
        grid.addWidget(self._title, 0, 0, 1, 2)
        self._keys, self._actions = [], []
        for row, shortcut in enumerate(shortcuts, start=1):
            self._keys.append(QLabel(shortcut.label, self._card))
            self._actions.append(QLabel(shortcut.help, self._card))
            self._keys[-1].setObjectName("key")
            grid.addWidget(self._keys[-1], row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(self._actions[-1], row, 1)
        parent.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Open the list of keys over the window, or close it."""
        if self.isVisible():
            self.leave()
            return
        self._before = self.window().focusWidget()
        self.setGeometry(self._covered.rect())
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
        self._title.setFont(look.font(TITLE + 3, SEMIBOLD))
        for key, action in zip(self._keys, self._actions, strict=True):
            key.setFont(look.font(CONTROL, MEDIUM))
            action.setFont(look.font(CONTROL))
        super().set_look(look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._covered.rect())
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
