"""Paints who uses the machine: words with a dot of each part's colour, and one stacked bar."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath

from gui.style.theme import MEDIUM, REGULAR, SMALL, Theme, font, mix
from loadgen.timeline.machine_text import LEAST_CORES, MachineShare, Part, cores_words, tenths

_GAP, _DOT, _SPACE = 1, 7, 14

_DROPPED_FIRST: tuple[Part, ...] = ("program", "services", "generators")
"""What is left out of the words where there is no room; the bar has all of them. Lanes and others
stay as long as possible.
"""
_SHORT: dict[Part, str] = {"others": "others"}


def part_color(theme: Theme, part: Part) -> str:
    """Lanes in their own colours, other programs in that of a caution, ours in greys."""
    match part:
        case "a" | "b":
            return theme.lane(part)
        case "others":
            return theme.caution
        case "generators":
            return theme.muted
        case "services":
            return mix(theme.muted, theme.card, 0.35)
        case "program":
            return mix(theme.muted, theme.card, 0.6)
    return theme.raised


def paint_bar(painter: QPainter, box: QRectF, shares: Sequence[MachineShare], theme: Theme) -> None:
    """The parts side by side, each as wide as its share; what is idle is empty."""
    whole = sum(share.cores for share in shares)
    shape = QPainterPath()
    shape.addRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.fillRect(box, QColor(part_color(theme, "idle")))
    left = box.left()
    for share in shares:
        width = box.width() * share.cores / whole if whole else 0.0
        if share.part != "idle" and width > 0:
            inner = QRectF(left, box.top(), max(1.0, width - _GAP), box.height())
            painter.fillRect(inner, QColor(part_color(theme, share.part)))
        left += width
    painter.restore()


def paint_words(
    painter: QPainter,
    box: QRectF,
    shares: Sequence[MachineShare],
    theme: Theme,
    size: float,
) -> float:
    """``● Flask 0.9  ● FastAPI 0.4 … of 2 cores`` on one line of ``box``, as much as fits.

    Returns where it ends.
    """
    plain, strong = QFontMetricsF(font(size)), QFontMetricsF(font(size, MEDIUM))
    of = f"of {cores_words(sum(share.cores for share in shares))}"
    scale = size / SMALL

    def width(share: MachineShare) -> float:
        words = plain.horizontalAdvance(f"{share.name} ") + strong.horizontalAdvance(
            tenths(share.cores)
        )
        return words + (_DOT + 4 + _SPACE) * scale

    named = [share for share in shares if share.part != "idle" and share.cores >= LEAST_CORES]
    room = box.width() - plain.horizontalAdvance(of)
    for part in _DROPPED_FIRST:
        if sum(map(width, named)) > room:
            named = [share for share in named if share.part != part]
    if sum(map(width, named)) > room:
        named = [share._replace(name=_SHORT.get(share.part, share.name)) for share in named]
    while named and sum(map(width, named)) > box.width():
        named.remove(min(named, key=lambda share: share.cores))
    left, base = box.left(), box.top() + (box.height() + plain.ascent() - plain.descent()) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    for share in named:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(part_color(theme, share.part)))
        dot = QRectF(left, box.center().y() - _DOT * scale / 2, _DOT * scale, _DOT * scale)
        painter.drawRoundedRect(dot, 2 * scale, 2 * scale)
        at = left + (_DOT + 4) * scale
        at = _paint_text(painter, at, base, f"{share.name} ", size=size, color=theme.muted)
        _paint_text(
            painter, at, base, tenths(share.cores), size=size, color=theme.text, weight=MEDIUM
        )
        left += width(share)
    if plain.horizontalAdvance(of) <= box.right() - left:
        left = _paint_text(painter, left, base, of, size=size, color=theme.muted)
    return left


def _paint_text(
    painter: QPainter,
    left: float,
    base: float,
    text: str,
    *,
    size: float,
    color: str,
    weight: QFont.Weight = REGULAR,
) -> float:
    face = font(size, weight)
    painter.setFont(face)
    painter.setPen(QColor(color))
    painter.drawText(QPointF(left, base), text)
    return left + QFontMetricsF(face).horizontalAdvance(text)
