"""The icons, drawn as paths in a box of 24: crisp at every scale, and no file to lose."""

from collections.abc import Callable
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from gui.style.icon_paths import FILLED, PATHS
from gui.style.theme import DARK
from loadgen.model.frame import LANES, LaneId

BOX = 24.0
STROKE = 1.9
_SIZES = (16, 20, 24)
_RATIOS = (1.0, 2.0, 3.0)
_WINDOW_SIZES = (16, 24, 32, 48, 64, 128, 256)

Icon = str | Callable[[], QPainterPath]
"""A name in ``icon_paths.PATHS``, or a function that makes the path in a box of 24 by 24."""


def draw(painter: QPainter, shape: Icon, box: QRectF, colour: str) -> None:
    """Draw the icon into ``box``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / BOX, box.height() / BOX)
    pen = QPen(QColor(colour), STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(colour) if shape in FILLED else Qt.BrushStyle.NoBrush)
    painter.drawPath(PATHS[shape]() if isinstance(shape, str) else shape())
    painter.restore()


def pixmap(shape: Icon, colour: str, size: int, ratio: float) -> QPixmap:
    """The icon, ``size`` device-independent pixels wide."""
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    draw(painter, shape, QRectF(0, 0, size, size), colour)
    painter.end()
    return drawn


@lru_cache(maxsize=128)
def icon(shape: Icon, colour: str, factor: float = 1.0) -> QIcon:
    """The icon for a button, at every pixel ratio; ``factor`` times as large on stage."""
    made = QIcon()
    for size in (round(each * factor) for each in _SIZES):
        for ratio in _RATIOS:
            made.addPixmap(pixmap(shape, colour, size, ratio))
    return made


def tint_icon(original: QIcon, size: QSize, color: QColor) -> QIcon:
    """An icon of Qt's in one colour: the shape stays."""
    drawn = original.pixmap(size)
    painter = QPainter(drawn)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(drawn.rect(), color)
    painter.end()
    return QIcon(drawn)


def icon_size(factor: float = 1.0) -> QSize:
    """The size of icons in buttons, in pixels."""
    return QSize(round(_SIZES[0] * factor), round(_SIZES[0] * factor))


@cache
def window_icon() -> QIcon:
    """The program's icon for title bar and task switcher: two curves that part, on a dark tile."""
    made = QIcon()
    for size in _WINDOW_SIZES:
        drawn = QPixmap(size, size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / BOX, size / BOX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.background))
        painter.drawRoundedRect(QRectF(0.5, 0.5, 23, 23), 5, 5)
        for lane, end_y in zip(LANES, (18.0, 6.5), strict=True):
            _draw_curve(painter, lane, end_y)
        painter.end()
        made.addPixmap(drawn)
    return made


def _draw_curve(painter: QPainter, lane: LaneId, end_y: float) -> None:
    """A lane's curve from the left edge to ``end_y``, its dot at the end."""
    curve = QPainterPath(QPointF(4, 15))
    curve.cubicTo(QPointF(10, 15), QPointF(10, end_y), QPointF(18, end_y))
    color = QColor(DARK.lane(lane))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPath(curve)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    dot = QRectF(15.6, end_y - 2.6, 5.2, 5.2)
    painter.drawEllipse(dot) if lane == "a" else painter.drawRect(dot)
