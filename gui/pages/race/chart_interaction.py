"""Crosshair, pinned values, selection and zoom: the same in all charts over time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from gui.charts.chart_pointer import ChartPointer
from gui.charts.overlay import Overlay
from gui.charts.time_chart import TimeChart
from gui.pages.race.chart_focus import bind_to
from gui.session.race_session import RaceSession

Zoom = tuple[float, float] | None

LEAST_ZOOM_S = 1.0
_STEPS = 200
"""An arrow key moves the crosshair by so small a part of what is shown, a tenth at least."""
_SAME = 0.01
"""A click this near to the pinned values, as a part of what is shown, takes them away."""


class ChartInteraction(QObject):
    """What pointer and keyboard do there; the stretch that is selected is the session's.

    Positions are tenths of a second on the charts' time axis, as often as there are figures.
    """

    zoom_changed = Signal()

    def __init__(
        self,
        session: RaceSession,
        charts: Sequence[TimeChart],
        show_zoom: Callable[[Zoom], None],
        parent: QObject | None = None,
    ) -> None:
        """``show_zoom`` is called with the span that all time axes are to show, None for all."""
        super().__init__(parent)
        self.overlay = Overlay()
        self.zoom: Zoom = None
        self._session, self._charts, self._show_zoom = session, charts, show_zoom
        self._timeline = session.timeline
        self._anchor: float | None = None
        self._by_keys = False
        self._pinned_before: float | None = None
        self.pointers = [ChartPointer(chart) for chart in charts]
        for pointer in self.pointers:
            pointer.moved.connect(self._point)
            pointer.dragged.connect(self._drag)
            pointer.dropped.connect(self._drop)
            pointer.clicked.connect(self._click)
            pointer.zoomed.connect(self.zoom_at)
            pointer.widened.connect(self._widen)
        session.state_changed.connect(self._follow_race)

    @property
    def keys(self) -> dict[str, Callable[[], object]]:
        """What is bound to which key."""
        return {
            "Shift+Left": partial(self.step, -1, extend=True),
            "Shift+Right": partial(self.step, +1, extend=True),
            "H": self.toggle_hold,
            "X": self.pin_crosshair,
            "Z": self.toggle_zoom,
        }

    def bind_arrows(self, page: QWidget) -> list[QShortcut]:
        """Left and right move the crosshair while the page or a chart has the keyboard.

        A slider, a list or a row of buttons that has it takes them for itself.
        """
        widgets: list[QWidget] = [page, *self._charts]
        return [
            bind_to(widget, key, partial(self.step, steps))
            for widget in widgets
            for key, steps in (("Left", -1), ("Right", +1))
        ]

    def pin(self, at: float) -> None:
        """Keep the values at a moment; take them away where they are kept already."""
        low, high = self.span
        pinned = self.overlay.pinned
        same = pinned is not None and abs(pinned - at) <= _SAME * (high - low)
        self._show(replace(self.overlay, pinned=None if same else round(at, 1)))

    def pin_crosshair(self) -> None:
        """Keep the values at the crosshair; without one take away those that are kept."""
        if self.overlay.crosshair is not None:
            self.pin(self.overlay.crosshair)
        else:
            self._show(replace(self.overlay, pinned=None))

    def step(self, steps: int, *, extend: bool = False) -> None:
        """Move the crosshair by the keyboard; ``extend`` selects what it passes over."""
        low, high = self.span
        size = max(0.1, round((high - low) / _STEPS, 1))
        at = self.overlay.crosshair
        begun = high if at is None else at
        self._by_keys = True
        moved = round(min(max(begun + steps * size, low), high), 1)
        self._show(replace(self.overlay, crosshair=moved))
        if not extend:
            self._anchor = None
            return
        if self._anchor is None:
            self._anchor = round(begun, 1)
        self._session.select(self._anchor, moved)

    def zoom_at(self, at: float, factor: float) -> None:
        """Show a span that is ``factor`` times as short, in which ``at`` stays where it is."""
        (low, high), (first, last) = self.span, self._whole
        length = max((high - low) / factor, LEAST_ZOOM_S)
        begin = max(at - (at - low) * length / (high - low), first)
        end = min(begin + length, last)
        begin = max(end - length, first)
        self._set_zoom(None if (begin, end) == (first, last) else (begin, end))

    def toggle_zoom(self) -> None:
        """Show the selected stretch alone, else zoom at the crosshair; back where it is zoomed."""
        if self.zoom is not None:
            self._set_zoom(None)
        elif self._session.selection.span is not None:
            self._set_zoom(self._session.selection.span)
        elif self.overlay.crosshair is not None:
            self.zoom_at(self.overlay.crosshair, 2.0)

    def toggle_hold(self) -> None:
        """Let the time axes stand still where they are while the race goes on; and go on again."""
        self._set_zoom(None if self.zoom is not None else self.span)

    def clear(self) -> bool:
        """Take away the selection, else what is pinned, else the crosshair of the keyboard.

        False where there is nothing of them.
        """
        shown = self.overlay
        if self._session.selection.span is not None:
            self._anchor = None
            self._session.selection.clear()
        elif shown.pinned is not None:
            self._show(replace(shown, pinned=None))
        elif shown.crosshair is not None and self._by_keys:
            self._show(replace(shown, crosshair=None))
        else:
            return False
        return True

    def clear_all(self) -> None:
        """Show another race as it is."""
        self._anchor = None
        self._show(Overlay())
        self._set_zoom(None)

    def show_all(self) -> None:
        """Take the zoom back."""
        self._set_zoom(None)

    @property
    def span(self) -> tuple[float, float]:
        """What the time axes show."""
        return self._charts[0].span(self._session.timeline)

    @property
    def _whole(self) -> tuple[float, float]:
        return self._charts[0].whole_span(self._session.timeline)

    def _point(self, at: float | None) -> None:
        self._anchor, self._by_keys = None, False
        self._show(replace(self.overlay, crosshair=None if at is None else round(at, 1)))

    def _drag(self, low: float, high: float) -> None:
        """The stretch while it is dragged; it is judged when it is dropped."""
        self._session.selection.clear()
        self._show(replace(self.overlay, crosshair=None))
        self._mark((low, high))

    def _drop(self, low: float, high: float) -> None:
        """One that is too short for a selection is not marked any more."""
        self._session.select(low, high)
        self._mark(self._session.selection.span)

    def _mark(self, span: tuple[float, float] | None) -> None:
        for chart in self._charts:
            chart.set_selection(span)

    def _click(self, at: float) -> None:
        """Pin the values there; beside a selection, take that away."""
        self._pinned_before = self.overlay.pinned
        if self._session.selection.span is not None:
            self._session.selection.clear()
        else:
            self.pin(at)

    def _widen(self) -> None:
        """A double click begins with a click, which is not to pin."""
        self._show(replace(self.overlay, pinned=self._pinned_before))
        self._set_zoom(None)

    def _set_zoom(self, zoom: Zoom) -> None:
        if zoom != self.zoom:
            self.zoom = zoom
            self._show_zoom(zoom)
            self.zoom_changed.emit()

    def _show(self, overlay: Overlay) -> None:
        if overlay != self.overlay:
            self.overlay = overlay
            for chart in self._charts:
                chart.set_overlay(overlay)

    def _follow_race(self) -> None:
        if self._session.timeline is not self._timeline:
            self._timeline = self._session.timeline
            self.clear_all()
