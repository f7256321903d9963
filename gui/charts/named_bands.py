"""Named stretches behind the curves: what is not compared or has to be named, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gui.charts.chart_model import ChartModel, PaintStyle, Plane, Shade
from gui.charts.hatching import SPACING, are_crowded, hatch_path, joined_columns
from gui.charts.label_placement import place_in_rows
from gui.charts.layout import Layout
from gui.charts.text import LEFT, text_width, write
from gui.style.theme import MEDIUM, SMALL, Theme, with_alpha
from loadgen.statistics.column_store import Array

_SHADE_ALPHA = 0.13
_HATCH_ALPHA = 0.34
_EDGE = 3.0
_LEAST_WIDTH = 2
_STRIP = 9.0
"""Pixels of height of the strip of warm-ups that cannot be told apart."""
_ROWS = 3
_APART = 24.0
"""Pixels between two points of a curve that a name might stand between."""
_ROW_SHARE = 42.0
"""There is a row of names for so many pixels of the plot's height."""
_RANKS = {"disturbance": 1, "restart": 1, "warm-up": 2, "catching up": 2}
"""Where there is no room for all names, those of outages are first."""

_RISING: dict[str, tuple[bool, ...]] = {
    "warm-up": (True,),
    "catching up": (True,),
    "disturbance": (True, False),
    "void": (False,),
}
"""The directions of the strokes of what is hatched: what is left out though the lanes answered, and
what is not known. An outage is shaded, without strokes.
"""


def paint_shades(  # noqa: C901 - a branch for each way in which a band is marked
    painter: QPainter, plane: Plane, content: ChartModel, look: PaintStyle
) -> None:
    """Behind the grid and the curves.

    Hatched: left out. Shaded, with its lane's colour along the upper edge: an outage. A coloured
    upper edge alone: named, but compared. Stretches that look alike are painted together.
    """
    area = plane.area.toAlignedRect()
    shaded: dict[str, list[QRect]] = {}
    edges: dict[str, list[QRect]] = {}
    hatched: dict[tuple[str, str], list[QRect]] = {}
    warm_ups, others = _parted(content.shades)
    if boxes := _warm_up_boxes(warm_ups, plane, area, look):
        hatched["warm-up", look.theme.muted] = boxes
    for shade in _joined(others):
        low, high = max(shade.low, plane.x.low), min(shade.high, plane.x.high)
        # In turns, what happened to a lane that waited takes none of its own time.
        if high < low:
            continue
        # On whole pixels: blending at an edge is dear.
        x = round(plane.to_x(low))
        width, color = max(round(plane.to_x(high)) - x, _LEAST_WIDTH), _color(shade, look.theme)
        box = QRect(x, area.top(), width, area.height())
        edge = QRect(x, area.top(), width, round(_EDGE * look.factor))
        if shade.compared:
            edges.setdefault(color, []).append(edge)
            continue
        if shade.kind != "catching up":
            shaded.setdefault(color, []).append(box)
        if shade.kind in _RISING:
            hatched.setdefault((shade.kind, color), []).append(box)
        elif shade.lane is not None:
            edges.setdefault(look.theme.lane(shade.lane), []).append(edge)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, look.fine)
    painter.setPen(Qt.PenStyle.NoPen)
    for color, boxes in shaded.items():
        painter.setBrush(with_alpha(color, _SHADE_ALPHA))
        painter.drawRects(boxes)
    for color, boxes in edges.items():
        painter.setBrush(QColor(color))
        painter.drawRects(boxes)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for (kind, color), boxes in hatched.items():
        painter.setPen(QPen(with_alpha(color, _HATCH_ALPHA), look.factor))
        for rising in _RISING[kind]:
            painter.drawPath(hatch_path(boxes, SPACING * look.factor, rising=rising))
    painter.restore()


def _parted(shades: Sequence[Shade]) -> tuple[list[tuple[float, float]], list[Shade]]:
    """From where to where there are warm-ups, of which there may be hundreds; and what else is."""
    warm_ups, others = [], []
    for shade in shades:
        if shade.kind == "warm-up":
            warm_ups.append((shade.low, shade.high))
        else:
            others.append(shade)
    return warm_ups, others


