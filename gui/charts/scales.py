"""Y axes that fit what is shown: they grow at once, and shrink when much of them is of no use."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Literal

import numpy as np

from gui.charts.axes import Axis, Tick, short_latency, short_number
from gui.charts.downsampling import Array

AxisChoice = Literal["usual", "log", "zero"]
"""Each chart's usual y axis, or all of them logarithmic, or from zero."""
AXES: tuple[AxisChoice, ...] = ("usual", "log", "zero")

SHRINK_AFTER_S = 3.0
USED = 0.5
"""A linear axis shrinks when values would do with this part of it."""
LOG_USED = 0.7
"""The same for a logarithmic one, in decades."""

NOTHING = (math.inf, -math.inf)

_MARGIN = 1.08
_TOPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_TICK_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LOG_STEPS = (1.0, 2.0, 5.0, 10.0)


def _up(value: float, steps: tuple[float, ...]) -> float:
    """The first step that is not below ``value``, in its decade."""
    decade = 10.0 ** math.floor(math.log10(value))
    # A hair's breadth is forgiven: 1.08 * 100 is not 108 in floating point.
    return next(step * decade for step in (*steps, 100.0) if step * decade >= value * (1 - 1e-9))


def _down(value: float, steps: tuple[float, ...]) -> float:
    decade = 10.0 ** math.floor(math.log10(value) + 1e-12)
    return max(step * decade for step in steps if step * decade <= value * (1 + 1e-9))


class Scale(ABC):
    """A y axis that fits what is shown.

    For each redraw: ``include`` every value that is shown, then ``settle``. The axis grows at once.
    It shrinks when for ``SHRINK_AFTER_S`` seconds of the race much of it was of no use, so that
    noise does not move it; or at once after ``refit``, as when another stretch is looked at.
    """

    def __init__(self) -> None:
        self._fit = True
        self._unused_since_s: float | None = None
        self._needed = self._needed_since = NOTHING
        self.shown = self.bounds(NOTHING)

    def reset(self) -> None:
        """Start again as an empty chart."""
        self.refit()
        self._needed = NOTHING
        self.shown = self.bounds(NOTHING)

    def refit(self) -> None:
        """Fit the axis at the next ``settle``, whatever it was before."""
        self._fit, self._unused_since_s = True, None

    def include(self, low: float, high: float) -> None:
        """Make room for values from ``low`` to ``high``; NaN and infinity are ignored."""
        low = low if math.isfinite(low) else math.inf
        high = high if math.isfinite(high) else -math.inf
        self._needed = (min(self._needed[0], low), max(self._needed[1], high))

    def settle(self, at_s: float) -> None:
        """Fit the axis to what was included since the last time; ``at_s`` is the race's time."""
        needed, self._needed = self._needed, NOTHING
        if needed[0] > needed[1]:
            self._unused_since_s = None
            return
        wanted = self.bounds(needed)
        if self._fit:
            self.shown, self._fit = wanted, False
            return
        self.shown = (min(self.shown[0], wanted[0]), max(self.shown[1], wanted[1]))
        if not self.is_wide(wanted, self.shown):
            self._unused_since_s = None
        elif self._unused_since_s is None:
            self._unused_since_s, self._needed_since = at_s, needed
        else:
            before = self._needed_since
            self._needed_since = (min(before[0], needed[0]), max(before[1], needed[1]))
            if at_s - self._unused_since_s >= SHRINK_AFTER_S:
                self.shown, self._unused_since_s = self.bounds(self._needed_since), None

    @abstractmethod
    def bounds(self, needed: tuple[float, float]) -> tuple[float, float]:
        """The ends of an axis for values in this range, in the values' units."""

    @abstractmethod
    def is_wide(self, wanted: tuple[float, float], shown: tuple[float, float]) -> bool:
        """Whether much of the axis ``shown`` is of no use where ``wanted`` would do."""

    @abstractmethod
    def axis(self, most_ticks: int) -> Axis:
        """The axis as it is now, with about so many ticks."""

    def include_all(self, values: Array) -> None:
        """Make room for all of them; a logarithmic axis has none for those that are 0 or less."""
        if values.size:
            self.include(float(np.fmin.reduce(values)), float(np.fmax.reduce(values)))

    @abstractmethod
    def to_axis(self, values: Array) -> Array:
        """Values in the axis's own units."""


