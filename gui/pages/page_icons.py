"""The paths of the pages' icons, each drawn in a box of 24 by 24."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from gui.style.icon_paths import lines


def draw_race() -> QPainterPath:
    """A curve that rises, with an arrow's head."""
    return lines(((3, 17), (9, 10), (13, 14), (21, 5)), ((15.5, 5), (21, 5), (21, 10.5)))


def draw_saturation() -> QPainterPath:
    """Axes with a curve that levels off, and a line at its knee."""
    path = QPainterPath(QPointF(3, 20))
    path.cubicTo(QPointF(8, 6), QPointF(12, 6), QPointF(21, 6))
    path.addPath(lines(((3, 3), (3, 20), (21, 20)), ((11, 9.5), (11, 20))))
    return path


def draw_check_list() -> QPainterPath:
    """Three lines with a tick before each."""
    rows = [((11, y), (21, y)) for y in (6.0, 12.0, 18.0)]
    ticks = [((3, y), (5, y + 2), (8, y - 2.5)) for y in (6.0, 12.0, 18.0)]
    return lines(*rows, *ticks)


def draw_checked_bubble() -> QPainterPath:
    """A speech bubble with a tick in it."""
    bubble = lines(((7, 17), (3, 17), (3, 4), (21, 4), (21, 17), (12, 17), (7, 21), (7, 17)))
    bubble.addPath(lines(((8, 10.5), (11, 13.5), (16, 7.5))))
    return bubble


def draw_coin() -> QPainterPath:
    """A coin."""
    path = QPainterPath()
    path.addEllipse(QPointF(12, 12), 9, 9)
    path.addPath(lines(((12, 6), (12, 18)), ((15, 8.7), (9.5, 9), (14.5, 15), (9, 15.3))))
    return path


def draw_stairs() -> QPainterPath:
    """Three steps upward."""
    steps = ((3, 20), (3, 15), (9, 15), (9, 10), (15, 10), (15, 5), (21, 5))
    return lines(steps)


def draw_brackets() -> QPainterPath:
    """Two angle brackets."""
    return lines(((8, 6.5), (2.5, 12), (8, 17.5)), ((16, 6.5), (21.5, 12), (16, 17.5)))


def draw_scales() -> QPainterPath:
    """A pair of scales."""
    path = lines(((12, 3.5), (12, 20)), ((8, 20.3), (16, 20.3)), ((4.5, 6.5), (19.5, 6.5)))
    for x in (5.5, 18.5):
        path.addPath(lines(((x - 3.2, 13), (x, 6.8), (x + 3.2, 13))))
        bowl = QRectF(x - 3.2, 10.4, 6.4, 5.2)
        path.arcMoveTo(bowl, 180)
        path.arcTo(bowl, 180, 180)
    return path


def draw_list() -> QPainterPath:
    """A list with a dot before each line."""
    path = lines(*(((8.5, y), (20.5, y)) for y in (6.0, 12.0, 18.0)))
    for y in (6.0, 12.0, 18.0):
        path.addEllipse(QPointF(4.2, y), 0.9, 0.9)
    return path


def draw_screen() -> QPainterPath:
    """A screen on its stand, with a play sign on it."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(3, 4, 18, 12.5), 2, 2)
    path.addPath(lines(((12, 16.5), (12, 20.5)), ((8, 20.5), (16, 20.5))))
    sign = lines(((10, 7.2), (14.6, 10.2), (10, 13.2)))
    sign.closeSubpath()
    path.addPath(sign)
    return path
