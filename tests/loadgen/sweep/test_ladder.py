"""Which value is raced next."""

from itertools import pairwise

import msgspec
import pytest

from loadgen.model.race_plan import RacePlan
from loadgen.sweep.ladder import CLOSEST, Ladder
from loadgen.sweep.points import Point
from loadgen.sweep.quantity import USERS, find_quantity
from loadgen.sweep.saturation import is_over_saturated, saturation
from servers.catalog.parameter import ParameterError
from tests.support.sweep_points import FASTAPI, FLASK, climb, point, pool

PLAN = RacePlan.default()


def test_it_climbs_until_more_users_only_wait_then_looks_where_it_bends() -> None:
    users = [each.value for each in climb(FLASK, FASTAPI)]
    assert users[:6] == [1, 4, 16, 64, 256, 1024]
    assert len(set(users)) == len(users)


def test_it_stops_when_both_lanes_are_over_saturated() -> None:
    users = [each.value for each in climb(pool(4, 0.05), pool(4, 0.05))]
    assert max(users) == 16


def test_one_lane_that_still_rises_is_not_over_saturated() -> None:
    points = [point(n, FLASK, FASTAPI) for n in (16, 64)]
    assert is_over_saturated(points, "a")
    assert not is_over_saturated(points, "b")


def test_wide_intervals_do_not_make_a_lane_over_saturated() -> None:
    """Throughput grows by half, and no interval says so, on a busy machine."""
    noisy = [point(n, lambda users: 20 * users**0.3, FASTAPI, half_width=1.0) for n in (4, 16)]
    assert not is_over_saturated(noisy, "a")


def test_a_lane_that_is_too_slow_to_be_measured_is_over_saturated() -> None:
    """At 256 users Flask's 4 threads need 3 s for each, and a turn is 2 s."""
    silent = Point(256, {"a": {}, "b": {}})
    points = [point(4, FLASK, FASTAPI), silent]
    assert is_over_saturated(points, "a")
    assert not is_over_saturated([silent], "a")
    broken = Point(256, {"a": {}, "b": {}}, failure="Flask server stopped.")
    assert not is_over_saturated([point(4, FLASK, FASTAPI), broken], "a")


def test_a_lane_that_only_waits_lets_the_other_one_climb_by_itself() -> None:
    points = climb(FLASK, FASTAPI)
    assert {each.value: each.lanes for each in points[:6]} == {
        1: ("a", "b"),
        4: ("a", "b"),
        16: ("a", "b"),
        64: ("b",),
        256: ("b",),
        1024: ("b",),
    }
    assert points[6].value == 200  # N* of FastAPI
    assert points[6].lanes == ("b",)


def test_no_two_loads_are_too_close() -> None:
    users = sorted(each.value for each in climb(FLASK, FASTAPI))
    assert all(high / low > 1.1 for low, high in pairwise(users))


@pytest.mark.parametrize("tokens", [2, 4, 7, 40, 200, 333])
def test_the_knee_is_found_to_within_a_step(tokens: int) -> None:
    points = climb(pool(tokens, 0.05), pool(tokens, 0.05))
    found = saturation(points, "a")
    assert found.knee is not None
    assert tokens / CLOSEST <= found.knee <= tokens * CLOSEST


def test_a_change_of_the_lead_is_narrowed_before_a_bend() -> None:
    def faster_alone(users: int) -> float:
        return 2 * FLASK(users)

    values = [each.value for each in climb(faster_alone, FASTAPI)]
    top = values.index(max(values))
    # FastAPI leads from 8 users on; 4 and 16 were raced on the way up.
    assert values[top + 1] == 8


def first_values(key: str, scenario: str, count: int) -> list[int]:
    plan = msgspec.structs.replace(PLAN, scenario=scenario, parameters={}).checked()
    ladder, raced = Ladder.of(find_quantity(plan, key)), list[Point]()
    while len(raced) < count and (rung := ladder.next(raced)) is not None:
        raced.append(point(rung.value, lambda _: 80.0, lambda _: 80.0))
    return [each.value for each in raced]


def test_a_logarithmic_quantity_may_begin_with_0() -> None:
    assert first_values("wait_ms", "wait", 9) == [0, 1, 4, 16, 64, 256, 1000]


def test_a_linear_quantity_has_even_steps() -> None:
    assert first_values("hit_percent", "cache", 9) == [0, 25, 50, 75, 100]


def test_a_sweep_over_a_setting_goes_to_its_end_though_nothing_gets_better() -> None:
    threads = find_quantity(PLAN, "threads")
    values = [each.value for each in climb(lambda _: 80.0, lambda _: 90.0, Ladder.of(threads))]
    assert values == [1, 4, 16, 64, 256, 512]


def test_ends_out_of_range_are_refused_with_the_range() -> None:
    with pytest.raises(ParameterError, match="1 to 512"):
        Ladder.of(find_quantity(PLAN, "threads"), high=513)
    assert Ladder.of(USERS, low=2000).high == 2000
    assert Ladder.of(USERS, high=4096).high == 4096
