"""What a chart shows at one moment, as plain values: made of a Timeline, then painted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from gui.charts.axes import Axis
from gui.charts.downsampling import Array
from gui.style.theme import REGULAR, Theme, font
from loadgen.model.frame import LaneId, MarkKind
from loadgen.timeline.bands import BandKind

Series = tuple[LaneId, str]
"""What can be hidden in a chart: a lane, and which of its curves where labels tell them apart."""


@dataclass(frozen=True, slots=True)
class PaintStyle:
    """How it is painted: type and lines ``factor`` times as large as at the desk.

    No type is smaller than ``least_type`` pixels. ``fine`` takes more time, for edges that only a
    picture needs. ``dimmed`` is a result that is not of what the controls say. ``compact`` gives
    the plot all height that the header and the axis leave: two rows of charts on stage.
    """

    theme: Theme
    factor: float = 1.0
    least_type: float = 0.0
    fine: bool = False
    dimmed: bool = False
    compact: bool = False

    def font(self, size: float, weight: QFont.Weight = REGULAR) -> QFont:
        """A font of a size in pixels, scaled by ``factor``."""
        return font(max(size * self.factor, self.least_type), weight)


@dataclass(frozen=True, slots=True)
class Curve:
    """One line. ``x`` and ``y`` are in the axes' units (log10 where logarithmic), NaN is a gap.

    ``values`` are those of ``y`` in the measure's units, and ``write`` says one in words. ``label``
    stands at ``label_at``, beside the last point that was measured; None is a curve without data,
    or one that needs no label. ``since`` says how old the figure is where it is not of now, and
    ``fade`` how far its label fades, 0 to 1. ``state`` is said in place of the figure, such as
    ``stopped``. ``what`` tells a lane's curves apart: ``p99``. A ``companion`` is thin and dashed:
    the same thing, seen in another way, of which ``basis`` is the name: ``sent``. ``part`` is the
    second half of ``series``; what is ``hidden`` has a label alone.
    """

    lane: LaneId
    x: Array
    y: Array
    label: str
    label_at: tuple[float, float] | None
    write: Callable[[float], str]
    what: str = ""
    dotted: bool = False
    filled: bool = False
    companion: bool = False
    basis: str = ""
    values: Array | None = None
    state: str = ""
    since: str = ""
    fade: float = 0.0
    part: str = ""
    hidden: bool = False

    @property
    def series(self) -> Series:
        """What is hidden together with it."""
        return self.lane, self.part


@dataclass(frozen=True, slots=True)
class Event:
    """A mark on the time axis at ``x``; ``number`` connects it with its words beside the charts."""

    x: float
    number: int
    text: str
    kind: MarkKind = "change"
    lane: LaneId | None = None


@dataclass(frozen=True, slots=True)
class Shade:
    """A named stretch of the time axis, from ``low`` to ``high``.

    ``void`` is where the generator stood still, so that nothing is known. What is ``compared`` is
    named, but not left out.
    """

    kind: BandKind | Literal["void"]
    low: float
    high: float
    text: str
    lane: LaneId | None = None
    compared: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A line at one height, such as a limit; above the top of the axis only its text is seen.

    ``lane`` is None where it is of both.
    """

    at: float
    text: str
    lane: LaneId | None = None


@dataclass(frozen=True, slots=True)
class ChartModel:
    """Everything on the card.

    ``events`` ascend in x. ``subtitle`` are phrases, of which the last are left out where there is
    little room. ``notice`` stands in the header in place of it, with the names of the lanes that it
    is about, ``notice_lanes``, and ``sender`` after it where there is room. ``teaches`` are a
    headline and a line below it, on a plot without data. ``x_title`` says what x is where that is
    not plain, in a long and in a short form; else it is None. ``reference`` are earlier curves,
    behind those of now.
    """

    title: str
    subtitle: tuple[str, ...]
    teaches: tuple[str, str]
    x: Axis
    y: Axis
    names: dict[LaneId, str]
    write_x: Callable[[float], str]
    curves: tuple[Curve, ...] = ()
    events: tuple[Event, ...] = ()
    notice: str = ""
    notice_lanes: tuple[str, ...] = ()
    sender: str = ""
    levels: tuple[Level, ...] = ()
    shades: tuple[Shade, ...] = ()
    x_title: tuple[str, str] | None = None
    reference: tuple[Curve, ...] = ()

    @property
    def shown_curves(self) -> tuple[Curve, ...]:
        """Those that are not hidden."""
        return tuple(curve for curve in self.curves if not curve.hidden)

    @property
    def is_empty(self) -> bool:
        """Whether no curve has a point to label."""
        return all(curve.label_at is None for curve in self.curves)


@dataclass(frozen=True, slots=True)
class Plane:
    """The plot area in pixels, and what its edges stand for."""

    area: QRectF
    x: Axis
    y: Axis

    def to_x(self, at: float) -> float:
        """The pixel of a value on the horizontal axis."""
        share = (at - self.x.low) / (self.x.high - self.x.low)
        return self.area.left() + share * self.area.width()

    def to_y(self, at: float) -> float:
        """The pixel of a value on the vertical axis, which grows upwards."""
        share = (at - self.y.low) / (self.y.high - self.y.low)
        return self.area.bottom() - share * self.area.height()

    def from_x(self, pixel: float) -> float:
        """The value on the horizontal axis at a pixel."""
        share = (pixel - self.area.left()) / self.area.width()
        return self.x.low + share * (self.x.high - self.x.low)

    def xs(self, at: Array) -> Array:
        """Pixels of many values on the horizontal axis."""
        scale = self.area.width() / (self.x.high - self.x.low)
        pixels: Array = self.area.left() + (at - self.x.low) * scale
        return pixels

    def ys(self, at: Array) -> Array:
        """Pixels of many values on the vertical axis."""
        scale = self.area.height() / (self.y.high - self.y.low)
        pixels: Array = self.area.bottom() - (at - self.y.low) * scale
        return pixels

    def per_pixel(self) -> float:
        """Units of x in one pixel."""
        return (self.x.high - self.x.low) / max(self.area.width(), 1.0)
