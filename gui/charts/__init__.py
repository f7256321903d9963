"""Charts, one module each; adding one is a module and a line in ``PLACES``.

They take a Timeline and a RacePlan, and do not know whether a race is live or over. ``chart`` is
the card, ``time_chart`` what the charts over time share. A chart makes a ``chart_model``, plain
values; ``painting`` paints it, on the screen and in pictures alike, with ``layout``, ``header``,
``curves``, ``named_bands``, ``labels`` and ``text`` for its parts; ``overlay`` is what lies over
it, with the values of ``hover_readout``, ``chart_pointer`` what the mouse does there,
``plot_image`` what has been painted and is added to while a race goes on,
``reference_curves`` are earlier curves behind those of now. ``axes``,
``scales``, ``downsampling`` and ``label_placement`` are the rules behind it: which range and ticks,
which points, which text where. They know no Qt. ``events`` are what happened in a race,
``event_track`` has their words below the charts. ``measures`` are what ``server_internals`` can
show, ``view`` is which view was chosen.
"""

from gui.charts.chart import Chart
from gui.charts.latency import LatencyChart
from gui.charts.memory import MemoryChart
from gui.charts.server_internals import InsideChart
from gui.charts.spectrum import SpectrumChart
from gui.charts.throughput import ThroughputChart

PLACES: tuple[tuple[type[Chart], ...], ...] = (
    (ThroughputChart,),
    (LatencyChart,),
    (MemoryChart,),
    (SpectrumChart, InsideChart),
)
"""In the order in which they are read: left to right, then down. Of several charts at one place the
first is shown until somebody chooses.
"""

CHARTS: tuple[type[Chart], ...] = tuple(chart for place in PLACES for chart in place)

__all__ = ["CHARTS", "PLACES", "Chart"]
