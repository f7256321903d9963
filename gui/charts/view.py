"""Which view of a race is shown: the same on the page and in a picture of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gui.charts.chart_model import Series
from gui.charts.latency_basis import Basis
from gui.charts.scales import AxisChoice
from loadgen.model.frame import LaneId


@dataclass(frozen=True, slots=True)
class View:
    """What the charts show: which latency, which of the servers' figures, which stretch.

    ``basis`` is what latency counts from, ``inside`` what the fourth chart shows of the servers,
    None for the spectrum. ``window_s`` is how much of the end the time axes show, None for all;
    ``zoom`` is a span of theirs that was chosen instead.
    ``hidden`` is what is not drawn, by the title of the chart.
    ``expected`` is what was predicted of each lane, in responses per second, and ``expected_by``
    who did: ``guess`` or ``computed``, "" where nothing was predicted.
    """

    basis: Basis = "schedule"
    inside: str | None = None
    window_s: float | None = None
    axis: AxisChoice = "usual"
    zoom: tuple[float, float] | None = None
    hidden: Mapping[str, frozenset[Series]] = field(default_factory=dict)
    expected: Mapping[LaneId, float] = field(default_factory=dict)
    expected_by: str = ""
