"""What the charts say of the instrument: latency from schedule and from send, ceilings, gaps of
which nothing is known, and each lane's own time in turns.
"""

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.charts import CHARTS, Chart
from gui.charts.chart_model import ChartModel, Curve, PaintStyle
from gui.charts.downsampling import dashes
from gui.charts.labels import label_text
from gui.charts.latency import LatencyChart
from gui.charts.latency_basis import BASES, Basis
from gui.charts.layout import lay_out
from gui.charts.memory import MemoryChart
from gui.charts.painting import paint
from gui.charts.spectrum import SpectrumChart
from gui.charts.throughput import ThroughputChart
from gui.style.theme import DARK, THEMES, Theme
from loadgen.model.frame import LaneStatus, Mark
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from tests.support.synthetic_lanes import FASTAPI, FLASK, SyntheticLane, frames, timeline

pytestmark = pytest.mark.usefixtures("qapp")

CLOSED = RacePlan.default()
OPEN = msgspec.structs.replace(CLOSED, model=OpenModel(500))
STOCK = msgspec.structs.replace(CLOSED, client="httpx-shared")
NOTICED = replace(FLASK, sent_s=lambda at: 0.05)
"""From schedule 0.8 s, from send 50 ms."""


def content(
    kind: type[Chart], run: Timeline, plan: RacePlan = CLOSED, basis: Basis = "schedule"
) -> ChartModel:
    made = kind()
    made.resize(700, 340)
    made.basis = basis
    return made.content(run, plan)


def last_ms(curve: Curve) -> float:
    assert curve.values is not None
    return float(curve.values[np.isfinite(curve.values)][-1])


class TestBasis:
    def test_from_schedule_is_what_is_drawn_unless_somebody_asks(self) -> None:
        made = content(LatencyChart, timeline(6, NOTICED), OPEN)
        assert {curve.what for curve in made.curves} == {"p50", "p99"}
        assert last_ms(made.curves[2]) == pytest.approx(800, rel=0.1)
        assert made.subtitle == ("ms over 1 s", "from schedule", "p50 solid", "p99 dotted")

    def test_from_send_alone(self) -> None:
        made = content(LatencyChart, timeline(6, NOTICED), OPEN, "send")
        assert last_ms(made.curves[2]) == pytest.approx(50, rel=0.1)
        assert "from send" in made.subtitle

    def test_both_side_by_side_and_where_they_part_it_is_told(self) -> None:
        made = content(LatencyChart, timeline(6, NOTICED), OPEN, "both")
        sent = {(c.lane, c.what): c for c in made.curves if c.companion}
        assert set(sent) == {(lane, p) for lane in ("a", "b") for p in ("p50", "p99")}
        assert sent["a", "p99"].label_at is not None
        assert label_text(sent["a", "p99"], made, names=True).startswith("Flask p99 sent ")
        assert sent["b", "p99"].label_at is None, "it says what the one beside it says"
        assert made.subtitle == ("ms over 1 s", "from schedule; thin: from send")

    @pytest.mark.parametrize("basis", BASES)
    def test_the_closed_model_has_no_schedule(self, basis: Basis) -> None:
        made = content(LatencyChart, timeline(6), CLOSED, basis)
        assert made.subtitle == ("ms over 1 s", "p50 solid", "p99 dotted")
        assert not any(curve.companion for curve in made.curves)

    def test_the_spectrum_follows(self) -> None:
        run = timeline(6, NOTICED)
        both = content(SpectrumChart, run, OPEN, "both")
        assert [curve.companion for curve in both.curves] == [True, True, False, False]
        assert last_ms(both.curves[0]) < last_ms(both.curves[2]) / 5
        assert both.curves[0].label_at is not None
        assert both.curves[1].label_at is None
        sent = content(SpectrumChart, run, OPEN, "send")
        assert last_ms(sent.curves[0]) == last_ms(both.curves[0])
        assert "from send" in sent.subtitle

    def test_it_is_changed_on_a_chart_that_is_shown(self, qtbot: QtBot) -> None:
        chart, run = LatencyChart(), timeline(6, NOTICED)
        qtbot.addWidget(chart)
        chart.refresh(run, OPEN)
        chart.resize(700, 340)
        before = chart.grab().toImage()
        chart.set_basis("both")
        assert chart.grab().toImage() != before
        assert "p99 sent" in chart.accessibleDescription()


