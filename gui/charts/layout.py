"""Where things are on a chart's card."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from gui.charts.content import Content, Look, Plane
from gui.charts.text import metrics
from gui.theme import MEDIUM, SEMIBOLD, SMALL, TICK, TITLE

PAD = 16.0
KEY_GAP = 24.0
"""Before each of the lanes' names in the header; its dot stands in it."""
LABELS_SHARE = 0.34
"""Labels name their lane while they take no more of the card; else the header names the lanes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are on the card. ``names`` says whether labels name their lane."""

    card: QRectF
    header: QRectF
    strip: QRectF
    plane: Plane
    names: bool


HEADER_TOP, HEADER_HEIGHT = 10.0, 24.0


def header_middle(look: Look) -> float:
    """How far below the card's top the header's line is."""
    return (HEADER_TOP + HEADER_HEIGHT / 2) * look.factor


def lay_out(
    rect: QRectF, content: Content, look: Look, margin: float, reserved: float = 0.0
) -> Layout:
    """``reserved`` is what is somebody else's at the header's right end."""
    f, pad = look.factor, _pad(look)
    card = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    header = QRectF(
        card.left() + pad, card.top() + HEADER_TOP * f, card.width() - 2 * pad, HEADER_HEIGHT * f
    )
    strip = QRectF(header.left(), header.bottom() + 2, header.width(), 20 * f)
    left = card.left() + pad + 44 * f
    area = QRectF(
        left,
        strip.bottom(),
        max(card.right() - pad - margin - left, 20.0),
        max(card.bottom() - 32 * f - strip.bottom(), 20.0),
    )
    return Layout(
        card,
        header,
        strip,
        Plane(area, content.x, content.y),
        with_names(rect.width(), content, look, reserved),
    )


def _pad(look: Look) -> float:
    return PAD * min(look.factor, 1.25)


def with_names(width: float, content: Content, look: Look, reserved: float = 0.0) -> bool:
    """Decided by the widest label that may come, so that it does not change during a run; where the
    header has no room for names either, labels have them at any price.
    """
    widest = f"{max(content.names.values(), key=len, default='')} {content.label_sample}"
    needed = metrics(look, TICK, SEMIBOLD).horizontalAdvance(widest)
    if needed <= LABELS_SHARE * width:
        return True
    title = metrics(look, TITLE, SEMIBOLD).horizontalAdvance(content.title)
    return title + key_width(content, look) + reserved + 2 * _pad(look) > width


def key_width(content: Content, look: Look) -> float:
    """What the lanes' names take in the header."""
    measure = metrics(look, SMALL, MEDIUM).horizontalAdvance
    shown = [name for name in content.names.values() if name]
    return sum(measure(name) + KEY_GAP * look.factor for name in shown)
