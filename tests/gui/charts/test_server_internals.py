"""A look inside the servers: one measure of both, on the charts' time axis."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.charts.chart_model import ChartModel
from gui.charts.labels import label_text
from gui.charts.measures import MEASURES, measure
from gui.charts.server_internals import InsideChart
from gui.style.theme import THEMES, Theme
from loadgen.model.frame import LANES, LaneFrame, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.lane_timeline import COLUMNS
from loadgen.timeline.timeline import Timeline
from servers.telemetry.messages import BackendUse, ProcessLoad
from tests.support.every_case import every_case
from tests.support.fake_race_thread import frame, running

PLAN = RacePlan.default()
Tell = Callable[[int], dict[str, Any]]


def told(n: int) -> dict[str, Any]:
    """Everything that a server can tell."""
    pool = BackendUse(n, n / 100, 0, in_use=7, size=10, waiting=0)
    return {
        "connections": 64,
        "loop_lag_ms": 3.5,
        "new_app_percent": 30.0,
        "context_switches": 250 * n,
        "busy": 4,
        "capacity": 4,
        "queued": 60,
        "backends": {"database": pool},
    }


def nothing(n: int) -> dict[str, Any]:
    return dict.fromkeys(told(n), None) | {"backends": {}}


def race(a: Tell = told, b: Tell = told, ticks: int = 30) -> Timeline:
    made = Timeline()
    for n in range(1, ticks + 1):
        lanes: dict[LaneId, LaneFrame] = {}
        for id_, tell in zip(LANES, (a, b), strict=True):
            lane = running(id_, n / 10)
            assert lane.server is not None
            server = msgspec.structs.replace(lane.server, **tell(n))
            lanes[id_] = msgspec.structs.replace(lane, server=server)
        made.add(frame(n / 10, a=lanes["a"], b=lanes["b"]))
    return made


def chart(key: str, run: Timeline) -> InsideChart:
    made = InsideChart()
    made.resize(700, 340)
    made.set_measure(key)
    made.refresh(run, PLAN)
    return made


def content(key: str, run: Timeline) -> ChartModel:
    return chart(key, run).content(run, PLAN)


def labels(key: str, run: Timeline) -> list[str]:
    made = content(key, run)
    return [label_text(c, made, names=True) for c in made.curves if c.label_at is not None]


EXPECTED: dict[str, str] = {
    "in_progress": "Flask 64",
    "busy": "Flask 4 of 4",
    "queued": "Flask 60",
    "threads": "Flask 6",
    "loop_lag": "Flask 3.50 ms",
    "new_app": "Flask 30 %",
    "connections": "Flask 64",
    "cpu": "Flask 20 %",
    "switches": "Flask 2,500/s",
    "pool": "Flask 7 of 10",
    "per_connection": "Flask 640 KiB",
    "per_request": "Flask 640 KiB",
    "per_thread": "Flask 6,830 KiB",
}


@every_case(("key", "label"), EXPECTED.items())
def test_each_measure_of_both_lanes(qtbot: QtBot, key: str, label: str) -> None:
    assert labels(key, race()) == [label, label.replace("Flask", "FastAPI")]


def test_the_menu_has_them_all_and_the_time_line_has_their_columns() -> None:
    assert {each.key for each in MEASURES} == EXPECTED.keys()
    assert {each.column for each in MEASURES} <= set(COLUMNS)
    assert {each.of for each in MEASURES} - {""} <= set(COLUMNS)


@every_case("theme", THEMES, ids=lambda theme: theme.name)
@every_case("key", EXPECTED)
def test_each_is_painted(qtbot: QtBot, key: str, theme: Theme) -> None:
    made = InsideChart(theme)
    qtbot.addWidget(made)
    made.resize(520, 300)
    made.set_measure(key)
    empty = made.grab().toImage()
    made.refresh(race(), PLAN)
    assert made.grab().toImage() != empty


def test_a_server_without_such_a_thing_is_said_to_have_none(qtbot: QtBot) -> None:
    run = race(b=nothing)
    assert labels("busy", run) == ["Flask 4 of 4", "FastAPI none"]
    none = content("busy", run).curves[1]
    assert none.x.size == 0
    assert none.label_at == (3.0, 0.0)


def test_where_neither_has_it_the_chart_says_so(qtbot: QtBot) -> None:
    made = content("pool", race(nothing, nothing))
    assert made.is_empty
    assert made.teaches == ("Pool: neither server has that", "in this race.")
    assert content("pool", Timeline()).teaches == InsideChart.teaches, "nobody knows yet"


def test_the_axis_has_room_for_what_there_is_at_most(qtbot: QtBot) -> None:
    def few(n: int) -> dict[str, Any]:
        return told(n) | {"busy": 1, "capacity": 40}

    assert content("busy", race(few, few)).y.high >= 40


def test_another_measure_has_an_axis_of_its_own(qtbot: QtBot) -> None:
    run = race()
    made = chart("switches", run)
    assert made.content(run, PLAN).y.high >= 2_500
    made.set_measure("busy")
    assert made.content(run, PLAN).y.high == measure("busy").least


def test_the_cpu_of_one_core_is_marked(qtbot: QtBot) -> None:
    (core,) = content("cpu", race()).levels
    assert (core.at, core.text) == (100.0, "one core")
    assert core.at < content("cpu", race()).y.high


def test_switches_are_counted_between_reports_alone(qtbot: QtBot) -> None:
    def restarted(n: int) -> dict[str, Any]:
        return told(n) | {"context_switches": 250 * (n if n < 20 else n - 19)}

    rates = race(restarted).lane("a").column("switches_per_s")
    assert np.isnan(rates[0])
    assert np.nanmin(rates) >= 0


def several(n: int) -> dict[str, Any]:
    """Four processes, of which one has most of the connections and half of the CPU."""
    parts = tuple(
        ProcessLoad(
            pid=pid,
            at=n / 10,
            cpu_s=cpu_s * n,
            in_progress=1,
            busy=1,
            capacity=4,
            queued=0,
            connections=open_,
        )
        for pid, cpu_s, open_ in ((1, 0.05, 40), (2, 0.02, 8), (3, 0.02, 8), (4, 0.01, 8))
    )
    return told(n) | {"at": n / 10, "cpu_s": n / 10, "parts": parts}


@pytest.mark.parametrize(
    ("key", "least", "most"), [("connections", 8, 40), ("cpu", 10, 50), ("in_progress", 1, 1)]
)
def test_of_several_processes_the_least_and_the_most_are_drawn(
    qtbot: QtBot, key: str, least: float, most: float
) -> None:
    made = content(key, race(a=several))
    extremes = {each.what: each for each in made.curves if each.companion}
    assert {each.lane for each in extremes.values()} == {"a"}, "the other is one process"
    for which, value in (("least", least), ("most", most)):
        curve = extremes[f"{which} of 4 processes"]
        assert curve.values is not None
        assert curve.values[-1] == pytest.approx(value)
        assert curve.label_at is None
    assert made.subtitle[-1] == "thin: least and most of a process"


@pytest.mark.parametrize("key", ["threads", "switches", "loop_lag"])
def test_what_is_not_known_of_each_process_has_no_extremes(qtbot: QtBot, key: str) -> None:
    made = content(key, race(a=several))
    assert not any(each.companion for each in made.curves)
    assert made.subtitle == measure(key).subtitle
