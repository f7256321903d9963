"""The icons, drawn as paths in a box of 24: crisp at every scale, and no file to lose."""

from collections.abc import Callable
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QTransform

from gui.style.theme import DARK
from loadgen.model.frame import LANES, LaneId

BOX = 24.0
STROKE = 1.9
_SIZES = (16, 20, 24)
_RATIOS = (1.0, 2.0, 3.0)
_WINDOW_SIZES = (16, 24, 32, 48, 64, 128, 256)


def _lines(*strokes: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for (x, y), *rest in strokes:
        path.moveTo(x, y)
        for to_x, to_y in rest:
            path.lineTo(to_x, to_y)
    return path


def _race() -> QPainterPath:
    return _lines(((3, 17), (9, 10), (13, 14), (21, 5)), ((15.5, 5), (21, 5), (21, 10.5)))


def _play() -> QPainterPath:
    path = _lines(((7, 4.5), (19, 12), (7, 19.5)))
    path.closeSubpath()
    return path


def _stop() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(6, 6, 12, 12), 1.5, 1.5)
    return path


def _sweep() -> QPainterPath:
    path = QPainterPath(QPointF(3, 20))
    path.cubicTo(QPointF(8, 6), QPointF(12, 6), QPointF(21, 6))
    path.addPath(_lines(((3, 3), (3, 20), (21, 20)), ((11, 9.5), (11, 20))))
    return path


def _check_list() -> QPainterPath:
    rows = [((11, y), (21, y)) for y in (6.0, 12.0, 18.0)]
    ticks = [((3, y), (5, y + 2), (8, y - 2.5)) for y in (6.0, 12.0, 18.0)]
    return _lines(*rows, *ticks)


def _claims() -> QPainterPath:
    bubble = _lines(((7, 17), (3, 17), (3, 4), (21, 4), (21, 17), (12, 17), (7, 21), (7, 17)))
    bubble.addPath(_lines(((8, 10.5), (11, 13.5), (16, 7.5))))
    return bubble


def _cost() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(12, 12), 9, 9)
    path.addPath(_lines(((12, 6), (12, 18)), ((15, 8.7), (9.5, 9), (14.5, 15), (9, 15.3))))
    return path


def _stairs() -> QPainterPath:
    steps = ((3, 20), (3, 15), (9, 15), (9, 10), (15, 10), (15, 5), (21, 5))
    return _lines(steps)


def _picture() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(3, 5, 18, 14), 2.5, 2.5)
    path.addEllipse(QPointF(8.3, 9.8), 1.4, 1.4)
    path.addPath(_lines(((4, 17), (10, 12.5), (13, 15), (16.5, 11.5), (20.5, 15))))
    return path


def _freeze() -> QPainterPath:
    path = QPainterPath()
    for n in range(3):
        turned = QTransform().translate(12, 12).rotate(60 * n)
        arm = _lines(((0, -9.5), (0, 9.5)), ((-2.6, -8), (0, -5.4), (2.6, -8)))
        arm.addPath(_lines(((-2.6, 8), (0, 5.4), (2.6, 8))))
        path.addPath(turned.map(arm))
    return path


def _sun() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(12, 12), 4, 4)
    for x, y in (
        (0, 1),
        (0, -1),
        (1, 0),
        (-1, 0),
        (0.7, 0.7),
        (-0.7, 0.7),
        (0.7, -0.7),
        (-0.7, -0.7),
    ):
        path.addPath(_lines(((12 + 7 * x, 12 + 7 * y), (12 + 9.3 * x, 12 + 9.3 * y))))
    return path


def _moon() -> QPainterPath:
    whole, bite = QPainterPath(), QPainterPath()
    whole.addEllipse(QPointF(12, 12), 8.5, 8.5)
    bite.addEllipse(QPointF(16, 8.5), 7.5, 7.5)
    return whole.subtracted(bite)


def _system() -> QPainterPath:
    """A disc, one half of it filled by lines."""
    path = QPainterPath()
    path.addEllipse(QPointF(12, 12), 8.5, 8.5)
    path.addPath(_lines(*(((x, 12 - y), (x, 12 + y)) for x, y in ((12, 8.5), (15, 7.5), (18, 5)))))
    return path


def _stage() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(3, 4, 18, 12), 2, 2)
    path.addPath(_lines(((12, 16), (12, 20)), ((8, 20.5), (16, 20.5))))
    return path


