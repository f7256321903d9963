"""How text gets onto a card: measured, and written into a box without being cut."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gui.charts.chart_model import PaintStyle
from gui.style.theme import REGULAR, font
from gui.style.typeface import has_plain_glyphs

CENTER = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SHRINKS = (1.0, 0.92, 0.84, 0.75)
"""Shares of its size that a text may have to fit into its room."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def metrics(look: PaintStyle, size: float, weight: QFont.Weight = REGULAR) -> QFontMetricsF:
    """The metrics of a font of that size, scaled as the chart is."""
    return QFontMetricsF(look.font(size, weight))


def text_width(text: str, face: QFont) -> float:
    """Advance width in pixels of a text in a face that ``PaintStyle.font`` made.

    Cached, since shaping a text takes 9 us and a chart asks for some 30 widths at each redraw.
    """
    return _width(text, face.pixelSize(), face.weight(), has_plain_glyphs())


def widest(sample: str, face: QFont) -> float:
    """The width that a text needs at most whose digits are others than the sample's.

    In pictures digits are not equally wide: an 8 is narrower than a 4 in Inter's usual figures.
    """
    return _widest(sample, face.pixelSize(), face.weight(), has_plain_glyphs())


@lru_cache(maxsize=256)
def _widest(sample: str, pixel_size: int, weight: QFont.Weight, plain: bool) -> float:
    texts = ("".join(digit if c.isdigit() else c for c in sample) for digit in "0123456789")
    return max(_width(text, pixel_size, weight, plain) for text in texts)


@lru_cache(maxsize=4096)
def _width(text: str, pixel_size: int, weight: QFont.Weight, plain: bool) -> float:
    return QFontMetricsF(font(pixel_size, weight)).horizontalAdvance(text)


def fit_font(text: str, size: float, weight: QFont.Weight, width: float, look: PaintStyle) -> QFont:
    """The largest face of ``SHRINKS`` in which the text fits, or the smallest of them."""
    for share in SHRINKS:
        face = look.font(size * share, weight)
        if text_width(text, face) <= width:
            break
    return face


def write(
    painter: QPainter,
    box: QRectF,
    flags: Qt.AlignmentFlag | Qt.TextFlag | int,
    text: str,
    face: QFont,
    color: str,
) -> None:
    """Write text into a box; it is not cut at the box's edges."""
    painter.setFont(face)
    painter.setPen(QColor(color))
    painter.drawText(box, int(flags) | Qt.TextFlag.TextDontClip.value, text)