def _warm_up_boxes(
    warm_ups: Sequence[tuple[float, float]], plane: Plane, area: QRect, look: PaintStyle
) -> list[QRect]:
    """The boxes to hatch; in turns each turn has its warm-up.

    Where these are too many to be told apart, a strip along the time axis: hatched from top to
    bottom, the whole race would look left out.
    """
    lows, highs = np.array(warm_ups).reshape(-1, 2).T
    seen = (highs >= plane.x.low) & (lows <= plane.x.high)
    if not seen.any():
        return []
    lows = plane.xs(np.maximum(lows[seen], plane.x.low))
    highs = plane.xs(np.minimum(highs[seen], plane.x.high))
    top, apart = area.top(), SPACING * look.factor
    if are_crowded(lows, highs, apart):
        top = area.top() + area.height() - round(_STRIP * look.factor)
        lows, highs = joined_columns(lows, highs, apart)
    height = area.top() + area.height() - top
    starts, ends = np.round(lows).astype(int).tolist(), np.round(highs).astype(int).tolist()
    return [
        QRect(start, top, max(end - start, _LEAST_WIDTH), height)
        for start, end in zip(starts, ends, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class PlacedName:
    """The name of a stretch, where it is in pixels, and in which face and colour."""

    text: str
    box: QRectF
    face: QFont
    color: str


def paint_names(painter: QPainter, names: Sequence[PlacedName], look: PaintStyle) -> None:
    """The names on plates that let a little of the curves through."""
    for name in names:
        painter.fillRect(name.box, with_alpha(look.theme.card, 0.8))
        text_box = name.box.adjusted(4 * look.factor, 0, 0, 0)
        write(painter, text_box, LEFT, name.text, name.face, name.color)


def place_names(
    at: Layout,
    content: ChartModel,
    look: PaintStyle,
    taken: Sequence[QRectF],
    curves: Sequence[tuple[Array, Array]],
) -> list[PlacedName]:
    """Each stretch's name at its left end, in rows so that none covers another.

    Nor does one cover what is in ``taken``, nor the ``curves``, whose points are in pixels. The
    same name is there once.

    What finds no room is named under the mouse.
    """
    f, plane, face = look.factor, at.plane, look.font(SMALL, MEDIUM)
    height = QFontMetricsF(face).height() + 1
    shown = _named(content, plane)
    if not shown:
        return []
    wanted = [
        (
            max(plane.to_x(shade.low), plane.area.left()) + 4 * f,
            text_width(shade.text, face) + 8 * f,
        )
        for shade in shown
    ]
    count = min(_ROWS, max(1, int(plane.area.height() / (_ROW_SHARE * f))))
    # Where curves have the upper rows, the lower ones are free.
    tops = [plane.area.top() + 5 * f + row * height for row in range(count)]
    tops += [plane.area.bottom() - 3 * f - row * height for row in range(1, count + 1)]

    def in_row(row: int) -> list[tuple[float, float]]:
        y = tops[row]
        boxes = [box for box in taken if box.bottom() > y > box.top() - height]
        between = spans_between(curves, y - 2 * f, y + height + 2 * f)
        return [*((box.left(), box.right()) for box in boxes), *between]

    places = place_in_rows(wanted, plane.area.right(), len(tops), in_row)
    placed = []
    for shade, (_, width), place in zip(shown, wanted, places, strict=True):
        if place is None or width > plane.area.width():
            continue
        row, left = place
        box = QRectF(left, tops[row], width, height)
        placed.append(PlacedName(shade.text, box, face, _color(shade, look.theme)))
    return placed


def spans_between(
    curves: Sequence[tuple[Array, Array]], top: float, bottom: float
) -> list[tuple[float, float]]:
    """From where to where, in pixels, curves pass between two heights: a name would cover them."""
    spans: list[tuple[float, float]] = []
    for xs, ys in curves:
        inside = xs[(ys >= top) & (ys <= bottom)]
        if inside.size:
            breaks = np.flatnonzero(np.diff(inside) > _APART)
            starts, ends = inside[np.r_[0, breaks + 1]], inside[np.r_[breaks, inside.size - 1]]
            spans += zip(starts.tolist(), ends.tolist(), strict=True)
    return spans


def _named(content: ChartModel, plane: Plane) -> list[Shade]:
    """Those that are seen and have a name, the most important first, each name once."""
    seen: dict[tuple[str, str], Shade] = {}
    low, high = plane.x.low, plane.x.high
    for shade in content.shades:
        if shade.text and shade.high >= low and shade.low <= high:
            seen.setdefault((shade.kind, shade.text), shade)
    return sorted(seen.values(), key=lambda shade: (_RANKS.get(shade.kind, 0), shade.low))


def _joined(shades: Sequence[Shade]) -> list[Shade]:
    """Where two that look alike overlap, one: painted twice, they would be darker.

    ``shades`` ascend in ``low``.
    """
    joined: list[Shade] = []
    newest: dict[tuple[str, str | None, bool], int] = {}
    for shade in shades:
        lane = None if shade.kind in _RISING else shade.lane
        alike = (shade.kind, lane, shade.compared)
        n = newest.get(alike)
        if n is not None and shade.low <= joined[n].high:
            joined[n] = replace(joined[n], high=max(joined[n].high, shade.high))
        else:
            newest[alike] = len(joined)
            joined.append(shade)
    return joined


def _color(shade: Shade, theme: Theme) -> str:
    match shade.kind:
        case "warm-up" | "catching up":
            return theme.muted
        case "disturbance" | "void":
            return theme.caution
        case "restart":
            return theme.muted if shade.lane is None else theme.lane(shade.lane)
        case _:
            return theme.failure
