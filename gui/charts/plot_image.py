"""The card with its curves as an image, to which a race that goes on adds at the right end alone.

Between two steps of an axis nothing changes but the newest seconds of the curves: of ten minutes, a
redraw that paints all of a card takes 3 to 4 ms of CPU, one that adds to it 1.8 ms.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from gui.charts.card import CardImage, shown_on_card
from gui.charts.chart_model import ChartModel, PaintStyle, Shade
from gui.charts.hatching import CROWD
from gui.charts.labels import Label
from gui.charts.layout import Layout
from gui.charts.painting import paint_plot

if TYPE_CHECKING:
    from gui.charts.named_bands import PlacedName

REACH_S = 4.0
"""So many of the newest seconds of a curve may still change: a figure is over 1 s, and in turns of
up to 2 s each has the level of its last figure.
"""
_ENOUGH = 2 * CROWD
"""So many stretches show whether they are crowded."""
_BEYOND = 5.0
"""Pixels right of the plot on which a curve's end is painted."""


class PlotImage:
    """``grows`` says of each content whether the one before it was of the same race and settings.

    The labels are not on it: they move with the curves.
    """

    def __init__(self) -> None:
        self._card = CardImage()
        self._of: tuple[object, ...] = ()
        self._content: ChartModel | None = None
        self._image = QPixmap()
        self._names: Sequence[PlacedName] = ()
        self._behind: object = None
        self._from_x = -math.inf
        self.whole_paints = 0

    def paint(
        self,
        painter: QPainter,
        at: Layout,
        content: ChartModel,
        look: PaintStyle,
        reserved: float,
        labels: Sequence[Label],
        *,
        grows: bool,
    ) -> None:
        """As ``paint_plot``; ``at`` begins in the painter's origin."""
        ratio = painter.device().devicePixelRatioF()
        inside = sum(label.inside for label in labels)
        of = (ratio, look, reserved, at, inside, *shown_on_card(content), *_fixed(content))
        if content is not self._content or of != self._of:
            can_add = grows and math.isfinite(self._from_x)
            if can_add and of == self._of and self._behind == _behind(content.shades, self._from_x):
                self._add(at, content, look, reserved)
            else:
                self._of = of
                self._paint_whole(at, content, look, reserved, labels, ratio)
            self._content = content
        painter.drawPixmap(0, 0, self._image)

    def _paint_whole(
        self,
        at: Layout,
        content: ChartModel,
        look: PaintStyle,
        reserved: float,
        labels: Sequence[Label],
        ratio: float,
    ) -> None:
        self.whole_paints += 1
        width, height = math.ceil(at.card.right() + 0.5), math.ceil(at.card.bottom() + 0.5)
        if (self._image.width(), self._image.height()) != (width * ratio, height * ratio):
            self._image = QPixmap(round(width * ratio), round(height * ratio))
            self._image.setDevicePixelRatio(ratio)
        self._image.fill(QColor(look.theme.background))
        inner = QPainter(self._image)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        paint_card = self._card.paint
        self._names = paint_plot(inner, at, content, look, reserved, labels, paint_card=paint_card)
        inner.end()
        ends = [float(curve.x[-1]) for curve in content.curves if curve.x.size]
        self._from_x = min(ends, default=-math.inf) - REACH_S
        self._behind = _behind(content.shades, self._from_x)

    def _add(self, at: Layout, content: ChartModel, look: PaintStyle, reserved: float) -> None:
        """Paint again from where curves may have changed since all was painted."""
        area = at.plane.area
        left = max(math.floor(at.plane.to_x(self._from_x)), math.floor(area.left() - _BEYOND))
        begin = self._from_x - at.plane.per_pixel()
        late = replace(
            content,
            shades=(
                *(each for each in content.shades[:-_ENOUGH] if each.high >= begin),
                *content.shades[-_ENOUGH:],
            ),
            events=tuple(each for each in content.events if each.x >= begin),
        )
        inner = QPainter(self._image)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        inner.setClipRect(QRectF(left, 0, area.right() + _BEYOND - left, at.card.bottom()))
        paint_plot(
            inner,
            at,
            late,
            look,
            reserved,
            (),
            # The card has the numbers of all events, and its image is of all of them.
            paint_card=lambda to, at, _, *rest: self._card.paint(to, at, content, *rest),
            names=self._names,
            from_x=self._from_x,
        )
        inner.end()


@lru_cache(maxsize=8)
def _behind(shades: tuple[Shade, ...], from_x: float) -> tuple[object, ...]:
    """Which stretches are left of ``from_x``, as far as they are, and all names."""
    boxes = tuple(
        (each.kind, each.low, min(each.high, from_x), each.lane, each.compared)
        for each in shades
        if each.low < from_x
    )
    return boxes, tuple(dict.fromkeys((each.kind, each.text) for each in shades))


def _fixed(content: ChartModel) -> tuple[object, ...]:
    """All that is painted of it beside the stretches, and which curves there are."""
    return (
        content.levels,
        tuple(id(curve.x) for curve in content.reference),
        tuple(
            (curve.series, curve.what, curve.dotted, curve.filled, curve.companion, curve.hidden)
            for curve in content.curves
        ),
    )
