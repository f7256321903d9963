"""A chart is a card with a title, a plot, and labels at the ends of its curves.

The labels name the lanes and their figures.
"""

from dataclasses import replace
from typing import ClassVar

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QSizePolicy, QWidget

from gui.charts.chart_model import ChartModel, PaintStyle, Plane, Series
from gui.charts.labels import label_texts, place_labels, series_names
from gui.charts.latency_basis import Basis
from gui.charts.layout import PAD, Layout, header_middle, lay_out
from gui.charts.overlay import Overlay, paint_overlay
from gui.charts.painting import paint, paint_over_plot
from gui.charts.plot_image import PlotImage
from gui.charts.scales import AxisChoice, Scale
from gui.charts.scene_card import SceneCard
from gui.charts.selection_band import paint_selection
from gui.style.style import Style, draw_focus
from gui.style.theme import CARD_RADIUS, DARK, Theme
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline


class Chart(pg.GraphicsView):  # type: ignore[misc]
    """The base of all charts. A subclass says what is on it: ``content``.

    ``refresh`` takes whatever is known now, as often as wanted; another Timeline is a new run, and
    starts with new axes. Works without being shown, for pictures.
    """

    title: ClassVar[str]
    teaches: ClassVar[tuple[str, str]]
    is_over_time: ClassVar[bool] = False
    """Whether its x axis is the time of the race."""
    measures_load: ClassVar[bool] = True
    """Whether what it shows depends on what sends the requests."""
    pause_s: ClassVar[float] = 0.0
    """A chart that moves slowly is not redrawn before so much more of the race is known; where this
    is not 0, the page draws it at every other redraw only.
    """

    def __init__(self, theme: Theme = DARK, *, tight: bool = False) -> None:
        """``tight`` ends the time axis with the data, as suits a picture of a run that is over."""
        super().__init__(background=theme.background)
        self.look = PaintStyle(theme)
        self.tight = tight
        self.window_s: float | None = None
        self.zoom: tuple[float, float] | None = None
        self.axis: AxisChoice = "usual"
        self.basis: Basis = "schedule"
        self.hidden: frozenset[Series] = frozenset()
        self.scale: Scale = self.new_scale()
        self._corner: QWidget | None = None
        self._source: tuple[Timeline, RacePlan] | None = None
        self._drawn: tuple[object, ...] = ()
        self._drawn_until = 0.0
        self._content: ChartModel | None = None
        self.overlay = Overlay()
        self._plot_image = PlotImage()
        self._grows = False
        self._selection: tuple[float, float] | None = None
        self._card = SceneCard(self._draw)
        self.setCentralItem(self._card)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 150)
        self.setAccessibleName(self.title)
        self.viewport().setAccessibleName(self.title)
        self.reset()

    def content(self, timeline: Timeline, plan: RacePlan) -> ChartModel:
        """What there is to see now."""
        raise NotImplementedError

    def new_scale(self) -> Scale:
        """The rule of the y axis that was chosen."""
        raise NotImplementedError

    def span(self, timeline: Timeline) -> tuple[float, float]:
        """The ends of the x axis at this moment; always the same where x is no time."""
        return 0.0, 0.0

    def reset(self) -> None:
        """A new run: axes start again, and the chart teaches until there are data."""
        self._source = None
        self._drawn = ()
        self.scale.reset()
        self._content = self.content(Timeline(processors=1), RacePlan.default())
        self._card.update()

    def refresh(self, timeline: Timeline, plan: RacePlan) -> None:
        """Show what is known now. Costs what is visible, not what the run has lasted."""
        if self._source is not None and self._source[0] is not timeline:
            self.reset()
        # Of another span, all charts over time are redrawn: they show the same one.
        marks = len(timeline.marks), timeline.notes
        state = (timeline.phase, plan, marks, self.span(timeline))
        until = shown_until(timeline)
        if state == self._drawn and 0 <= until - self._drawn_until < self.pause_s:
            return
        grows = self.is_over_time and self._grows and state[:-1] == self._drawn[:-1]
        self._source, self._drawn, self._drawn_until = (timeline, plan), state, until
        self._rebuild()
        self._grows = grows

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of a theme."""
        self.setBackground(theme.background)
        self._set_look(replace(self.look, theme=theme))

    def set_size(self, factor: float, least_type: float = 0.0, *, compact: bool = False) -> None:
        """Type and lines ``factor`` times as large, no type smaller than ``least_type`` pixels."""
        look = replace(self.look, factor=factor, least_type=least_type, compact=compact)
        self._set_look(look)
        self._place_corner()

    def set_dimmed(self, dimmed: bool) -> None:
        """Whether what is shown is of another race than the controls say."""
        self._set_look(replace(self.look, dimmed=dimmed))

    def set_window(self, window_s: float | None) -> None:
        """Show the last ``window_s`` seconds; None is the whole run."""
        if window_s != self.window_s:
            self.window_s = window_s
            self.scale.refit()
            self._rebuild()

    def set_zoom(self, zoom: tuple[float, float] | None) -> None:
        """Show this span of the time axis, in its seconds, instead of ``window_s``."""
        if zoom != self.zoom:
            self.zoom = zoom
            self.scale.refit()
            self._rebuild()

    def set_overlay(self, overlay: Overlay) -> None:
        """Show a crosshair and pinned values over the curves."""
        if overlay != self.overlay:
            self.overlay = overlay
            self._card.update()

    def set_axis(self, axis: AxisChoice) -> None:
        """Which y axis."""
        if axis != self.axis:
            self.axis = axis
            self.scale = self.new_scale()
            self._rebuild()

    def set_basis(self, basis: Basis) -> None:
        """What latency is counted from."""
        if basis != self.basis:
            self.basis = basis
            self._rebuild()

    def set_hidden(self, hidden: frozenset[Series]) -> None:
        """Hide these curves: their labels stay, and the y axis fits the others."""
        if hidden != self.hidden:
            self.hidden = hidden
            self.scale.refit()
            self._rebuild()

    def set_selection(self, span: tuple[float, float] | None) -> None:
        """Mark a stretch of the time axis; a chart of something else has no mark."""
        if self.is_over_time and span != self._selection:
            self._selection = span
            self._card.update()

    def set_corner(self, control: QWidget | None) -> None:
        """A small control in the header's right corner; None takes it away. No picture has it."""
        if self._corner is not None and self._corner is not control:
            self._corner.hide()
        self._corner = control
        if control is not None:
            control.setParent(self)
            control.show()
            self._place_corner()
        self._card.update()

    @property
    def plot_edges(self) -> tuple[float, float]:
        """Where the x axis begins and ends, in pixels from the chart's left."""
        area = self._plane.area
        return area.left(), area.right()

    def render_into(self, painter: QPainter, rect: QRectF, factor: float = 1.0) -> None:
        """Paint the card into any painter, type ``factor`` times as large: what pictures are of."""
        self.resize(round(rect.width()), round(rect.height()))
        self.look = replace(self.look, factor=factor, fine=True)
        self._rebuild()
        assert self._content is not None
        paint(painter, rect, self._content, self.look)

    def sizeHint(self) -> QSize:
        return QSize(560, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # pyqtgraph sends one from its own constructor, before there is anything to show.
        if hasattr(self, "_card"):
            self._place_corner()
            self._rebuild()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._card.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._card.update()

    def close(self) -> bool:
        # pyqtgraph's own takes the scene apart, which Qt may still be about to paint: it crashes.
        return QGraphicsView.close(self)

    @property
    def most_y_ticks(self) -> int:
        """How many grid lines are pleasant at this height."""
        return max(3, int((self.height() / self.look.factor - 90) / 46))

    @property
    def most_x_ticks(self) -> int:
        """How many labels the time axis has room for, at least 2."""
        return max(2, int((self.width() / self.look.factor - 120) / 64))

    def _set_look(self, look: PaintStyle) -> None:
        if look != self.look:
            self.look = look
            self._rebuild()

    def _rebuild(self) -> None:
        # Until it has been painted, what was painted is of something else.
        self._grows = False
        if self._source is not None:
            self._content = self.content(*self._source)
            self.setAccessibleDescription("; ".join(label_texts(self._content)))
        elif self._content is not None:
            self._content = self.content(Timeline(processors=1), RacePlan.default())
        self._card.update()

    def _draw(self, painter: QPainter, rect: QRectF) -> None:
        if self._content is None:
            return
        self._draw_content(painter, rect, self._content)
        if self.hasFocus():
            draw_focus(painter, rect, CARD_RADIUS, Style(self.look.theme))

    def _draw_content(self, painter: QPainter, rect: QRectF, content: ChartModel) -> None:
        look, at = self.look, lay_out(rect, content, self.look)
        reserved = 0.0 if self._corner is None else self._corner.width() + 12.0
        labels = () if content.is_empty else place_labels(at, content, look)
        self._plot_image.paint(painter, at, content, look, reserved, labels, grows=self._grows)
        self._grows = True
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        paint_over_plot(painter, at, look, labels)
        if content.is_empty:
            return
        if self._selection is not None:
            paint_selection(painter, at.plane, self._selection, look)
        paint_overlay(painter, at, content, look, self.overlay)

    def plane_at(self, pixel: QPointF) -> Plane | None:
        """The plot, where the pixel is on it and there is something to see; else None."""
        if self._content is None or self._content.is_empty:
            return None
        return self._plane if self._plane.area.contains(pixel) else None

    @property
    def series(self) -> dict[Series, str]:
        """What can be hidden here, with its name: ``Flask p99``."""
        return {} if self._content is None else series_names(self._content)

    def series_at(self, pixel: QPointF) -> Series | None:
        """What the label at a pixel belongs to; None beside all labels."""
        if self._content is None or self._content.is_empty:
            return None
        placed = place_labels(self._layout, self._content, self.look)
        found = (label.curve.series for label in placed if label.box.contains(pixel))
        return next(found, None)

    def is_header(self, pixel: QPointF) -> bool:
        """Whether the pixel is in the line with the title."""
        return self._content is not None and self._layout.header.contains(pixel)

    @property
    def _plane(self) -> Plane:
        return self._layout.plane

    @property
    def _layout(self) -> Layout:
        assert self._content is not None
        return lay_out(QRectF(0, 0, self.width(), self.height()), self._content, self.look)

    def _place_corner(self) -> None:
        if self._corner is not None:
            self._corner.adjustSize()
            middle = header_middle(self.look)
            top = round(middle - self._corner.height() / 2)
            self._corner.move(round(self.width() - PAD - self._corner.width()), max(2, top))


def names(plan: RacePlan) -> dict[LaneId, str]:
    """The lanes' names in this plan."""
    return {lane: plan.name(lane) for lane in LANES}


def shown_until(timeline: Timeline) -> float:
    """The newest second worth drawing: what comes after racing is cool-down, and not measured."""
    if timeline.phase in ("stopping", "ended"):
        return timeline.raced_until_s
    return timeline.duration_s
