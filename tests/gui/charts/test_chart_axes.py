import math

import pytest
from pytestqt.qtbot import QtBot

from gui.charts import CHARTS, Chart
from gui.charts.chart_model import PaintStyle
from gui.charts.hover_readout import value_at
from gui.charts.latency import LatencyChart
from gui.charts.memory import MemoryChart
from gui.charts.scales import AxisChoice
from gui.charts.server_internals import InsideChart
from gui.charts.spectrum import SpectrumChart
from gui.charts.throughput import ThroughputChart
from gui.style.theme import DARK
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from tests.gui.charts.runs import RUNS, SILENT
from tests.support.every_case import every_case
from tests.support.synthetic_lanes import SyntheticLane, frames, timeline

PLAN = RacePlan.default()


def test_the_y_axis_fits_what_is_shown(qtbot: QtBot) -> None:
    chart = ThroughputChart()
    qtbot.addWidget(chart)
    slows = timeline(100, b=SyntheticLane(lambda at: 9_000 if at < 30 else 139, lambda at: 0.05))
    chart.refresh(slows, PLAN)
    assert chart.content(slows, PLAN).y.high >= 9_000, "the peak is on the axis"
    chart.set_window(60)
    assert chart.content(slows, PLAN).y.high <= 300
    chart.set_window(None)
    assert chart.content(slows, PLAN).y.high >= 9_000


def test_a_new_run_has_new_axes(qtbot: QtBot) -> None:
    chart = ThroughputChart()
    qtbot.addWidget(chart)
    fast = timeline(3, b=SyntheticLane.steady(9_000, 0.01))
    chart.refresh(fast, PLAN)
    high = chart.content(fast, PLAN).y.high
    chart.refresh(RUNS["one lane silent"], PLAN)
    assert chart.content(RUNS["one lane silent"], PLAN).y.high < high
    chart.reset()
    assert chart.content(Timeline(), PLAN).is_empty


@pytest.mark.parametrize(
    ("chart_type", "axis", "low", "high"),
    [
        (ThroughputChart, "usual", 0, 1_500),
        (ThroughputChart, "log", math.log10(20), math.log10(2_000)),
        (LatencyChart, "usual", math.log10(20), math.log10(5_000)),
        (LatencyChart, "zero", 0, 3_000),
        (MemoryChart, "log", math.log10(10), math.log10(100)),
        (SpectrumChart, "zero", 0, 2_000),
        (InsideChart, "log", 0, 10),
    ],
)
def test_which_y_axis_is_chosen(
    qtbot: QtBot, chart_type: type[Chart], axis: AxisChoice, low: float, high: float
) -> None:
    chart = chart_type()
    qtbot.addWidget(chart)
    chart.set_axis(axis)
    run = timeline(
        12, SyntheticLane.steady(79, 0.8, 33.7), SyntheticLane.steady(1_230, 0.052, 50.8)
    )
    shown = chart.content(run, PLAN)
    assert shown.y.low == pytest.approx(low)
    assert shown.y.high == pytest.approx(high, rel=0.15)
    assert not any(curve.filled for curve in shown.curves) or shown.y.low == 0


def test_a_value_of_zero_is_said_to_be_zero_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    chart = ThroughputChart()
    qtbot.addWidget(chart)
    chart.set_axis("log")
    curve = chart.content(timeline(6, a=SILENT), PLAN).curves[0]
    assert curve.label == "0/s"
    assert curve.write(value_at(curve, 3.0)) == "0/s"


def test_a_window_shows_the_last_stretch_only(qtbot: QtBot) -> None:
    chart = ThroughputChart()
    qtbot.addWidget(chart)
    chart.set_window(5)
    axis = chart.content(RUNS["12 s"], PLAN).x
    assert (axis.low, axis.high) == pytest.approx((7, 12))
    chart.set_window(None)
    axis = chart.content(RUNS["12 s"], PLAN).x
    assert (axis.low, axis.high) == pytest.approx((0, 12))


@every_case(("width", "factor"), [(383, 1), (466, 1), (743, 1), (613, 1.6), (900, 1.6)])
@every_case("run", RUNS)
def test_all_plots_have_the_same_edges_and_most_of_their_card(
    qtbot: QtBot, run: str, width: int, factor: float
) -> None:
    edges = set()
    for chart_type in CHARTS:
        chart = chart_type()
        qtbot.addWidget(chart)
        chart.resize(width, 300)
        chart._set_look(PaintStyle(DARK, factor))
        chart.refresh(RUNS[run], PLAN)
        edges.add(chart.plot_edges)
    ((left, right),) = edges
    assert right - left >= 0.70 * width


@pytest.mark.parametrize("window_s", [None, 60.0])
def test_all_time_axes_show_the_same_span_at_any_moment(
    qtbot: QtBot, window_s: float | None
) -> None:
    charts = [ThroughputChart(), LatencyChart(), MemoryChart(), InsideChart()]
    run = Timeline()
    for chart in charts:
        qtbot.addWidget(chart)
        chart.set_window(window_s)
    for n, frame in enumerate(frames(70)):
        run.add(frame)
        if n % 3:  # painting is what takes the time
            continue
        spans = set()
        for chart in charts:
            chart.refresh(run, PLAN)
            assert chart._content is not None
            spans.add((chart._content.x.low, chart._content.x.high))
        assert len(spans) == 1
