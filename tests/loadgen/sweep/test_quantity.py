"""What can be swept, what it is called, and the plan of each step."""

import pytest

from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.sweep.ladder import Rung
from loadgen.sweep.quantity import USERS, find_quantity, quantities
from loadgen.sweep.sweep import step_plan
from servers.catalog.parameter import ParameterError

PLAN = RacePlan.default()


def two_with_threads() -> RacePlan:
    return RacePlan(
        lanes={"a": LaneChoice.of("flask"), "b": LaneChoice.of("fastapi-def")},
        scenario="database",
        parameters={},
        model=ClosedModel(8),
    ).checked()


def test_all_of_the_default_race() -> None:
    keys = [each.key for each in quantities(PLAN)]
    assert keys[:4] == ["concurrency", "rate", "wait_ms", "payload_bytes"]
    assert {"threads", "workers", "requests_per_connection"} <= {*keys}
    assert "nodelay" not in keys  # a choice between names is no quantity


@pytest.mark.parametrize(
    ("key", "value", "text", "title"),
    [
        ("concurrency", 1, "1 user", "Users"),
        ("concurrency", 1024, "1,024 users", "Users"),
        ("rate", 500, "500/s", "Arrival rate, /s"),
        ("wait_ms", 50, "50 ms", "Wait, ms"),
        ("threads", 4, "4 threads", "Threads of A"),
        ("requests_per_connection", 1, "1 request per connection", "Requests per connection"),
    ],
)
def test_how_a_value_is_written(key: str, value: int, text: str, title: str) -> None:
    quantity = find_quantity(PLAN, key)
    assert (quantity.text(value), quantity.title) == (text, title)


def test_each_sets_its_own_part_of_the_plan() -> None:
    assert USERS.plan_at(PLAN, 16).model == ClosedModel(16)
    assert find_quantity(PLAN, "rate").plan_at(PLAN, 500).model == OpenModel(500.0, 500)
    assert find_quantity(PLAN, "rate").plan_at(PLAN, 10).model == OpenModel(10.0, 64)
    assert find_quantity(PLAN, "wait_ms").plan_at(PLAN, 7).parameters["wait_ms"] == 7
    several = find_quantity(PLAN, "requests_per_connection").plan_at(PLAN, 3)
    assert several.requests_per_connection == 3
    threads = find_quantity(PLAN, "threads").plan_at(PLAN, 200)
    assert threads.lanes["a"].settings["threads"] == 200
    assert threads.lanes["b"] == PLAN.lanes["b"]


def test_a_setting_of_both_lanes_is_swept_in_both_or_in_one() -> None:
    plan = two_with_threads()
    both = find_quantity(plan, "threads").plan_at(plan, 8)
    assert [both.lanes[id_].settings["threads"] for id_ in ("a", "b")] == [8, 8]
    one = find_quantity(plan, "b.threads")
    assert one.title == "Threads of B"
    swept = one.plan_at(plan, 8)
    assert [swept.lanes[id_].settings["threads"] for id_ in ("a", "b")] == [4, 8]
    assert find_quantity(plan, "database_pool").is_capacity
    assert not find_quantity(plan, "delay_ms").is_capacity


def test_what_is_not_there_is_refused_with_what_is() -> None:
    with pytest.raises(ParameterError, match="no “wait” to sweep over here; there are: concurr"):
        find_quantity(PLAN, "wait")
    with pytest.raises(ParameterError, match="1 to 512"):
        find_quantity(PLAN, "threads").plan_at(PLAN, 0)


def test_a_step_is_raced_in_turns_at_its_value() -> None:
    plan = step_plan(PLAN, USERS, Rung(16, ("a", "b")), 20)
    assert plan.model == ClosedModel(16)
    assert (plan.mode, plan.until_clear, plan.duration_s) == ("turns", True, 20)
    assert plan.lanes == PLAN.lanes


def test_a_lane_by_itself_races_against_another_start_of_its_server() -> None:
    plan = step_plan(PLAN, USERS, Rung(64, ("b",)), 20)
    assert plan.lanes == {"a": PLAN.lanes["b"], "b": PLAN.lanes["b"]}
