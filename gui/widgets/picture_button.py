"""The menu that saves a race: a picture of a layout, size and theme, or in another form."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget, QWidgetAction

from gui.style.icons import draw
from gui.style.theme import CONTROL
from gui.widgets.check_menu import CheckMenu
from gui.widgets.pick_button import CHEVRON, GAP, HEIGHT, PADDING, MenuButton
from loadgen.export.picture_layout import PictureLayout

SCALES = (1, 2, 4)
LONGEST_TITLE = 120
_FIELD_MARGINS = (30, 6, 14, 6)
_ICON = 18
_TITLE = "Picture"


class PictureButton(MenuButton):
    """``theme_choice`` is ``window``, ``light`` or ``dark``, ``layout_choice`` a layout's key."""

    save_asked = Signal(int)
    save_as_asked = Signal()
    copy_asked = Signal()

    def __init__(self, layouts: Sequence[PictureLayout], parent: QWidget | None = None) -> None:
        hint = "Save or copy a picture of this race, or save its data. (Ctrl+S, Ctrl+C)"
        super().__init__(_TITLE, hint, CheckMenu(), parent)
        self.drop.setToolTipsVisible(True)
        self.theme_choice, self.layout_choice = "window", layouts[0].key
        self._title = _TITLE
        self._layouts = {each.key: each for each in layouts}
        self._sizes: dict[int, QAction] = {}
        for scale in SCALES:
            self._sizes[scale] = self._add("", "Save it among your pictures.")
            self._sizes[scale].triggered.connect(partial(self._save, scale))
        self._add(
            "Save as…", "Choose the form, the folder and the name: a picture, data or a report."
        ).triggered.connect(lambda: self.save_as_asked.emit())
        self._add("Copy\tCtrl+C", "Copy it to the clipboard.").triggered.connect(
            lambda: self.copy_asked.emit()
        )
        self.drop.addSeparator()
        self._of_layout = self._add_choices(
            [(each.key, each.title.capitalize(), each.hint) for each in layouts], self.set_layout
        )
        self.title = self._add_title_field()
        self.drop.addSeparator()
        of_theme = "The colours of the picture."
        themes = ("window", "As the window"), ("light", "Light"), ("dark", "Dark")
        self._of_theme = self._add_choices(
            [(key, title, of_theme) for key, title in themes], self._set_theme
        )
        self._of_theme[self.theme_choice].setChecked(True)
        self.set_layout(self.layout_choice)

    def _add(self, text: str, hint: str) -> QAction:
        action = self.drop.addAction(text)
        action.setToolTip(hint)
        return action

    def _add_choices(
        self, choices: Iterable[tuple[str, str, str]], choose: Callable[[str], None]
    ) -> dict[str, QAction]:
        """Entries of which one is checked, from keys, titles and hints."""
        group, made = QActionGroup(self), {}
        for key, title, hint in choices:
            action = made[key] = self._add(title, hint)
            action.setCheckable(True)
            action.triggered.connect(partial(choose, key))
            group.addAction(action)
        return made

    def _add_title_field(self) -> QLineEdit:
        place = QWidget(self.drop)
        room = QVBoxLayout(place)
        room.setContentsMargins(*_FIELD_MARGINS)
        field = QLineEdit(place)
        room.addWidget(field)
        field.setMaxLength(LONGEST_TITLE)
        field.setPlaceholderText("Your own title")
        field.setAccessibleName("Title of the picture")
        field.setToolTip("Stands above the verdict in the picture of this race.")
        place.setFocusProxy(field)
        field.returnPressed.connect(self.drop.close)
        entry = QWidgetAction(self.drop)
        entry.setDefaultWidget(place)
        self.drop.addAction(entry)
        return field

    def _save(self, scale: int) -> None:
        self.save_asked.emit(scale)

    def _set_theme(self, key: str) -> None:
        self.theme_choice = key

    def set_layout(self, key: str) -> None:
        """Save and copy pictures in this layout; one that is not known is left as it was."""
        if key not in self._layouts:
            return
        self.layout_choice = key
        self._of_layout[key].setChecked(True)
        form = self._layouts[key]
        for scale, action in self._sizes.items():
            keys = "\tCtrl+S" if scale == 1 else ""
            action.setText(f"Save, {form.width * scale} × {form.height * scale}{keys}")

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
