"""The charts themselves: what they show of a race, in every state a race can be in."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.charts import CHARTS, Chart
from gui.charts.chart_model import ChartModel, PaintStyle
from gui.charts.labels import label_color, label_text, place_labels
from gui.charts.latency import LatencyChart
from gui.charts.layout import lay_out
from gui.charts.memory import MemoryChart
from gui.charts.painting import paint
from gui.charts.spectrum import SpectrumChart, farthest
from gui.charts.throughput import ThroughputChart
from gui.style.theme import DARK, LIGHT, THEMES, Theme, contrast
from loadgen.model.frame import LaneStatus
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from tests.gui.charts.runs import RUNS, SILENT
from tests.support.every_case import every_case
from tests.support.synthetic_lanes import FLASK, SyntheticLane, frames, timeline

PLAN = RacePlan.default()
SIZES = ((420, 260), (720, 360), (1000, 500))


def content(chart: type[Chart], run: Timeline) -> ChartModel:
    made = chart()
    made.resize(600, 340)
    return made.content(run, PLAN)


def shot(chart: Chart) -> QImage:
    image: QImage = chart.grab().toImage()
    return image


def labels(chart: type[Chart], run: Timeline) -> list[str]:
    made = content(chart, run)
    return [label_text(c, made, names=True) for c in made.curves if c.label_at is not None]


@every_case("theme", THEMES, ids=lambda theme: theme.name)
@every_case("run", RUNS.values(), ids=RUNS.keys())
@every_case("chart_type", CHARTS)
def test_every_chart_paints_every_race(
    qtbot: QtBot, chart_type: type[Chart], run: Timeline, theme: Theme
) -> None:
    chart = chart_type(theme)
    qtbot.addWidget(chart)
    chart.resize(520, 300)
    empty = shot(chart)
    chart.refresh(run, PLAN)
    assert (shot(chart) == empty) == (not chart.accessibleDescription())


@every_case("chart_type", CHARTS)
def test_an_empty_chart_teaches(qtbot: QtBot, chart_type: type[Chart]) -> None:
    shown = content(chart_type, Timeline())
    assert shown.is_empty
    assert shown.teaches[1].endswith(".")


@every_case("run", RUNS.values(), ids=RUNS.keys())
@every_case("chart_type", CHARTS)
def test_labels_fit_on_the_card(qtbot: QtBot, chart_type: type[Chart], run: Timeline) -> None:
    made = content(chart_type, run)
    for (width, height), factor in itertools.product(SIZES, (1.0, 1.6)):
        look = PaintStyle(DARK, factor)
        at = lay_out(QRectF(0, 0, width, height), made, look)
        for label in place_labels(at, made, look):
            needed = QFontMetricsF(label.face).horizontalAdvance(label.text)
            assert label.box.left() + needed <= width


@every_case("chart_type", CHARTS)
def test_no_label_reaches_the_edge_of_the_card(qtbot: QtBot, chart_type: type[Chart]) -> None:
    chart = chart_type(DARK)
    qtbot.addWidget(chart)
    chart.resize(600, 340)
    chart.refresh(timeline(10), PLAN)
    image = shot(chart)
    edge = {image.pixelColor(x, y).name() for x in range(595, 600) for y in range(60, 300)}
    assert edge <= {DARK.card, DARK.border, DARK.background}


def test_labels_name_the_lane_and_its_figure(qtbot: QtBot) -> None:
    steady = timeline(
        8, SyntheticLane.steady(1_000, 0.8, 33.7), SyntheticLane.steady(3_000, 0.1, 50.8)
    )
    flask, fastapi = labels(ThroughputChart, steady)
    assert flask.startswith("Flask ")
    assert flask.endswith("/s")
    assert fastapi.startswith("FastAPI ")
    assert "FastAPI p50 100 ms" in " ".join(labels(LatencyChart, steady)).replace("99.9", "100")
    assert [text.split()[-1] for text in labels(MemoryChart, steady)] == ["MiB", "MiB"]


def test_a_lane_that_failed_says_so_where_its_curve_has_a_gap(qtbot: QtBot) -> None:
    run = RUNS["one lane failed"]
    assert labels(ThroughputChart, run)[0] == "Flask stopped"
    flask = content(ThroughputChart, run).curves[0]
    assert np.isnan(flask.y[flask.x > 3.5]).all()
    assert np.isfinite(flask.y[(flask.x > 0.9) & (flask.x < 2.9)]).all()


def test_a_frozen_lane_does_not_answer(qtbot: QtBot) -> None:
    frozen = SyntheticLane(lambda at: 79 if at < 3 else 0, lambda at: 0.1)
    frozen.status = LaneStatus("unresponsive", "Flask does not answer.")
    assert "Flask no answer" in labels(LatencyChart, timeline(6, a=frozen))


def test_what_comes_after_racing_is_not_drawn(qtbot: QtBot) -> None:
    run = RUNS["over"]
    assert content(ThroughputChart, run).curves[0].x[-1] <= run.raced_until_s + 1e-6


def test_the_leader_alone_is_filled(qtbot: QtBot) -> None:
    assert [c.filled for c in content(ThroughputChart, RUNS["12 s"]).curves] == [False, True]


def test_p99_is_dotted_and_unique_memory_solid(qtbot: QtBot) -> None:
    latency = content(LatencyChart, RUNS["12 s"]).curves
    assert {(c.what, c.dotted) for c in latency} == {("p50", False), ("p99", True)}
    memory = content(MemoryChart, RUNS["12 s"]).curves
    assert [c.dotted for c in memory if c.label_at] == [False, False]
    assert not any(c.dotted for c in content(MemoryChart, RUNS["no unique memory"]).curves)


def test_the_generator_as_the_limit_is_told_in_words(qtbot: QtBot) -> None:
    for chart_type in CHARTS:
        assert content(chart_type, RUNS["generator the limit"]).notice_lanes == ("FastAPI",)
        assert content(chart_type, RUNS["12 s"]).notice == ""


def test_marks_stand_on_every_time_axis(qtbot: QtBot) -> None:
    for chart_type in (ThroughputChart, LatencyChart, MemoryChart):
        events = content(chart_type, RUNS["12 s"]).events
        assert [(each.x, each.number, each.text) for each in events] == [
            (4, 1, "concurrency 16 → 64"),
            (8, 2, "wait 5 → 50 ms"),
        ]


@pytest.mark.parametrize(
    ("count", "percentile"), [(1, 0.5), (50, 0.9), (5_000, 0.999), (10**8, 0.9999)]
)
def test_the_spectrum_goes_as_far_as_the_responses_support(count: int, percentile: float) -> None:
    assert 1 - 10 ** -farthest(count) == pytest.approx(percentile)


def test_the_spectrum_never_falls(qtbot: QtBot) -> None:
    for curve in content(SpectrumChart, RUNS["12 s"]).curves:
        assert (np.diff(curve.y) >= 0).all()


def test_one_lucky_response_does_not_stretch_the_spectrum(qtbot: QtBot) -> None:
    lucky = SyntheticLane(lambda at: 200, lambda at: 0.0001 if 9.95 < at < 10.05 else 0.05)
    assert content(SpectrumChart, timeline(20, a=lucky)).y.low >= 1, "10 ms"


class TestOldLabels:
    """A label stays at the last point that was measured."""

    STOPPED = timeline(30, a=replace(FLASK, fails_at_s=9))

    def test_of_a_server_that_stopped(self, qtbot: QtBot) -> None:
        for chart_type in (ThroughputChart, LatencyChart, MemoryChart):
            of_a = [c for c in content(chart_type, self.STOPPED).curves if c.lane == "a"]
            for curve in of_a:
                if curve.label_at is not None:
                    assert curve.label_at[0] == pytest.approx(9, abs=0.3)
                    assert curve.fade == 1
            assert "Flask stopped" in labels(chart_type, self.STOPPED)

    def test_of_a_lane_all_of_whose_answers_fail(self, qtbot: QtBot) -> None:
        fails = SyntheticLane(lambda at: 79 if at < 9 else 0, lambda at: 0.1)
        run = timeline(30, a=fails)
        p50 = next(c for c in content(LatencyChart, run).curves if (c.lane, c.what) == ("a", "p50"))
        assert p50.label_at is not None
        assert p50.label_at[0] == pytest.approx(10, abs=0.3)
        assert label_text(p50, content(LatencyChart, run), names=True).endswith(" ms 20 s ago")
        assert labels(ThroughputChart, run)[0] == "Flask 0/s", "that is measured now"

    def test_it_fades_with_its_age(self, qtbot: QtBot) -> None:
        fails = SyntheticLane(lambda at: 79 if at < 9 else 0, lambda at: 0.1)
        fades = [
            content(LatencyChart, timeline(until, a=fails)).curves[2].fade for until in (9, 14, 30)
        ]
        assert fades == [0, pytest.approx(0.4, abs=0.05), 1]

    @pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
    @pytest.mark.parametrize("fade", [0.0, 0.3, 1.0])
    def test_it_can_be_read_at_any_age(self, qtbot: QtBot, theme: Theme, fade: float) -> None:
        for curve in content(LatencyChart, self.STOPPED).curves:
            color = label_color(replace(curve, fade=fade), theme)
            assert contrast(color, theme.card) >= 4.5

    def test_it_says_of_what_it_is_where_labels_of_now_do_not(self, qtbot: QtBot) -> None:
        fails = SyntheticLane(lambda at: 79 if at < 9 else 0, lambda at: 0.1)
        made, look = content(LatencyChart, timeline(60, a=fails)), PaintStyle(DARK)
        at = lay_out(QRectF(0, 0, 466, 220), made, look)
        assert not at.whats
        texts = [label.text for label in place_labels(at, made, look)]
        assert any(text.startswith("Flask p99 ") and text.endswith(" ago") for text in texts)
        assert any(text.startswith("Flask p50 ") and text.endswith(" ago") for text in texts)

    def test_a_point_left_of_what_is_shown_is_at_its_edge(self, qtbot: QtBot) -> None:
        chart = ThroughputChart()
        qtbot.addWidget(chart)
        chart.set_window(10)
        curve = chart.content(self.STOPPED, PLAN).curves[0]
        assert curve.label_at is not None
        assert curve.label_at[0] == 20

    def test_a_state_is_said_once_for_a_lane(self, qtbot: QtBot) -> None:
        made, look = content(LatencyChart, self.STOPPED), PaintStyle(DARK)
        placed = place_labels(lay_out(QRectF(0, 0, 700, 340), made, look), made, look)
        assert [label.text for label in placed if "stopped" in label.text] == ["Flask stopped"]


def test_a_slow_chart_waits_until_there_is_more_to_see(qtbot: QtBot) -> None:
    chart, run, coming = SpectrumChart(), Timeline(), iter(frames(5, phase="ended"))
    qtbot.addWidget(chart)

    def after(count: int) -> QImage:
        for frame in itertools.islice(coming, count):
            run.add(frame)
        chart.refresh(run, PLAN)
        return shot(chart)

    before = after(40)
    assert after(2) == before, "too soon"
    before = after(5)
    assert after(2) == before, "too soon"
    assert after(1) != before, "the end is always shown"


def test_theme_and_stage_change_live(qtbot: QtBot) -> None:
    chart = LatencyChart(DARK)
    qtbot.addWidget(chart)
    chart.resize(700, 360)
    chart.refresh(RUNS["12 s"], PLAN)
    dark = shot(chart)
    chart.set_theme(LIGHT)
    light = shot(chart)
    chart.set_size(1.6)
    staged = shot(chart)
    chart.set_size(1.0)
    chart.set_theme(DARK)
    middle = dark.width() // 2
    assert (
        dark.pixelColor(middle, 20).lightness()
        < 60
        < 200
        < light.pixelColor(middle, 20).lightness()
    )
    assert staged != light
    assert shot(chart) == dark


@pytest.mark.parametrize("pointer", [(300, 150), (1, 1)], ids=["there", "elsewhere"])
def test_the_mouse_asks_for_values(qtbot: QtBot, pointer: tuple[int, int]) -> None:
    chart = SpectrumChart()
    qtbot.addWidget(chart)
    chart.resize(700, 360)
    chart.refresh(RUNS["12 s"], PLAN)
    chart.show()
    QTest.mouseMove(chart.viewport(), QPoint(*pointer))
    # Qt sends no event where the pointer is already: other tests may have left it at either point.
    QTest.mouseMove(chart.viewport(), QPoint(1, 1))
    still = shot(chart)
    QTest.mouseMove(chart.viewport(), QPoint(300, 150))
    qtbot.waitUntil(lambda: shot(chart) != still, timeout=2000)
    assert chart.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_a_curve_is_painted_in_its_lane_s_colour_up_to_its_peak(qtbot: QtBot) -> None:
    spiky = SyntheticLane(lambda at: 5_000 if 300 < at < 300.3 else 500, lambda at: 0.05)
    made = content(ThroughputChart, timeline(600, a=spiky, b=SILENT))
    look, size = PaintStyle(DARK), (700, 360)
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, *size), made, look)
    painter.end()
    plane = lay_out(QRectF(0, 0, *size), made, look).plane
    peak = float(np.nanmax(made.curves[0].y))
    assert peak > 900
    x, y = round(plane.to_x(300.5)), round(plane.to_y(peak)) + 3
    seen = [image.pixelColor(x + dx, y) for dx in range(-4, 5)]
    assert max(color.red() - color.blue() for color in seen) > 40, "amber up there"
    assert not math.isnan(peak)
