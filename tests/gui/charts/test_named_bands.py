"""Named stretches of a race on every time axis, and what the mouse says of them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.charts.chart_model import ChartModel, PaintStyle, Plane
from gui.charts.events import STALLED, annotations, shades
from gui.charts.hatching import hatch_path
from gui.charts.hover_readout import happened
from gui.charts.latency import LatencyChart
from gui.charts.layout import lay_out
from gui.charts.memory import MemoryChart
from gui.charts.named_bands import spans_between
from gui.charts.painting import paint
from gui.charts.server_internals import InsideChart
from gui.charts.spectrum import SpectrumChart
from gui.charts.throughput import ThroughputChart
from gui.charts.time_chart import TimeChart
from gui.style.theme import DARK, THEMES, Theme
from loadgen.model.frame import Mark
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.bands import Band
from loadgen.timeline.timeline import Timeline
from tests.support.synthetic_lanes import FASTAPI, FLASK, frames, timeline

pytestmark = pytest.mark.usefixtures("qapp")

PLAN = RacePlan.default()
BANDS = (
    Band("warm-up", 0.0, 2.0, None, "warm-up 2.0 s"),
    Band("no answer", 5.0, 9.9, "b", "no answer 4.9 s"),
    Band("disturbance", 12.0, 15.0, None, "other programs used 1.1 of 2 cores"),
    Band("service", 17.0, None, None, "PostgreSQL is down"),
)
TIME_CHARTS: tuple[type[TimeChart], ...] = (
    ThroughputChart,
    LatencyChart,
    MemoryChart,
    InsideChart,
)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Timeline:
    made = timeline(20, marks=(Mark(7.0, "concurrency 16 → 64"),))
    monkeypatch.setattr(made, "bands", lambda: BANDS)
    return made


def content(kind: type[TimeChart], run: Timeline) -> ChartModel:
    chart = kind()
    chart.resize(700, 340)
    return chart.content(run, PLAN)


def painted(content: ChartModel, theme: Theme = DARK) -> tuple[QImage, Plane]:
    look, rect = PaintStyle(theme), QRectF(0, 0, 700, 340)
    image = QImage(700, 340, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    paint(painter, rect, content, look)
    painter.end()
    return image, lay_out(rect, content, look).plane


@pytest.mark.parametrize("kind", TIME_CHARTS)
def test_all_time_axes_have_all_of_them(qtbot: QtBot, kind: type[TimeChart], run: Timeline) -> None:
    assert [(each.kind, each.low, each.high, each.text) for each in content(kind, run).shades] == [
        ("warm-up", 0.0, 2.0, "warm-up 2.0 s"),
        ("no answer", 5.0, 9.9, "FastAPI: no answer 4.9 s"),
        ("disturbance", 12.0, 15.0, "other programs used 1.1 of 2 cores"),
        ("service", 17.0, 20.0, "PostgreSQL is down"),
    ]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_each_kind_looks_different(qtbot: QtBot, theme: Theme, run: Timeline) -> None:
    image, plane = painted(content(MemoryChart, run), theme)
    y = round(plane.area.bottom()) - 40
    seen = []
    for at_s in (0.5, 3.5, 7.5, 13.0, 18.5):
        x = round(plane.to_x(at_s))
        # A piece as large as a hatch repeats itself.
        piece = image.copy(x, y, 16, 16)
        colors = {piece.pixelColor(i, j).name() for i in range(16) for j in range(16)}
        seen.append(frozenset(colors))
    assert seen[1] == {theme.card}, "nothing is the matter there"
    assert seen[2] == seen[4], "outages"
    assert len(set(seen)) == 4
    assert len(seen[0]) > 1, "hatched"
    assert len(seen[3]) > 1, "hatched"
    assert len(seen[2]) == 1, "shaded"


def test_what_is_compared_is_named_but_not_hatched(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, run: Timeline
) -> None:
    text = "not steady until 0:15, compared all the same"
    compared = Band("disturbance", 12.0, 15.0, None, text, compared=True)
    monkeypatch.setattr(run, "bands", lambda: (compared,))
    image, plane = painted(content(MemoryChart, run))
    x, y = round(plane.to_x(13.0)), round(plane.area.bottom()) - 40
    piece = image.copy(x, y, 16, 16)
    assert {piece.pixelColor(i, j).name() for i in range(16) for j in range(16)} == {DARK.card}
    assert image.pixelColor(x, round(plane.area.top()) + 1).name() == DARK.caution


def test_hundreds_of_warm_ups_are_joined(qtbot: QtBot) -> None:
    made = timeline(60, block_s=1)
    assert len([each for each in made.bands() if each.kind == "warm-up"]) > 50
    assert len(shades(made, PLAN, 60.0)) <= 30, "those of both lanes at one place are one"


def test_strokes_of_a_hatch_stay_in_their_boxes() -> None:
    boxes = [QRect(10, 5, 20, 40), QRect(50, 5, 3, 40)]
    for rising in (True, False):
        path = hatch_path(boxes, 7.0, rising=rising)
        points = [path.elementAt(n) for n in range(path.elementCount())]
        assert points
        for each in points:
            assert any(b.left() <= each.x <= b.left() + b.width() for b in boxes)
            assert 5 <= each.y <= 45


def test_a_curve_takes_the_place_of_a_name() -> None:
    """From where to where it passes at a height, as one span for each time that it is there."""
    xs = np.arange(0.0, 300.0, 5.0)
    ys = np.where((xs < 50) | (xs > 200), 10.0, 80.0)
    assert spans_between([(xs, ys)], 5.0, 20.0) == [(0.0, 45.0), (205.0, 295.0)]
    assert spans_between([(xs, ys)], 20.0, 60.0) == []


def test_the_mouse_names_what_is_below_it(qtbot: QtBot, run: Timeline) -> None:
    made = content(ThroughputChart, run)
    assert happened(made, 1.0, 0.1) == ["warm-up 2.0 s"]
    assert happened(made, 7.05, 0.1) == ["1  concurrency 16 → 64", "FastAPI: no answer 4.9 s"]
    assert happened(made, 3.0, 0.1) == []


def test_the_spectrum_has_none(qtbot: QtBot, run: Timeline) -> None:
    chart = SpectrumChart()
    qtbot.addWidget(chart)
    shown = chart.content(run, PLAN)
    assert (shown.shades, shown.events) == ((), ())


def test_in_turns_they_stand_on_the_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    made = timeline(12, block_s=2)
    warm_ups = (
        Band("warm-up", 0.0, 0.5, "a", "warm-up 0.5 s"),
        Band("warm-up", 2.0, 2.5, "b", "warm-up 0.5 s"),
    )
    monkeypatch.setattr(made, "bands", lambda: warm_ups)
    found = shades(made, PLAN, 12.0)
    for each in found:
        assert (each.low, each.high) == pytest.approx((0.0, 0.5), abs=0.11)
    assert {each.text for each in found} == {"warm-up 0.5 s"}, "named once"


def test_a_stall_of_one_generator_is_one_of_them() -> None:
    made = timeline(6, FLASK, replace(FASTAPI, void_s=(2.0, 3.0)))
    (void,) = [each for each in shades(made, PLAN, 6.0) if each.kind == "void"]
    assert (void.lane, void.text) == ("b", STALLED)


def test_what_happened_to_a_lane_that_waited_is_seen_in_its_own_time(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = timeline(12, block_s=2)
    monkeypatch.setattr(made, "bands", lambda: (Band("no answer", 2.5, 3.5, "a", "no answer 1 s"),))
    shown = content(MemoryChart, made)
    (shade,) = shown.shades
    assert shade.low == shade.high == pytest.approx(2, abs=0.11)
    image, plane = painted(shown)
    x, y = round(plane.to_x(shade.low)), round(plane.area.top()) + 1
    seen = [image.pixelColor(x + dx, y).name() for dx in range(-2, 4)]
    assert DARK.lane_a in seen


def test_warm_ups_that_cannot_be_told_apart_are_a_strip_at_the_axis(qtbot: QtBot) -> None:
    """Hatched from top to bottom, ten minutes in turns of 1 s would look left out as a whole."""
    made = timeline(600, block_s=1)
    image, plane = painted(content(MemoryChart, made))
    left, width = round(plane.area.left()) + 20, round(plane.area.width()) - 40

    def colors(y: int) -> set[str]:
        return {image.pixelColor(left + n, y).name() for n in range(width)}

    assert len(colors(round(plane.area.bottom()) - 5)) > 1, "hatched"
    assert colors(round(plane.area.bottom()) - 13) == {DARK.card}


def test_the_charts_of_a_frame_share_their_annotations() -> None:
    made = timeline(20, block_s=1)
    first = annotations(made, PLAN, 20.0)
    assert annotations(made, PLAN, 20.0) is first
    made.add(frames(21, block_s=1)[-1])
    assert annotations(made, PLAN, 20.0) is not first
