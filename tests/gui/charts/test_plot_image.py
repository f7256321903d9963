"""A race that goes on adds to a chart's image at its right end, and the image is as if all anew."""

import functools

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.charts import Chart
from gui.charts.latency import LatencyChart
from gui.charts.memory import MemoryChart
from gui.charts.throughput import ThroughputChart
from loadgen.model.frame import Frame, Mark
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from tests.support.synthetic_lanes import FASTAPI, FLASK, SyntheticLane, frames

PLAN = RacePlan.default()
MARKS = (Mark(20.0, "concurrency 16 → 64"),)
WAVY = SyntheticLane(lambda at: 300 + 200 * np.sin(at / 3), lambda at: 0.05 + 0.02 * np.sin(at))


def pixels(chart: Chart) -> npt.NDArray[np.int16]:
    image = chart.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8)
    return data.reshape(image.height(), image.width(), 4)[:, :, :3].astype(np.int16)


def shown(qtbot: QtBot, kind: type[Chart]) -> Chart:
    chart = kind()
    qtbot.addWidget(chart)
    chart.resize(640, 320)
    chart.show()
    return chart


@functools.cache
def race_frames(race: str) -> list[Frame]:
    """Of that race; made by the worker that uses them, since every one imports this module."""
    match race:
        case "together":
            return frames(60, WAVY, FASTAPI, MARKS)
        case "in turns":
            return frames(60, FLASK, WAVY, block_s=3)
        case _:
            return frames(60, WAVY, FASTAPI, (*MARKS, Mark(55.2, "threads 4 → 8")))


@pytest.mark.parametrize("race", ["together", "in turns", "with two changes"])
@pytest.mark.parametrize(
    ("kind", "most_apart"), [(ThroughputChart, 0.0), (MemoryChart, 0.002), (LatencyChart, 0.01)]
)
def test_what_is_added_looks_like_what_is_painted_at_once(
    qtbot: QtBot, race: str, kind: type[Chart], most_apart: float
) -> None:
    """Dots of a dotted curve begin anew where it was added to: only they may differ."""
    timeline, growing = Timeline(), shown(qtbot, kind)
    for number, frame in enumerate(race_frames(race)):
        timeline.add(frame)
        if number > 500 and number % 2:
            growing.refresh(timeline, PLAN)
            growing.grab()
    at_once = shown(qtbot, kind)
    at_once.scale.shown = growing.scale.shown
    at_once.scale._fit = False
    at_once.refresh(timeline, PLAN)
    differs = np.abs(pixels(growing) - pixels(at_once)).max(axis=2) > 24
    assert differs.mean() <= most_apart


def test_most_redraws_of_a_race_add_to_the_image(qtbot: QtBot) -> None:
    timeline, chart = Timeline(), shown(qtbot, ThroughputChart)
    race = frames(120, FLASK, FASTAPI)
    for frame in race[:1_000]:
        timeline.add(frame)
    chart.refresh(timeline, PLAN)
    chart.grab()
    before = chart._plot_image.whole_paints
    for frame in race[1_000:]:
        timeline.add(frame)
        chart.refresh(timeline, PLAN)
        chart.grab()
    # The time axis follows in steps of 1 s.
    assert chart._plot_image.whole_paints - before <= 25


def test_another_scale_basis_or_hidden_curve_is_painted_at_once(qtbot: QtBot) -> None:
    timeline, chart = Timeline(), shown(qtbot, LatencyChart)
    race = frames(20, FLASK, FASTAPI)
    for frame in race[:-1]:
        timeline.add(frame)
    chart.refresh(timeline, PLAN)
    chart.grab()
    timeline.add(race[-1])
    chart.set_basis("send")
    chart.refresh(timeline, PLAN)
    before = chart._plot_image.whole_paints
    chart.grab()
    assert chart._plot_image.whole_paints == before + 1


def test_a_race_of_which_nothing_is_known_yet_can_go_on(qtbot: QtBot) -> None:
    timeline, chart = Timeline(), shown(qtbot, ThroughputChart)
    for frame in frames(3, FLASK, FASTAPI):
        chart.refresh(timeline, PLAN)
        chart.grab()
        timeline.add(frame)
    at_once = shown(qtbot, ThroughputChart)
    for each in (chart, at_once):
        each.refresh(timeline, PLAN)
    assert (pixels(chart) == pixels(at_once)).all()


def test_where_points_are_far_apart_there_is_no_seam(qtbot: QtBot) -> None:
    timeline, chart = Timeline(), shown(qtbot, ThroughputChart)
    chart.resize(1600, 400)
    for number, frame in enumerate(frames(12, WAVY, FASTAPI)):
        timeline.add(frame)
        if number > 80:
            chart.refresh(timeline, PLAN)
            chart.grab()
    at_once = shown(qtbot, ThroughputChart)
    at_once.resize(1600, 400)
    at_once.scale.shown = chart.scale.shown
    at_once.scale._fit = False
    at_once.refresh(timeline, PLAN)
    assert np.abs(pixels(chart) - pixels(at_once)).max() <= 24
