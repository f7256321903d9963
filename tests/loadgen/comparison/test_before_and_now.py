"""Throughput before and now, each with its interval."""

import pytest

from loadgen.comparison.before_and_now import before_and_now, throughput_of
from loadgen.model.frame import LaneId
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.timeline import Timeline
from tests.support.synthetic_frames import Side, timeline

NAMES: dict[LaneId, str] = {"a": "Flask", "b": "FastAPI"}


def test_a_race_has_the_throughput_of_each_lane_with_an_interval() -> None:
    found = throughput_of(timeline((20, Side(per_tick=8, jitter=0.4), Side(per_tick=120))))
    assert found["a"].estimate == pytest.approx(80, rel=0.05)
    assert found["b"].estimate == pytest.approx(1200, rel=0.01)
    for figure in found.values():
        assert figure.interval is not None
        assert figure.interval[0] < figure.estimate < figure.interval[1]


def test_too_short_a_race_has_none() -> None:
    assert throughput_of(Timeline()) == {}
    assert throughput_of(timeline((3, Side(), Side()))) == {}


def test_before_and_now_are_written_with_intervals() -> None:
    before: dict[LaneId, Ratio] = {"a": Ratio(78.04, 77.1, 78.8), "b": Ratio(1230, 1210, 1250)}
    now: dict[LaneId, Ratio] = {"a": Ratio(1180, 1150, 1210)}
    assert before_and_now(before, NAMES, now, {**NAMES, "b": "FastAPI (def)"}) == (
        "Flask: before 78.0/s (77.1 to 78.8), now 1,180/s (1,150 to 1,210)",
        "before FastAPI 1,230/s (1,210 to 1,250), now FastAPI (def) too little measured",
    )
