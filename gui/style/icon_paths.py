"""The paths of the icons of controls, each drawn in a box of 24 by 24."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTransform


def lines(*strokes: tuple[tuple[float, float], ...]) -> QPainterPath:
    """Strokes from point to point, (x, y) from the top left."""
    path = QPainterPath()
    for (x, y), *rest in strokes:
        path.moveTo(x, y)
        for to_x, to_y in rest:
            path.lineTo(to_x, to_y)
    return path


def _play() -> QPainterPath:
    path = lines(((7, 4.5), (19, 12), (7, 19.5)))
    path.closeSubpath()
    return path


def _stop() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(6, 6, 12, 12), 1.5, 1.5)
    return path


def _picture() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(3, 5, 18, 14), 2.5, 2.5)
    path.addEllipse(QPointF(8.3, 9.8), 1.4, 1.4)
    path.addPath(lines(((4, 17), (10, 12.5), (13, 15), (16.5, 11.5), (20.5, 15))))
    return path


def _freeze() -> QPainterPath:
    path = QPainterPath()
    for n in range(3):
        turned = QTransform().translate(12, 12).rotate(60 * n)
        arm = lines(((0, -9.5), (0, 9.5)), ((-2.6, -8), (0, -5.4), (2.6, -8)))
        arm.addPath(lines(((-2.6, 8), (0, 5.4), (2.6, 8))))
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
        path.addPath(lines(((12 + 7 * x, 12 + 7 * y), (12 + 9.3 * x, 12 + 9.3 * y))))
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
    path.addPath(lines(*(((x, 12 - y), (x, 12 + y)) for x, y in ((12, 8.5), (15, 7.5), (18, 5)))))
    return path


def _stage() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(3, 4, 18, 12), 2, 2)
    path.addPath(lines(((12, 16), (12, 20)), ((8, 20.5), (16, 20.5))))
    return path


def _keyboard() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(2.5, 6, 19, 12), 2.5, 2.5)
    keys = [((x, 10), (x + 0.1, 10)) for x in (6.5, 10.2, 13.9, 17.5)]
    path.addPath(lines(*keys, ((8, 14.3), (16, 14.3))))
    return path


def _restart() -> QPainterPath:
    path = QPainterPath()
    box = QRectF(4.5, 4.5, 15, 15)
    path.arcMoveTo(box, 50)
    path.arcTo(box, 50, 290)
    path.addPath(lines(((16.9, 2.6), (16.9, 6.4), (13.1, 6.4))))
    return path


def _close() -> QPainterPath:
    return lines(((6, 6), (18, 18)), ((18, 6), (6, 18)))


def _chevron() -> QPainterPath:
    return lines(((6, 9.5), (12, 15.5), (18, 9.5)))


def _check() -> QPainterPath:
    return lines(((5, 12.5), (10, 17.5), (19.5, 7)))


def _sliders() -> QPainterPath:
    """Three tracks with a handle each."""
    path = lines(
        ((4, 7), (20, 7)),
        ((4, 12), (20, 12)),
        ((4, 17), (20, 17)),
    )
    for x, y in ((15, 7), (8, 12), (13, 17)):
        path.addEllipse(QPointF(x, y), 2, 2)
    return path


PATHS: dict[str, Callable[[], QPainterPath]] = {
    "check": _check,
    "chevron": _chevron,
    "close": _close,
    "freeze": _freeze,
    "keyboard": _keyboard,
    "moon": _moon,
    "picture": _picture,
    "play": _play,
    "restart": _restart,
    "sliders": _sliders,
    "stage": _stage,
    "stop": _stop,
    "sun": _sun,
    "system": _system,
}
FILLED = {"play", "stop"}
"""Those that are painted as areas, not as strokes."""
