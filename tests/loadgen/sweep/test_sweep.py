"""Sweeps: the next load, the knee and the bounds, who leads where, and what is written."""

import csv
import io
import json
import math
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.ladder import CLOSEST, next_users
from loadgen.sweep.points import Point
from loadgen.sweep.saturation import Lead, crossing, is_over_saturated, leads, saturation
from loadgen.sweep.step_rule import StepRule
from loadgen.sweep.sweep import step_plan
from loadgen.sweep.sweep_document import encode_csv, encode_sweep
from loadgen.sweep.sweep_text import markdown, rows, sentences
from tests.support.synthetic_frames import Side, SyntheticFrames

if TYPE_CHECKING:
    from loadgen.model.frame import LaneId

PLAN = RacePlan.default()
Curve = Callable[[int], float]


def ratio(value: float, half_width: float = 0.03) -> Ratio:
    return Ratio(value, value * math.exp(-half_width), value * math.exp(half_width))


def pool(tokens: int, wait_s: float) -> Curve:
    """So many requests are answered at a time, each in ``wait_s``."""
    return lambda users: min(users, tokens) / wait_s


def point(users: int, a: Curve, b: Curve, half_width: float = 0.03) -> Point:
    figures: dict[LaneId, dict[str, Ratio]] = {}
    for id_, curve in (("a", a), ("b", b)):
        lane: LaneId = "a" if id_ == "a" else "b"
        figures[lane] = {
            "throughput_per_second": ratio(curve(users), half_width),
            "p50_s": ratio(users / curve(users), 0.01),
        }
    return Point(users, figures, ratio(b(users) / a(users), half_width))


def climb(a: Curve, b: Curve, most: int = 1024) -> list[Point]:
    points: list[Point] = []
    while (users := next_users(points, most)) is not None:
        points.append(point(users, a, b))
        assert len(points) < 40
    return points


FLASK, FASTAPI = pool(4, 0.05), pool(200, 0.05)


def test_it_climbs_until_more_users_only_wait_then_looks_where_it_bends() -> None:
    users = [each.users for each in climb(FLASK, FASTAPI)]
    assert users[:5] == [1, 4, 16, 64, 256]
    assert len(set(users)) == len(users)
    assert max(users) <= 1024
    assert {*range(65, 256)} & {*users}  # FastAPI bends at 200


def test_it_stops_when_both_lanes_are_over_saturated() -> None:
    users = [each.users for each in climb(pool(4, 0.05), pool(4, 0.05))]
    assert max(users) == 16


def test_no_two_loads_are_too_close() -> None:
    users = sorted(each.users for each in climb(FLASK, FASTAPI))
    assert all(high / low > 1.1 for low, high in pairwise(users))


@pytest.mark.parametrize("tokens", [2, 4, 7, 40, 200, 333])
def test_the_knee_is_found_to_within_a_step(tokens: int) -> None:
    points = climb(pool(tokens, 0.05), pool(tokens, 0.05))
    found = saturation(points, "a")
    assert found.knee is not None
    assert tokens * 0.9 / CLOSEST <= found.knee <= tokens * CLOSEST**2
    assert found.crossing_users == pytest.approx(tokens, rel=0.02)
    assert found.bound_per_s(3) == pytest.approx(60)
    assert found.best is not None
    assert found.best.estimate == pytest.approx(tokens / 0.05)


def test_a_lane_that_still_rises_has_no_knee() -> None:
    found = saturation([point(n, FLASK, pool(10_000, 0.05)) for n in (1, 4, 16)], "b")
    assert found.knee is None
    assert found.largest == 16


def test_a_load_without_an_interval_is_left_out() -> None:
    points = [point(1, FLASK, FASTAPI), Point(4, {"a": {}, "b": {}})]
    assert saturation(points, "a").largest == 1
    assert saturation([Point(4, {"a": {}, "b": {}})], "a").best is None


def test_who_leads_from_where_on() -> None:
    points = [point(n, FLASK, FASTAPI) for n in (1, 4, 16, 64)]
    assert leads(points) == [Lead(1, None), Lead(16, "b")]
    assert crossing(points) is None


def test_a_change_of_the_lead_lies_between_two_loads() -> None:
    def faster_alone(users: int) -> float:
        return 2 * FLASK(users)

    points = [point(n, faster_alone, FASTAPI) for n in (1, 4, 8, 16, 64)]
    assert crossing(points) == (4, 16)
    assert leads(points) == [Lead(1, "a"), Lead(8, None), Lead(16, "b")]


def test_alike_servers_never_cross() -> None:
    points = [point(n, FLASK, FLASK) for n in (1, 4, 16)]
    assert leads(points) == [Lead(1, None)]
    assert crossing(points) is None


def test_one_lane_that_still_rises_is_not_over_saturated() -> None:
    assert not is_over_saturated([point(n, FLASK, FASTAPI) for n in (16, 64)])
    assert is_over_saturated([point(n, FLASK, FLASK) for n in (16, 64)])


@pytest.mark.parametrize(("jitter", "met"), [(0.5, True), (30.0, False)])
def test_a_step_ends_when_its_figures_are_narrow(jitter: float, met: bool) -> None:
    rule = StepRule()
    side = Side(per_tick=60, jitter=jitter, spread=0.02)
    assert not rule.is_met(PLAN)
    for frame in SyntheticFrames().frames(20, side, side):
        rule.add(frame, PLAN)
    assert rule.is_met(PLAN) is met


def test_a_step_is_raced_in_turns_at_its_load() -> None:
    plan = step_plan(PLAN, 16, 20)
    assert plan.model == ClosedModel(16)
    assert (plan.mode, plan.until_clear, plan.duration_s) == ("turns", True, 20)


def test_the_sentences_say_what_was_found() -> None:
    points = climb(FLASK, FASTAPI)
    flask, fastapi, lead = sentences(points, PLAN)
    assert flask.startswith("Flask reaches 95 % of its best, 80.0/s ± 3 %, with 4 users; one user")
    assert "at least 4.0 of them" in flask
    assert fastapi.startswith("FastAPI reaches 95 % of its best, 4,000/s")
    assert lead == "FastAPI answers more from 16 users on; at none of these loads does Flask."
    still = list(sentences([point(n, FLASK, FASTAPI) for n in (1, 4, 16)], PLAN))[1]
    assert still == "FastAPI still answers more with more users at 16 users: 320/s ± 3 %."
    nothing = list(sentences([Point(1, {"a": {}, "b": {}}, failure="Flask failed.")], PLAN))
    assert nothing[0] == "Flask: too little was measured at every load."
    assert nothing[-1] == "At 1 user: Flask failed."


def test_document_table_and_text_have_the_same_figures() -> None:
    points = climb(FLASK, FASTAPI)
    document = json.loads(encode_sweep(points, PLAN))
    assert document["format"] == "faceoff-sweep"
    assert document["saturation"]["a"]["knee_users"] == 4
    assert [each["users"] for each in document["points"]] == sorted(each.users for each in points)
    table = list(csv.DictReader(io.StringIO(encode_csv(points).decode())))
    assert len(table) == 4 * len(points)
    assert float(table[0]["low"]) < float(table[0]["value"]) < float(table[0]["high"])
    text = markdown(points, PLAN)
    assert all(cell in text for row in rows(points) for cell in row)
