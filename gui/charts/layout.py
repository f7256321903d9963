"""Where things are on a chart's card.

Cards of the same width have the same plot edges, whatever is on them, so that what stands above
each other can be read straight down.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from gui.charts.chart_model import ChartModel, PaintStyle, Plane
from gui.charts.text import widest
from gui.style.theme import SEMIBOLD, TICK

PAD = 12.0
_TICKS_LEFT = 8.0
EDGE = 6.0
"""Right of the labels."""
TICKS_WIDTH = 36.0
"""Left of the plot, for the y axis's numbers."""
PLOT_SHARE = 0.71
"""The least part of the card's width that the plot takes; labels get along with what is left."""
LABEL_GAP = 9.0
"""From a curve's end to its label."""
KEY_GAP = 24.0
"""Before each of the lanes' names in the header; its dot stands in it."""

_LABELS = ("p99 88.8 ms", "88.8 MiB")
"""As wide as labels usually are, with and without what tells a lane's curves apart."""
LABEL_SIZES = (1.0, 0.92, 0.85, 0.78, 0.7)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are on the card.

    ``names`` says whether labels name their lane; else the header does. ``whats`` says whether they
    name what they are of, ``label_size`` how large they are, as a part of their usual size.
    ``strip`` is where the events' numbers are: above the plot, in a compact layout on its top.
    """

    card: QRectF
    header: QRectF
    strip: QRectF
    plane: Plane
    names: bool
    whats: bool
    label_size: float


HEADER_TOP, HEADER_HEIGHT = 10.0, 24.0
_STRIP_HEIGHT = 18.0
_AXIS_HEIGHT = 32.0
"""Below the plot, for the x axis's numbers."""
_COMPACT_TOP, _COMPACT_AXIS = 2.0, 23.0
X_TICKS_HEIGHT = 18.0
_X_TICKS_GAP, _COMPACT_X_TICKS_GAP = 6.0, 3.0


def header_middle(look: PaintStyle) -> float:
    """How far below the card's top the header's line is."""
    return (_header_top(look) + HEADER_HEIGHT / 2) * look.factor


def x_ticks_gap(look: PaintStyle) -> float:
    """Pixels from the plot to the x axis's numbers."""
    return (_COMPACT_X_TICKS_GAP if look.compact else _X_TICKS_GAP) * look.factor


def _header_top(look: PaintStyle) -> float:
    return _COMPACT_TOP if look.compact else HEADER_TOP


def lay_out(rect: QRectF, content: ChartModel, look: PaintStyle) -> Layout:
    """Where things are on a card that fills ``rect``."""
    f = look.factor
    card = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    header = QRectF(
        card.left() + PAD + 2,
        card.top() + _header_top(look) * f,
        card.width() - 2 * PAD - 4,
        HEADER_HEIGHT * f,
    )
    strip = QRectF(header.left(), header.bottom() + 2, header.width(), _STRIP_HEIGHT * f)
    names, whats, size, margin = _labels(rect.width(), content, look)
    left, right = card.left() + _left(look), card.right() - EDGE - margin
    top = strip.top() if look.compact else strip.bottom()
    below = (_COMPACT_AXIS if look.compact else _AXIS_HEIGHT) * f
    area = QRectF(left, top, max(right - left, 20.0), max(card.bottom() - below - top, 20.0))
    return Layout(card, header, strip, Plane(area, content.x, content.y), names, whats, size)


def _labels(width: float, content: ChartModel, look: PaintStyle) -> tuple[bool, bool, float, float]:
    """Whether labels name their lane and what they are of, their size, and the room they get.

    The room is what the widest of that kind may need, while it leaves the plot its share.

    It depends on the card's width and the lanes' names alone, not on what is shown: the plot's edge
    stays where it is.
    """
    room = (1 - PLOT_SHARE) * width - _left(look) - EDGE
    gap = LABEL_GAP * look.factor

    def needed(sample: str, size: float = 1.0) -> float:
        return widest(sample, look.font(TICK * size, SEMIBOLD)) + gap

    longest = max(content.names.values(), key=len, default="")
    for names, whats, sample in (
        (True, True, f"{longest} {_LABELS[0]}"),
        (False, True, _LABELS[0]),
    ):
        if needed(sample) <= room:
            return names, whats, 1.0, needed(sample)
    sizes = (size for size in LABEL_SIZES if needed(_LABELS[1], size) <= room)
    size = next(sizes, LABEL_SIZES[-1])
    return False, False, size, max(room, needed(_LABELS[1], size))


def _left(look: PaintStyle) -> float:
    return _TICKS_LEFT + TICKS_WIDTH * look.factor
