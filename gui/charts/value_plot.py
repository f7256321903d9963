"""A plot of measured points over a quantity, without Qt: points with intervals, bounds, marks."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gui.charts.axes import Axis, Tick, short_latency, short_number
from gui.charts.scales import LogScale
from loadgen.model.frame import LaneId

_ROOM = 0.06
"""Free at each end of the x axis, as a part of it."""


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """``y`` with its interval, at ``value`` of the quantity; ``text`` is what it says."""

    value: int
    y: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one figure of a lane, in the order of the quantity.

    ``label`` stands at its end. A ``hollow`` one is the lane's second figure, p99 beside p50.
    """

    lane: LaneId
    label: str
    points: tuple[PlotPoint, ...]
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class BoundLine:
    """A dashed line of what cannot be exceeded, or a dotted one of a law that was fitted.

    Without a lane it is of both.
    """

    lane: LaneId | None
    points: tuple[tuple[float, float], ...]
    text: str = ""
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class ValueMark:
    """A value of the quantity that stands out for a lane: its knee, N*."""

    lane: LaneId
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class ValuePlot:
    """All that is painted; x is ``position`` of a value, y the logarithm to base 10.

    ``change`` are the ends between which the lead changes. Without points it says ``teaches``.
    """

    title: str
    x_title: str
    teaches: str
    x: Axis
    y: Axis
    logarithmic: bool
    series: tuple[Series, ...] = ()
    lines: tuple[BoundLine, ...] = ()
    marks: tuple[ValueMark, ...] = ()
    changes: tuple[tuple[int, int], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was measured."""
        return not any(series.points for series in self.series)

    def position(self, value: float) -> float:
        """Where a value stands on the x axis."""
        return x_position(value, logarithmic=self.logarithmic)


def x_position(value: float, *, logarithmic: bool) -> float:
    """The logarithm to base 10, on which 0 stands as far below 1 as 4 above it; or the value."""
    if not logarithmic:
        return value
    return math.log10(value) if value > 0 else -math.log10(4)


def y_position(value: float) -> float:
    """The logarithm to base 10."""
    return math.log10(max(value, 1e-12))


def values_axis(values: list[int], *, logarithmic: bool) -> Axis:
    """An axis with a tick at each measured value, and room at both ends."""
    positions = [x_position(value, logarithmic=logarithmic) for value in values] or [0.0, 3.0]
    low, high = min(positions), max(positions)
    room = max((high - low) * _ROOM, 0.05 if logarithmic else 1.0)
    ticks = (Tick(at, f"{value:,}") for at, value in zip(positions, values, strict=False))
    return Axis(low - room, high + room, tuple(ticks))


def rate_axis(values: list[float]) -> Axis:
    """Of answers per second, logarithmic."""
    return _log_axis(values, short_number)


def latency_axis(values_ms: list[float]) -> Axis:
    """Of milliseconds, logarithmic."""
    return _log_axis(values_ms, short_latency)


def line_through(
    of: Callable[[float], float], low: float, high: float, steps: int = 40
) -> tuple[tuple[float, float], ...]:
    """Points of a curve at even steps of the logarithm, from ``low`` to ``high``."""
    values = np.geomspace(max(low, 1e-9), max(high, 1e-9), steps)
    return tuple((float(value), of(float(value))) for value in values)


def _log_axis(values: list[float], write: Callable[[float], str]) -> Axis:
    scale = LogScale(write=write)
    for value in values:
        scale.include(value, value)
    scale.settle(0.0)
    return scale.axis(6)
