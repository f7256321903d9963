"""Charts, one module each; adding one is a module and a line in ``CHARTS``.

They take a Timeline and a RacePlan, and do not know whether a race is live or over. ``chart`` is
the card, ``time_chart`` what the charts over time share. A chart makes ``content``, plain values;
``painting`` paints them, on the screen and in pictures alike, with ``layout``, ``curves``,
``labels``, ``readout`` and ``text`` for its parts. ``axes``, ``thinning`` and ``placing`` are the
rules behind it: which range and ticks, which points, which text where. They know no Qt.
"""

from gui.charts.chart import Chart
from gui.charts.latency import LatencyChart
from gui.charts.memory import MemoryChart
from gui.charts.spectrum import SpectrumChart
from gui.charts.throughput import ThroughputChart

CHARTS: tuple[type[Chart], ...] = (ThroughputChart, LatencyChart, MemoryChart, SpectrumChart)
"""In the order in which they are read: left to right, then down."""

__all__ = ["CHARTS", "Chart"]