def _keyboard() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(2.5, 6, 19, 12), 2.5, 2.5)
    keys = [((x, 10), (x + 0.1, 10)) for x in (6.5, 10.2, 13.9, 17.5)]
    path.addPath(_lines(*keys, ((8, 14.3), (16, 14.3))))
    return path


def _restart() -> QPainterPath:
    path = QPainterPath()
    box = QRectF(4.5, 4.5, 15, 15)
    path.arcMoveTo(box, 50)
    path.arcTo(box, 50, 290)
    path.addPath(_lines(((16.9, 2.6), (16.9, 6.4), (13.1, 6.4))))
    return path


def _close() -> QPainterPath:
    return _lines(((6, 6), (18, 18)), ((18, 6), (6, 18)))


def _chevron() -> QPainterPath:
    return _lines(((6, 9.5), (12, 15.5), (18, 9.5)))


def _check() -> QPainterPath:
    return _lines(((5, 12.5), (10, 17.5), (19.5, 7)))


def _code() -> QPainterPath:
    return _lines(((8, 6.5), (2.5, 12), (8, 17.5)), ((16, 6.5), (21.5, 12), (16, 17.5)))


def _scales() -> QPainterPath:
    path = _lines(((12, 3.5), (12, 20)), ((8, 20.3), (16, 20.3)), ((4.5, 6.5), (19.5, 6.5)))
    for x in (5.5, 18.5):
        path.addPath(_lines(((x - 3.2, 13), (x, 6.8), (x + 3.2, 13))))
        bowl = QRectF(x - 3.2, 10.4, 6.4, 5.2)
        path.arcMoveTo(bowl, 180)
        path.arcTo(bowl, 180, 180)
    return path


def _sliders() -> QPainterPath:
    """Three tracks with a handle each."""
    path = _lines(
        ((4, 7), (20, 7)),
        ((4, 12), (20, 12)),
        ((4, 17), (20, 17)),
    )
    for x, y in ((15, 7), (8, 12), (13, 17)):
        path.addEllipse(QPointF(x, y), 2, 2)
    return path


def _runs() -> QPainterPath:
    """A list with a dot before each line."""
    path = _lines(*(((8.5, y), (20.5, y)) for y in (6.0, 12.0, 18.0)))
    for y in (6.0, 12.0, 18.0):
        path.addEllipse(QPointF(4.2, y), 0.9, 0.9)
    return path


def _demos() -> QPainterPath:
    """A screen on its stand, with a play sign on it."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(3, 4, 18, 12.5), 2, 2)
    path.addPath(_lines(((12, 16.5), (12, 20.5)), ((8, 20.5), (16, 20.5))))
    sign = _lines(((10, 7.2), (14.6, 10.2), (10, 13.2)))
    sign.closeSubpath()
    path.addPath(sign)
    return path


_DRAWN: dict[str, Callable[[], QPainterPath]] = {
    "freeze": _freeze,
    "race": _race,
    "runs": _runs,
    "demos": _demos,
    "play": _play,
    "stop": _stop,
    "picture": _picture,
    "sun": _sun,
    "moon": _moon,
    "system": _system,
    "stage": _stage,
    "keyboard": _keyboard,
    "restart": _restart,
    "close": _close,
    "sweep": _sweep,
    "claims": _claims,
    "cost": _cost,
    "chevron": _chevron,
    "check": _check,
    "check_list": _check_list,
    "stairs": _stairs,
    "code": _code,
    "scales": _scales,
    "sliders": _sliders,
}
_FILLED = {"play", "stop"}
NAMES = tuple(_DRAWN)


def draw(painter: QPainter, name: str, box: QRectF, colour: str) -> None:
    """Draw the icon into ``box``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / BOX, box.height() / BOX)
    pen = QPen(QColor(colour), STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(colour) if name in _FILLED else Qt.BrushStyle.NoBrush)
    painter.drawPath(_DRAWN[name]())
    painter.restore()


def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """The icon, ``size`` device-independent pixels wide."""
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    draw(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return drawn


@lru_cache(maxsize=128)
def icon(name: str, colour: str, factor: float = 1.0) -> QIcon:
    """The icon for a button, at every pixel ratio; ``factor`` times as large on stage."""
    made = QIcon()
    for size in (round(each * factor) for each in _SIZES):
        for ratio in _RATIOS:
            made.addPixmap(pixmap(name, colour, size, ratio))
    return made


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
