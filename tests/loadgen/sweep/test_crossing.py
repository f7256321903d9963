"""Who leads where, and where that changes."""

import math
import random

import pytest

from loadgen.sweep.crossing import LEAST_LEAD, Lead, crossings, leads, led_up_to
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.points import Point
from loadgen.sweep.quantity import USERS
from tests.support.sweep_points import FASTAPI, FLASK, climb, point, pool, ratio


def faster_alone(users: int) -> float:
    """Twice as fast as Flask: FastAPI leads from 8 users on."""
    return 2 * FLASK(users)


def test_who_leads_from_where_on() -> None:
    points = [point(n, FLASK, FASTAPI) for n in (1, 4, 16, 64)]
    assert leads(points) == [Lead(1, None), Lead(16, "b")]
    assert crossings(points) == []


def test_a_change_of_the_lead_has_an_interval_and_an_estimate_within() -> None:
    points = [point(n, faster_alone, FASTAPI) for n in (1, 4, 16, 64)]
    (found,) = crossings(points)
    assert (found.low, found.high, found.lane) == (4, 16, "b")
    # The ratio is 0.5 at 4 and 2 at 16: 1 is half way, on scales of logarithms.
    assert found.estimate == pytest.approx(8)
    assert leads(points) == [Lead(1, "a"), Lead(16, "b")]


def test_an_undecided_value_lies_within_the_interval() -> None:
    points = [point(n, faster_alone, FASTAPI) for n in (1, 4, 8, 16, 64)]
    assert [(each.low, each.high) for each in crossings(points)] == [(4, 16)]
    assert crossings(points)[0].estimate == pytest.approx(8)


def test_a_lane_that_goes_on_by_itself_leads_while_it_is_above_the_best_of_the_other() -> None:
    points = climb(FLASK, FASTAPI)
    assert led_up_to(points, "b") == 1024
    slow = point(256, FLASK, lambda _: 81.0, lanes=("b",))
    assert led_up_to([*(point(n, FLASK, FASTAPI) for n in (1, 16)), slow], "b") == 16


def test_the_sweep_narrows_it() -> None:
    (found,) = crossings(climb(faster_alone, FASTAPI))
    assert found.low >= 5
    assert found.high <= 12
    assert found.low <= found.estimate <= found.high


def test_a_lead_that_comes_and_goes_is_told_twice() -> None:
    figures = {1: 0.5, 4: 2.0, 16: 0.5}
    points = [Point(n, {"a": {}, "b": {}}, ratio(each)) for n, each in figures.items()]
    up, down = crossings(points)
    assert (up.low, up.high, up.lane) == (1, 4, "b")
    assert (down.low, down.high, down.lane) == (4, 16, "a")
    assert [up.estimate, down.estimate] == pytest.approx([2, 8])


@pytest.mark.parametrize(("value", "half", "lane"), [(1.05, 0.01, "b"), (1.05, 0.03, None)])
def test_a_lead_is_more_than_two_starts_of_one_server_differ_by(
    value: float, half: float, lane: str | None
) -> None:
    found = leads([Point(1, {"a": {}, "b": {}}, ratio(value, half))])
    assert found == [Lead(1, lane)]  # type: ignore[arg-type]
    mirrored = leads([Point(1, {"a": {}, "b": {}}, ratio(1 / value, half))])
    assert mirrored[0].lane == ("a" if lane else None)


def test_a_server_against_itself_never_crosses() -> None:
    """In 1,000 sweeps: starts scatter by a third of LEAST_LEAD, races as their intervals say."""
    draw = random.Random(11)
    claimed = 0
    for _ in range(1000):
        points: list[Point] = []
        ladder = Ladder.of(USERS)
        while (rung := ladder.next(points)) is not None:
            users = rung.value
            error = draw.gauss(0, 0.03 / 2) + draw.gauss(0, LEAST_LEAD / 3)
            plain = point(users, pool(40, 0.05), pool(40, 0.05))
            points.append(Point(users, plain.figures, ratio(math.exp(error), 0.03)))
        claimed += bool(crossings(points))
    assert claimed == 0
