"""How what paints itself looks: a theme, and the size of type."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.style.theme import DARK, REGULAR, Theme, font, stage_factor, stage_type

FOCUS_WIDTH = 2


@dataclass(frozen=True, slots=True)
class Style:
    """A theme at the desk, or on a stage of ``height`` pixels, which type and lengths follow."""

    theme: Theme = DARK
    stage: bool = False
    height: int = 1080

    @property
    def factor(self) -> float:
        """How much larger everything is than at the desk."""
        return stage_factor(self.height) if self.stage else 1.0

    @property
    def least_type(self) -> int:
        """No type is smaller, in pixels; 0 at the desk."""
        return stage_type(self.height) if self.stage else 0

    def px(self, size: float) -> int:
        """A length in pixels at this size of type."""
        return round(size * self.factor)

    def font(self, size: float, weight: QFont.Weight = REGULAR) -> QFont:
        """A font of that size in pixels, larger on stage."""
        return font(size, weight, self.factor)

    @property
    def focus(self) -> str:
        """The colour of the focus ring: of no lane, and of no failure."""
        return "#7cc4ff" if self.theme.is_dark else "#0b5fc4"


class Styled:
    """Mixed into widgets that paint themselves. ``relook`` is called after ``look`` has changed."""

    look = Style()

    def set_look(self, look: Style) -> None:
        """Take over theme and size; called again whenever either changes."""
        self.look = look
        self.relook()

    def relook(self) -> None:
        """Repaint after a change of ``look`` or of what is shown."""
        if isinstance(self, QWidget):
            self.updateGeometry()
            self.update()


def apply_style(root: QWidget, look: Style) -> None:
    """Hand the look to ``root`` and all below it."""
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, Styled):
            widget.set_look(look)


def is_exposed(widget: QWidget) -> bool:
    """Whether it can be on the screen: it is shown, and its window is not minimised."""
    handle = widget.window().windowHandle()
    return widget.isVisible() and handle is not None and handle.isExposed()


def in_a_row(*widgets: QWidget) -> QWidget:
    """Small controls side by side, as one."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    for each in widgets:
        row.addWidget(each)
    return whole


def draw_focus(painter: QPainter, box: QRectF, radius: float, look: Style) -> None:
    """The ring around what has the keyboard."""
    painter.setPen(QPen(QColor(look.focus), FOCUS_WIDTH))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = FOCUS_WIDTH / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
