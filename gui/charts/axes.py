"""The axes' rules, without Qt: they grow by steps with a margin, and shrink only on a new run."""

import math
from dataclasses import dataclass

_MARGIN = 1.08
_TOPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_TICK_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LOG_STEPS = (1.0, 2.0, 5.0, 10.0)
_TIME_TOPS_S = (10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1200, 1800, 2700)
_TIME_TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800)
_CLOCK_FROM_S = 120


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, and its text; no text for a line that only guides the eye."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """What is shown, from ``low`` to ``high`` in the axis's own units, log10 where it is
    logarithmic.
    """

    low: float
    high: float
    ticks: tuple[Tick, ...]


def short_number(value: float) -> str:
    """``0``, ``0.5``, ``60``, ``1.5k``, ``3k``, ``2M``."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def short_latency(value_ms: float) -> str:
    """Milliseconds bare, from a second on in seconds: ``0.5``, ``100``, ``1 s``, ``10 s``."""
    return f"{value_ms / 1000:g} s" if value_ms >= 1000 else f"{value_ms:g}"


def _up(value: float, steps: tuple[float, ...]) -> float:
    """The first step that is not below ``value``, in its decade."""
    decade = 10.0 ** math.floor(math.log10(value))
    # A hair's breadth is forgiven: 1.08 * 100 is not 108 in floating point.
    return next(step * decade for step in (*steps, 100.0) if step * decade >= value * (1 - 1e-9))


def _down(value: float, steps: tuple[float, ...]) -> float:
    decade = 10.0 ** math.floor(math.log10(value) + 1e-12)
    return max(step * decade for step in steps if step * decade <= value * (1 + 1e-9))


class LinearScale:
    """From 0 to a top that grows by steps. ``least`` is the top of an empty chart."""

    def __init__(self, least: float) -> None:
        self._least = self.top = least

    def reset(self) -> None:
        self.top = self._least

    def include(self, low: float, high: float) -> None:
        """Make room for the values; NaN and the low end are of no consequence."""
        if math.isfinite(high) and high * _MARGIN > self.top:
            self.top = _up(high * _MARGIN, _TOPS)

    def axis(self, most_ticks: int) -> Axis:
        step = _up(self.top / max(most_ticks, 1), _TICK_STEPS)
        count = math.floor(self.top / step + 1e-9)
        ticks = (Tick(n * step, short_number(round(n * step, 9))) for n in range(count + 1))
        return Axis(0.0, self.top, tuple(ticks))


class LogScale:
    """Milliseconds on a logarithmic axis, whose ends are 1, 2 or 5 times a power of ten."""

    def __init__(self) -> None:
        self._low, self._high = math.inf, 0.0

    def reset(self) -> None:
        self._low, self._high = math.inf, 0.0

    def include(self, low: float, high: float) -> None:
        """Make room for the values in ms; NaN, 0 and infinity are of no consequence."""
        if math.isfinite(low) and 0 < low < self._low * _MARGIN:
            self._low = min(self._low, _down(low / _MARGIN, _LOG_STEPS))
        if math.isfinite(high) and high > 0 and high * _MARGIN > self._high:
            self._high = max(self._high, _up(high * _MARGIN, _LOG_STEPS))

    @property
    def range_ms(self) -> tuple[float, float]:
        """At least a decade, so that noise does not look like a difference."""
        if self._low > self._high:
            return 1.0, 1000.0
        low = min(self._low, _down(self._high / 10, _LOG_STEPS))
        return low, max(self._high, low * 10)

    def axis(self, most_ticks: int) -> Axis:
        low, high = self.range_ms
        values = self._ticks(low, high, most_ticks)
        ticks = (Tick(math.log10(value), short_latency(float(f"{value:g}"))) for value in values)
        return Axis(math.log10(low), math.log10(high), tuple(ticks))

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


def time_top(duration_s: float) -> float:
    """Where the time axis ends: it grows by steps, and is never shorter than 10 s."""
    for top in _TIME_TOPS_S:
        if duration_s <= top:
            return float(top)
    return 1800.0 * math.ceil(duration_s / 1800)


def time_axis(low: float, high: float, most_ticks: int) -> Axis:
    """Seconds since load first flowed: ``0 s, 10, 20`` or, from two minutes on, ``0:30, 1:00``."""
    room = max(most_ticks, 1)
    step = next((s for s in _TIME_TICKS_S if (high - low) / s <= room), _TIME_TICKS_S[-1])
    # A run of 7.9 s may end with an 8: it is written where it belongs, a few pixels on.
    last = math.floor(high + (high - low) / 60)
    ticks = range(math.ceil(low / step) * step, last + 1, step)
    return Axis(low, high, tuple(Tick(t, _clock(t, high)) for t in ticks))


def _clock(at_s: int, end_s: float) -> str:
    if end_s <= _CLOCK_FROM_S:
        return f"{at_s} s" if at_s == 0 else str(at_s)
    minutes, seconds = divmod(at_s, 60)
    if minutes >= 60:
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return f"{minutes}:{seconds:02d}"


_PERCENTILES = (0.0, 50.0, 90.0, 99.0, 99.9, 99.99)


def nines(fraction: float) -> float:
    """Where a percentile (0..1) stands on the log-of-(1-p) axis: 0, 0.301 at 50 %, 1 at 90 %."""
    return -math.log10(1 - fraction)


def percentile_axis() -> Axis:
    """From the fastest response to the 99.99th percentile, each decade of rarity as wide."""
    ticks = (Tick(nines(p / 100), f"{p:g} %" if p else "0") for p in _PERCENTILES)
    return Axis(0.0, nines(0.9999), tuple(ticks))