class LinearScale(Scale):
    """From 0 to a top that moves by steps. ``least`` is the top of an empty chart."""

    def __init__(self, least: float, write: Callable[[float], str] = short_number) -> None:
        self._least, self._write = least, write
        super().__init__()

    @property
    def top(self) -> float:
        """The upper end of the axis."""
        return self.shown[1]

    def bounds(self, needed: tuple[float, float]) -> tuple[float, float]:
        high = needed[1] * _MARGIN
        return 0.0, _up(high, _TOPS) if high > self._least else self._least

    def is_wide(self, wanted: tuple[float, float], shown: tuple[float, float]) -> bool:
        return wanted[1] <= USED * shown[1]

    def axis(self, most_ticks: int) -> Axis:
        step = _up(self.top / max(most_ticks, 1), _TICK_STEPS)
        count = math.floor(self.top / step + 1e-9)
        ticks = (Tick(n * step, self._write(round(n * step, 9))) for n in range(count + 1))
        return Axis(0.0, self.top, tuple(ticks))

    def to_axis(self, values: Array) -> Array:
        return values


class LogScale(Scale):
    """A logarithmic axis between round ends, at least a decade apart.

    The ends are 1, 2 or 5 times a power of ten; with less than a decade noise would look like a
    difference. ``empty`` are the ends of an empty chart. What is 0 or less is drawn at the lower
    end.
    """

    def __init__(
        self,
        empty: tuple[float, float] = (1.0, 1000.0),
        write: Callable[[float], str] = short_latency,
    ) -> None:
        self._empty, self._write = empty, write
        super().__init__()

    def include(self, low: float, high: float) -> None:
        if high > 0:
            super().include(low if low > 0 else high, high)

    def include_all(self, values: Array) -> None:
        super().include_all(values[values > 0])

    def bounds(self, needed: tuple[float, float]) -> tuple[float, float]:
        if needed[0] > needed[1]:
            return self._empty
        low, high = _down(needed[0] / _MARGIN, _LOG_STEPS), _up(needed[1] * _MARGIN, _LOG_STEPS)
        low = min(low, _down(high / 10, _LOG_STEPS))
        return low, max(high, low * 10)

    def is_wide(self, wanted: tuple[float, float], shown: tuple[float, float]) -> bool:
        used, whole = (math.log10(high / low) for low, high in (wanted, shown))
        return used <= LOG_USED * whole

    def axis(self, most_ticks: int) -> Axis:
        low, high = self.shown
        values = self._ticks(low, high, most_ticks)
        ticks = (Tick(math.log10(value), self._write(float(f"{value:g}"))) for value in values)
        return Axis(math.log10(low), math.log10(high), tuple(ticks))

    def to_axis(self, values: Array) -> Array:
        return np.log10(np.maximum(values, self.shown[0]))

    def _ticks(self, low: float, high: float, most: int) -> list[float]:
        """1, 2 and 5 where there is room; else decades and both ends; else some decades."""
        first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
        decades = [10.0**k for k in range(first, last + 1)]
        fine = [step * decade for decade in decades for step in (1, 2, 5)]
        # An end beside a decade would stand on its neighbour's text.
        inner = [d for d in decades if low * (1 - 1e-9) <= d <= high * (1 + 1e-9)]
        ends = [end for end in (low, high) if all(not 0.4 < end / d < 2.5 for d in inner)]
        for values in (fine, sorted({*ends, *inner}), inner):
            shown = [v for v in values if low * (1 - 1e-9) <= v <= high * (1 + 1e-9)]
            if len(shown) <= most + 1:
                return shown
        return shown[:: math.ceil(len(shown) / max(most, 2))]
