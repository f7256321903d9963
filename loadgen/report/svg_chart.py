"""A chart over time as SVG, readable without a script: axes, curves, bands and marks."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from markupsafe import Markup, escape

from loadgen.model.frame import LaneId
from loadgen.statistics.column_store import Array

WIDTH, HEIGHT = 560, 240
LEFT, RIGHT, TOP, BOTTOM = 58, 12, 10, 26
POINTS = 280
"""A curve has at most so many points: two pixels for each."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A lane's figure over time.

    ``x`` in seconds, ``y`` in the chart's unit, NaN in gaps. A ``faint`` curve is the lane's second
    figure.
    """

    lane: LaneId
    name: str
    x: Array
    y: Array
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """A stretch that is named: from and to in seconds, and what it is."""

    from_x: float
    to_x: float
    text: str


@dataclass(frozen=True, slots=True)
class TimeChart:
    """One chart. ``format`` writes a value of the y axis with its unit."""

    title: str
    curves: Sequence[Curve]
    format: Callable[[float], str]
    until_x: float
    logarithmic: bool = False
    shades: Sequence[Shade] = ()
    marks: Sequence[tuple[float, str]] = field(default_factory=tuple)

    def svg(self) -> Markup:
        """The chart as one element, with a title for screen readers."""
        low, high = self._range()
        body = "".join(
            (
                *self._shades(),
                *self._y_axis(low, high),
                *self._x_axis(),
                *self._marks(),
                *(self._path(curve, low, high) for curve in self.curves),
            )
        )
        return Markup(  # noqa: S704 - its parts are Markup or escaped
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" class="chart" '
            f'data-until="{self.until_x:.3f}"><title>{escape(self.title)}</title>{body}</svg>'
        )

    def _range(self) -> tuple[float, float]:
        values = np.concatenate([curve.y for curve in self.curves] or [np.zeros(1)])
        values = values[np.isfinite(values)]
        if self.logarithmic:
            values = values[values > 0]
            if not values.size:
                return 1.0, 10.0
            low, high = float(values.min()), float(values.max())
            return low / 1.2, max(high * 1.2, low * 2)
        return 0.0, float(values.max()) * 1.08 if values.size and values.max() > 0 else 1.0

    def _x(self, at_s: float) -> float:
        share = at_s / self.until_x if self.until_x > 0 else 0.0
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def _y(self, value: float, low: float, high: float) -> float:
        if self.logarithmic:
            share = math.log(value / low) / math.log(high / low)
        else:
            share = (value - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def _y_axis(self, low: float, high: float) -> Iterator[str]:
        for value in log_ticks(low, high) if self.logarithmic else ticks(high):
            y = self._y(value, low, high)
            yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
            text = escape(self.format(value))
            yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" class="tick end">{text}</text>'

    def _x_axis(self) -> Iterator[str]:
        for value in ticks(self.until_x, 6):
            x, y = self._x(value), HEIGHT - BOTTOM + 16
            anchor = "start" if value == 0 else "middle"
            yield f'<text x="{x:.1f}" y="{y}" class="tick {anchor}">{value:g} s</text>'

    def _shades(self) -> Iterator[str]:
        for shade in self.shades:
            x, width = self._x(shade.from_x), self._x(shade.to_x) - self._x(shade.from_x)
            yield (
                f'<rect class="shade" x="{x:.1f}" y="{TOP}" width="{max(1.0, width):.1f}" '
                f'height="{HEIGHT - TOP - BOTTOM}"><title>{escape(shade.text)}</title></rect>'
            )

    def _marks(self) -> Iterator[str]:
        for at_s, text in self.marks:
            yield (
                f'<path class="mark" d="M{self._x(at_s):.1f} {TOP}V{HEIGHT - BOTTOM}">'
                f"<title>{escape(text)}</title></path>"
            )

    def _path(self, curve: Curve, low: float, high: float) -> str:
        pieces: list[list[tuple[int, int]]] = [[]]
        for x, y in zip(*thinned(curve.x, curve.y), strict=True):
            if math.isfinite(y) and not (self.logarithmic and y <= 0):
                place = round(self._x(x) * 10), round(self._y(y, low, high) * 10)
                pieces[-1].append(place)
            elif pieces[-1]:
                pieces.append([])
        kind = f"lane-{curve.lane}{' faint' if curve.faint else ''}"
        path = "".join(map(_line, filter(None, pieces)))
        return f'<path class="curve {kind}" d="{path}"><title>{escape(curve.name)}</title></path>'


def _line(places: Sequence[tuple[int, int]]) -> str:
    """A path through places in tenths of pixels: its begin, and steps, which take least text."""
    (x, y), *_ = places
    steps = (f"l{_tenths(c - a)} {_tenths(d - b)}" for (a, b), (c, d) in pairwise(places))
    return f"M{_tenths(x)} {_tenths(y)}{''.join(steps)}"


def _tenths(number: int) -> str:
    return f"{number / 10:g}"


def thinned(x: Array, y: Array) -> tuple[Array, Array]:
    """At most ``POINTS`` points.

    The means of equal parts of the time; a part that has a gap is one.
    """
    if x.size <= POINTS:
        return x, y
    edges = np.linspace(0, x.size, POINTS + 1).astype(int)
    parts = list(pairwise(edges))
    return (
        np.array([x[begin:end].mean() for begin, end in parts]),
        np.array([y[begin:end].mean() for begin, end in parts]),
    )


def ticks(high: float, most: int = 5) -> list[float]:
    """Round values from 0 to ``high``, at most ``most`` steps."""
    if high <= 0:
        return [0.0]
    raw = high / most
    size = 10 ** math.floor(math.log10(raw))
    step = next(each * size for each in (1, 2, 5, 10) if each * size >= raw * 0.999)
    return [n * step for n in range(math.floor(high / step + 1e-9) + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 in each decade, or the powers of ten alone where those are many."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    factors = (1, 2, 5) if len(decades) <= 3 else (1,)
    found = [factor * 10.0**decade for decade in decades for factor in factors]
    return [value for value in found if low <= value <= high]
