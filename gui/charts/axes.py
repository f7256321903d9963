"""Axes without Qt: what one is, its ticks and their texts, and the span of time that is shown."""

import math
from dataclasses import dataclass

from loadgen.model.number_format import clock

_TIME_TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800)
_CLOCK_FROM_S = 120


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, and its text; no text for a line that only guides the eye."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows, in its own units, log10 where it is logarithmic.

    From ``low`` to ``high``.
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


LEAST_SPAN_S = 5.0
_SPAN_STEPS_S = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0)
_SPAN_SHARE = 0.02


def time_span(until_s: float, window_s: float | None, *, over: bool) -> tuple[float, float]:
    """From and to, in seconds: the same for all time axes at the same moment.

    It follows the race in steps of about 2 % of itself: at each of them all charts are painted as a
    whole, and a chart that is redrawn less often than others still shows the same span as they. It
    ends with the data once the race is over. ``window_s`` is how much of the end is shown, None for
    all of it; its steps are 4 % of it at most.
    """
    high = max(until_s, 1.0)
    if not over:
        most = _SPAN_SHARE * min(until_s, math.inf if window_s is None else 2 * window_s)
        step = max(s for s in _SPAN_STEPS_S if s <= max(most, _SPAN_STEPS_S[0]))
        high = max(math.ceil(until_s / step - 1e-6) * step, LEAST_SPAN_S)
    return (0.0 if window_s is None else max(0.0, high - window_s)), high


def time_axis(low: float, high: float, most_ticks: int) -> Axis:
    """Seconds since load first flowed: ``0 s, 10, 20`` or, from two minutes on, ``0:30, 1:00``."""
    room = max(most_ticks, 1)
    step = next((s for s in _TIME_TICKS_S if (high - low) / s <= room), _TIME_TICKS_S[-1])
    # A run of 7.9 s may end with an 8: it is written where it belongs, a few pixels on.
    last = math.floor(high + (high - low) / 60)
    ticks = range(math.ceil(low / step) * step, last + 1, step)
    return Axis(low, high, tuple(Tick(t, _tick_text(t, high)) for t in ticks))


def _tick_text(at_s: int, end_s: float) -> str:
    if end_s <= _CLOCK_FROM_S:
        return f"{at_s} s" if at_s == 0 else str(at_s)
    return clock(at_s)


_PERCENTILES = (0.0, 50.0, 90.0, 99.0, 99.9, 99.99)


def nines(fraction: float) -> float:
    """Where a percentile (0..1) stands on the log-of-(1-p) axis: 0, 0.301 at 50 %, 1 at 90 %."""
    return -math.log10(1 - fraction)


def percentile_axis() -> Axis:
    """From the fastest response to the 99.99th percentile, each decade of rarity as wide."""
    ticks = (Tick(nines(p / 100), f"{p:g} %" if p else "0") for p in _PERCENTILES)
    return Axis(0.0, nines(0.9999), tuple(ticks))