def test_dashes_follow_the_line_and_leave_gaps_out() -> None:
    x, y = np.array([0.0, 10, 20, 30]), np.array([0.0, 0, np.nan, 5])
    xs, _ = dashes(x, y, 3)
    assert xs.size % 2 == 0
    assert xs.tolist() == [0, 3, 6, 9]
    assert dashes(np.empty(0), np.empty(0), 3)[0].size == 0


class TestCeiling:
    def test_none_is_drawn_where_none_is_known(self) -> None:
        assert content(ThroughputChart, timeline(3)).levels == ()

    def test_one_in_reach_is_on_the_axis(self) -> None:
        near = replace(FASTAPI, ceiling_per_s=2_000.0)
        made = content(ThroughputChart, timeline(3, replace(FLASK, ceiling_per_s=2_000.0), near))
        (level,) = made.levels
        assert (level.at, level.text, level.lane) == (2_000, "generator's ceiling 2,000/s", None)
        assert made.y.high >= 2_000

    def test_one_far_above_does_not_press_the_curves_flat(self) -> None:
        far = replace(FASTAPI, ceiling_per_s=95_000.0)
        run = timeline(3, replace(FLASK, ceiling_per_s=95_000.0), far)
        assert content(ThroughputChart, run).y.high == content(ThroughputChart, timeline(3)).y.high

    def test_two_that_differ_are_told_apart(self) -> None:
        run = timeline(
            3, replace(FLASK, ceiling_per_s=1_900.0), replace(FASTAPI, ceiling_per_s=3_800.0)
        )
        assert [level.lane for level in content(ThroughputChart, run).levels] == ["a", "b"]

    def test_that_of_an_earlier_load_is_not_drawn(self) -> None:
        known = replace(FLASK, ceiling_per_s=2_000.0), replace(FASTAPI, ceiling_per_s=2_000.0)
        run = timeline(3, *known)
        assert content(ThroughputChart, run).levels != ()
        for frame in frames(4)[30:]:
            run.add(frame)
        assert content(ThroughputChart, run).levels == ()

    def test_a_lane_that_comes_close_is_generator_bound(self) -> None:
        run = timeline(6, b=replace(FASTAPI, ceiling_per_s=1_400.0))
        made = content(ThroughputChart, run)
        assert (made.notice, made.notice_lanes) == ("generator-bound", ("FastAPI",))
        run = timeline(6, b=replace(FASTAPI, ceiling_per_s=2_000.0))
        assert content(ThroughputChart, run).notice == ""


class TestGaps:
    STALLED = replace(FASTAPI, void_s=(2.0, 3.0))

    def test_a_stall_is_a_gap_with_a_word_and_never_zero(self) -> None:
        made = content(ThroughputChart, timeline(6, b=self.STALLED))
        (gap,) = [shade for shade in made.shades if shade.kind == "void"]
        assert (gap.low, gap.high) == pytest.approx((2.0, 3.0), abs=0.11)
        assert [event.text for event in made.events] == ["FastAPI: generator stalled"]
        of_b = made.curves[1]
        inside = of_b.y[(of_b.x > 2.15) & (of_b.x < 2.95)]
        assert np.isnan(inside).all()

    def test_when_both_stood_still_it_is_said_once(self) -> None:
        stalled = replace(FLASK, void_s=(2.0, 3.0))
        made = content(LatencyChart, timeline(6, stalled, self.STALLED))
        assert [event.text for event in made.events] == ["generator stalled"]
        assert [shade.kind for shade in made.shades].count("void") == 1

    @pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
    def test_it_is_shaded(self, theme: Theme) -> None:
        run = timeline(6, b=self.STALLED)
        shaded, plain = _pixel(run, theme, 2.5), _pixel(run, theme, 5.0)
        assert shaded != plain


def _pixel(run: Timeline, theme: Theme, at_s: float) -> str:
    """The colours of the plot at that time, just below its top."""
    made, look = content(MemoryChart, run), PaintStyle(theme)
    image = QImage(700, 340, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, 700, 340), made, look)
    painter.end()
    plane = lay_out(QRectF(0, 0, 700, 340), made, look).plane
    return image.pixelColor(round(plane.to_x(at_s)), round(plane.area.top()) + 6).name()


