"""The stretch of a time axis that is selected."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.charts.chart_model import PaintStyle, Plane
from gui.style.theme import with_alpha

_FILL, _EDGE = 0.10, 0.75


def paint_selection(
    painter: QPainter, plane: Plane, span: tuple[float, float], look: PaintStyle
) -> None:
    """A band over the plot, with an edge at each end that is in sight; over the curves."""
    low, high = max(span[0], plane.x.low), min(span[1], plane.x.high)
    if high <= low:
        return
    left, right, area = plane.to_x(low), plane.to_x(high), plane.area
    band = QRectF(left, area.top(), right - left, area.height())
    painter.fillRect(band, with_alpha(look.theme.text, _FILL))
    for at, seen in ((left, span[0] >= plane.x.low), (right, span[1] <= plane.x.high)):
        if seen:
            edge = QRectF(round(at), area.top(), max(1.0, look.factor), area.height())
            painter.fillRect(edge, with_alpha(look.theme.text, _EDGE))
