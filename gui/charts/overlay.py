"""What lies over a chart's curves: the crosshair and pinned values."""

from dataclasses import dataclass

from PySide6.QtGui import QPainter

from gui.charts.chart_model import ChartModel, PaintStyle
from gui.charts.hover_readout import paint_readout
from gui.charts.layout import Layout


@dataclass(frozen=True, slots=True)
class Overlay:
    """All in units of the x axis.

    ``crosshair`` follows the pointer or the arrow keys, ``pinned`` stays where somebody clicked.
    """

    crosshair: float | None = None
    pinned: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to paint."""
        return self == _NOTHING


_NOTHING = Overlay()


def paint_overlay(
    painter: QPainter, at: Layout, content: ChartModel, look: PaintStyle, overlay: Overlay
) -> None:
    """Paint it over a card that has been painted; what is beyond the axis is left out."""
    for when, low in ((overlay.pinned, True), (overlay.crosshair, False)):
        if when is not None and at.plane.x.low <= when <= at.plane.x.high:
            paint_readout(painter, at, content, look, when, low=low)
