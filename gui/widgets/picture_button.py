"""The menu that saves a race: a picture of three sizes, light or dark, or in another form."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from gui.style.icons import draw
from gui.style.theme import CONTROL
from gui.widgets.pick_button import CHEVRON, GAP, HEIGHT, PADDING, MenuButton

SIZES = ((1, "1920 × 1080"), (2, "3840 × 2160"), (4, "7680 × 4320"))
_ICON = 18
_TITLE = "Picture"


class PictureButton(MenuButton):
    """``theme_choice`` is ``window``, ``light`` or ``dark``."""

    save_asked = Signal(int)
    save_as_asked = Signal()
    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        hint = "Save or copy a picture of this race, or save its data. (Ctrl+S, Ctrl+C)"
        super().__init__(_TITLE, hint, QMenu(), parent)
        self.drop.setToolTipsVisible(True)
        self.theme_choice = "window"
        self._title = _TITLE
        for scale, size in SIZES:
            keys = "\tCtrl+S" if scale == 1 else ""
            self._add(f"Save, {size}{keys}", "Save it among your pictures.").triggered.connect(
                partial(self._save, scale)
            )
        self._add(
            "Save as…", "Choose the form, the folder and the name: a picture, data or a report."
        ).triggered.connect(lambda: self.save_as_asked.emit())
        self._add("Copy\tCtrl+C", "Copy it to the clipboard.").triggered.connect(
            lambda: self.copy_asked.emit()
        )
        self.drop.addSeparator()
        group = QActionGroup(self)
        for key, title in (("window", "As the window"), ("light", "Light"), ("dark", "Dark")):
            action = self._add(title, "The colours of the picture.")
            action.setCheckable(True)
            action.setChecked(key == self.theme_choice)
            action.triggered.connect(partial(self._choose, key))
            group.addAction(action)

    def _add(self, text: str, hint: str) -> QAction:
        action = self.drop.addAction(text)
        action.setToolTip(hint)
        return action

    def _save(self, scale: int) -> None:
        self.save_asked.emit(scale)

    def _choose(self, key: str) -> None:
        self.theme_choice = key

    def be_brief(self, brief: bool) -> None:
        """Only the icon, where there is little room."""
        title = "" if brief else _TITLE
        if title != self._title:
            self._title = title
            self.relook()

    def sizeHint(self) -> QSize:
        look = self.look
        words = QFontMetricsF(look.font(CONTROL)).horizontalAdvance(self._title)
        width = round(words) + look.px(2 * PADDING + 2 * GAP + CHEVRON + _ICON)
        return QSize(width, look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        self.paint_frame(painter)
        size, left = look.px(_ICON), look.px(PADDING)
        colour = look.theme.text if self.isEnabled() else look.theme.muted
        draw(painter, "picture", QRectF(left, (self.height() - size) / 2, size, size), colour)
        painter.setFont(look.font(CONTROL))
        painter.setPen(QColor(colour))
        box = QRectF(self.rect()).adjusted(left + size + look.px(GAP), 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._title)
        self.paint_chevron(painter, self.height() / 2)
        painter.end()
