"""The curves of several races over one time axis: A dashed, B solid, in the lanes' colours."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.charts.downsampling import runs as unbroken
from gui.style.style import Styled
from gui.style.theme import SEMIBOLD, SMALL, TICK
from loadgen.comparison.comparison import Comparison
from loadgen.export.run_record import RunRecord
from loadgen.model import number_format
from loadgen.model.frame import LANES
from loadgen.report.svg_chart import Curve, thinned, ticks

_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 28, 24


class OverlayChart(Styled, QWidget):
    """Throughput of both lanes, of every race of a comparison, over the seconds of each race."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(150)
        self.before: list[Curve] = []
        self.after: list[Curve] = []

    def show_comparison(self, comparison: Comparison) -> None:
        """Draw these races instead."""
        self.before, self.after = (
            [curve for run in runs for curve in _curves(run)]
            for runs in (comparison.before, comparison.after)
        )
        self.setAccessibleName("Answers per second over time, A dashed, B solid")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, self.look.px(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        curves = [*self.before, *self.after]
        if not curves:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self.look.px
        room = QRectF(self.rect()).adjusted(px(_LEFT), px(_TOP), -px(_RIGHT), -px(_BOTTOM))
        values = np.concatenate([curve.y for curve in curves])
        most = float(np.nanmax(values)) if np.isfinite(values).any() else 0.0
        high = 1.08 * most if most > 0 else 1.0
        until = max(float(curve.x[-1]) for curve in curves)
        self._paint_axes(painter, room, until, high)
        corner = QPointF(until, high)
        for curve in self.before:
            self._paint_curve(painter, room, curve, Qt.PenStyle.DashLine, corner)
        for curve in self.after:
            self._paint_curve(painter, room, curve, Qt.PenStyle.SolidLine, corner)
        painter.end()

    def _paint_axes(self, painter: QPainter, room: QRectF, until: float, high: float) -> None:
        theme, face = self.look.theme, self.look.font(TICK)
        painter.setFont(self.look.font(SMALL, SEMIBOLD))
        painter.setPen(QColor(theme.text))
        title = QRectF(0, 0, self.width(), room.top())
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, "Answers per second   A ╌╌   B ──")
        painter.setFont(face)
        height = QFontMetricsF(face).height()
        for value in ticks(high):
            y = room.bottom() - value / high * room.height()
            painter.setPen(QColor(theme.border))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(QColor(theme.muted))
            box = QRectF(0, y - height / 2, room.left() - 6, height)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, number_format.rate(value))
        for value in ticks(until, 6):
            x = room.left() + value / until * room.width()
            box = QRectF(x - 40, room.bottom() + 2, 80, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, f"{value:g} s")

    def _paint_curve(
        self, painter: QPainter, room: QRectF, curve: Curve, style: Qt.PenStyle, corner: QPointF
    ) -> None:
        pen = QPen(QColor(self.look.theme.lane(curve.lane)), self.look.px(2), style)
        painter.setPen(pen)
        x = room.left() + curve.x / corner.x() * room.width()
        y = room.bottom() - curve.y / corner.y() * room.height()
        for part in unbroken(np.isfinite(y)):
            points = zip(x[part].tolist(), y[part].tolist(), strict=True)
            painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))


def _curves(run: RunRecord) -> Sequence[Curve]:
    """Both lanes' throughput; a lane without a row has none."""
    found = []
    for id_ in LANES:
        x, y = run.timeline.x(id_), run.timeline.lane(id_).column("throughput")
        if x.size and math.isfinite(float(x[-1])) and x[-1] > 0:
            found.append(Curve(id_, run.plan.name(id_), *thinned(x, y)))
    return found
