"""The header of a chart's card: title, what is shown, the lanes' names, and what must be known."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from gui.charts.chart_model import ChartModel, PaintStyle
from gui.charts.curves import paint_dot
from gui.charts.layout import KEY_GAP, Layout
from gui.charts.text import LEFT, SHRINKS, fit_font, metrics, text_width, write
from gui.style.theme import MEDIUM, REGULAR, SEMIBOLD, SMALL, TITLE
from loadgen.model.frame import LANES, LaneId

SUBTITLE = SMALL + 1
_BEFORE_KEY = 8.0
"""Between the subtitle and the dot of the first lane, beside the gap of the key."""
_LEAST_NAME = 64.0
"""A lane's name that would have less room is left out: its dot stands for it."""


def paint_header(
    painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle, reserved: float
) -> None:
    """Paint title, subtitle and key; ``reserved`` pixels at the right stay free."""
    room = at.header.adjusted(0, 0, -reserved, 0)
    measure = metrics(look, TITLE, SEMIBOLD)
    title = measure.elidedText(content.title, Qt.TextElideMode.ElideRight, room.width())
    write(painter, room, LEFT, title, look.font(TITLE, SEMIBOLD), look.theme.text)
    used = measure.horizontalAdvance(title)
    room.setLeft(room.left() + used + 10 * look.factor)
    if not at.names:
        room.setRight(_paint_key(painter, room, content, look) - _BEFORE_KEY * look.factor)
    # A hair lower: all texts stand on one line.
    room.translate(0, 1)
    notice = notice_text(content, room.width(), look)
    phrases = content.subtitle
    if notice and not _fits(f"{', '.join(phrases)}   {notice}", room.width(), look):
        phrases = ()
    while len(phrases) > 1 and not _fits(", ".join(phrases), room.width() / SHRINKS[1], look):
        phrases = phrases[:-1]
    subtitle = ", ".join(phrases)
    if subtitle and _fits(subtitle, room.width() / SHRINKS[-1], look):
        face = fit_font(subtitle, SUBTITLE, REGULAR, room.width(), look)
        write(painter, room, LEFT, subtitle, face, look.theme.muted)
        room.setLeft(room.left() + text_width(f"{subtitle}   ", face))
    if notice:
        face = fit_font(notice, SUBTITLE, MEDIUM, room.width(), look)
        write(painter, room, LEFT, notice, face, look.theme.caution)


def notice_text(content: ChartModel, width: float, look: PaintStyle) -> str:
    """As much of it as there is room for; whose generator it is, the verdict says too."""
    brief, whose = content.notice, ", ".join(content.notice_lanes)
    full = f"{brief} ({whose})" if brief and whose else brief
    both = [" · ".join(filter(None, (text, content.sender))) for text in (full, brief)]
    told = [f"▲ {text}" for text in (*both, full, brief) if text]
    # Where not even small type has room, the sign alone: the verdict says what it means.
    shrunk = [told[-1], "▲"] if told else []
    return next(
        (text for text in told if _fits(text, width, look)),
        next((text for text in shrunk if _fits(text, width / SHRINKS[-1], look)), ""),
    )


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A lane in the header: as much of its name as there is room for."""

    lane: LaneId
    name: str
    face: QFont
    width: float


def key(room: float, content: ChartModel, look: PaintStyle) -> list[KeyEntry]:
    """The labels of all lanes, as many as the header has room for.

    In smaller type before a name is cut, and without names where there is little room. Empty where
    not even the lanes' dots have room.
    """
    shown = [lane for lane in LANES if content.names.get(lane)]
    left = room - KEY_GAP * look.factor * len(shown)
    if left < 0:
        return []
    for size in SHRINKS:
        face = look.font(SMALL * size, MEDIUM)
        widths = {lane: text_width(content.names[lane], face) for lane in shown}
        if sum(widths.values()) <= left:
            break
    made = []
    for n, lane in enumerate(shown):
        # What the others do not need is this one's.
        others = sum(min(widths[each], left / (len(shown) - n)) for each in shown[n + 1 :])
        name, most = content.names[lane], left - others
        if widths[lane] > most:
            name = QFontMetricsF(face).elidedText(name, Qt.TextElideMode.ElideRight, most)
        if most < _LEAST_NAME * look.factor:
            name = ""
        width = text_width(name, face)
        made.append(KeyEntry(lane, name, face, width))
        left -= width
    # One name without the other would say nothing more than the dots.
    return made if all(each.name for each in made) else [_unnamed(each) for each in made]


def _unnamed(entry: KeyEntry) -> KeyEntry:
    return replace(entry, name="", width=0.0)


def _paint_key(painter: QPainter, room: QRectF, content: ChartModel, look: PaintStyle) -> float:
    """The lanes' names, right-aligned; returns where they begin."""
    f, right = look.factor, room.right()
    for each in reversed(key(room.width(), content, look)):
        box = QRectF(right - each.width, room.top(), each.width, room.height())
        write(painter, box, LEFT, each.name, each.face, look.theme.lane(each.lane))
        paint_dot(painter, QPointF(box.left() - 9 * f, box.center().y()), each.lane, look, 8 * f)
        right = box.left() - KEY_GAP * f
    return right


def _fits(text: str, width: float, look: PaintStyle) -> bool:
    return text_width(text, look.font(SUBTITLE, MEDIUM)) <= width
