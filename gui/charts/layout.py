"""Where things are on a chart's card."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from gui.charts.content import Content, Look, Plane
from gui.charts.text import metrics
from gui.theme import SEMIBOLD, TICK

PAD = 16.0
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


def lay_out(rect: QRectF, content: Content, look: Look, margin: float) -> Layout:
    f, pad = look.factor, PAD * min(look.factor, 1.25)
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
        with_names(rect.width(), content, look),
    )


def with_names(width: float, content: Content, look: Look) -> bool:
    """Decided by the widest label that may come, so that it does not change during a run."""
    widest = f"{max(content.names.values(), key=len, default='')} {content.label_sample}"
    needed = metrics(look, TICK, SEMIBOLD).horizontalAdvance(widest)
    return needed <= LABELS_SHARE * width
