"""The one item in a chart's scene: to redraw everything at once is cheaper than many items."""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget


class SceneCard(pg.GraphicsWidget):  # type: ignore[misc]
    """Fills the scene with what ``draw`` paints into a rectangle."""

    def __init__(self, draw: Callable[[QPainter, QRectF], None]) -> None:
        super().__init__()
        self._draw = draw

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        self._draw(painter, self.rect())