class TestTurns:
    def test_each_lane_has_its_own_seconds(self) -> None:
        run = timeline(12, block_s=2)
        for kind in (ThroughputChart, LatencyChart, MemoryChart):
            made = content(kind, run)
            assert made.x_title is not None
            for curve in made.curves:
                assert (np.diff(curve.x) > 0).all()
                assert curve.x[-1] == pytest.approx(6, abs=0.05)
            assert made.x.high == pytest.approx(6)

    def test_no_line_falls_to_zero_while_it_waits(self) -> None:
        made = content(ThroughputChart, timeline(12, block_s=2))
        for curve in made.curves:
            assert np.nanmin(curve.y) > 20

    def test_a_lane_that_failed_has_no_figure_at_the_end_of_its_curve(self) -> None:
        run, last = timeline(12, block_s=2), frames(12, block_s=2)[-1]
        failed = msgspec.structs.replace(last.lanes["a"], status=LaneStatus("failed", "It failed."))
        run.add(msgspec.structs.replace(last, at_s=12.1, lanes={"a": failed, "b": last.lanes["b"]}))
        for kind in (ThroughputChart, LatencyChart, MemoryChart):
            states = {curve.state for curve in content(kind, run).curves if curve.lane == "a"}
            assert states <= {"stopped", ""}
            assert "stopped" in states

    def test_together_again_the_axes_go_on(self) -> None:
        run = timeline(8, block_s=2)
        for each in frames(6):
            run.add(msgspec.structs.replace(each, at_s=each.at_s + 8))
        made = content(ThroughputChart, run)
        assert made.x_title is not None
        for curve in made.curves:
            assert curve.x[-1] == pytest.approx(10, abs=0.05)
            assert (np.diff(curve.x) > 0).all()
            assert curve.label_at is not None
            assert curve.label_at[0] == pytest.approx(10, abs=0.05)

    def test_marks_stand_on_the_own_time_too(self) -> None:
        marks = (Mark(4.0, "concurrency 64 → 128"),)
        made = content(ThroughputChart, timeline(12, marks=marks, block_s=2))
        assert made.events[0].x == pytest.approx(2.0, abs=0.11)

    def test_the_spectrum_is_of_what_counts(self) -> None:
        made = content(SpectrumChart, timeline(16, block_s=2))
        assert all(curve.x.size for curve in made.curves)
        assert made.x_title is None

    def test_together_there_is_nothing_to_say(self) -> None:
        assert content(ThroughputChart, timeline(4)).x_title is None


class TestSender:
    def test_another_client_is_named_where_load_is_shown(self) -> None:
        run = timeline(4)
        named = {kind.title: content(kind, run, STOCK).sender for kind in CHARTS}
        words = "sent by stock httpx, one client"
        assert named == dict.fromkeys(named, words) | {"Memory": ""}
        assert content(ThroughputChart, run).sender == ""

    @pytest.mark.parametrize("width", [420, 720, 1000])
    def test_it_is_painted_at_every_width(self, qtbot: QtBot, width: int) -> None:
        run = timeline(7, b=replace(FASTAPI, limited=True))
        shots = []
        for plan in (CLOSED, STOCK):
            chart = SpectrumChart()
            qtbot.addWidget(chart)
            chart.resize(width, 300)
            chart.refresh(run, plan)
            shots.append(chart.grab().toImage())
        assert (shots[0] != shots[1]) == (width > 420)


def test_a_control_in_the_corner_stands_in_the_header_and_not_in_pictures(qtbot: QtBot) -> None:
    chart, button = LatencyChart(), QPushButton("schedule")
    qtbot.addWidget(chart)
    chart.resize(470, 260)
    chart.show()
    chart.set_corner(button)
    place = button.geometry()
    assert chart.rect().contains(place)
    assert place.right() > 430
    assert place.center().y() == pytest.approx(22, abs=3)
    chart.resize(900, 260)
    assert button.geometry().right() > 860
    chart.set_corner(None)
    assert button.isHidden()


def test_every_state_of_the_instrument_is_painted(qtbot: QtBot) -> None:
    odd: SyntheticLane = replace(
        FLASK,
        sent_s=lambda at: 0.1,
        ceiling_per_s=90.0,
        void_s=(1.0, 2.0),
    )
    for run in (timeline(5, odd, odd), timeline(9, odd, FASTAPI, block_s=1)):
        for kind in CHARTS:
            chart = kind(DARK)
            qtbot.addWidget(chart)
            chart.basis = "both"
            chart.resize(700, 340)
            chart.refresh(run, OPEN)
            assert not chart.grab().toImage().isNull()
