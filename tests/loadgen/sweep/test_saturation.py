"""Knee, best, bounds and the law of scalability of one lane."""

import math

import numpy as np
import pytest

from loadgen.bottleneck.inputs import BackendInputs, BottleneckInputs
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.bounds import Bound, bound_from
from loadgen.sweep.points import Point
from loadgen.sweep.quantity import find_quantity
from loadgen.sweep.saturation import saturation
from loadgen.sweep.scalability import scalability
from loadgen.sweep.step_rule import StepRule
from tests.support.sweep_points import FASTAPI, FLASK, Curve, climb, point, pool, ratio
from tests.support.synthetic_frames import Side, SyntheticFrames

PLAN = RacePlan.default()
EMPTY = Point(4, {"a": {}, "b": {}})


def test_the_best_and_the_bounds_beside_it() -> None:
    found = saturation(climb(FLASK, FLASK), "a")
    assert found.crossing_users == pytest.approx(4, rel=0.02)
    assert found.bound_per_s(3) == pytest.approx(60)
    assert found.best is not None
    assert found.best.estimate == pytest.approx(80)
    assert found.knee == 4


def test_a_lane_that_still_rises_has_no_knee() -> None:
    found = saturation([point(n, FLASK, pool(10_000, 0.05)) for n in (1, 4, 16)], "b")
    assert found.knee is None
    assert found.largest == 16


def test_where_more_does_not_help_there_is_no_knee() -> None:
    wait = find_quantity(PLAN, "wait_ms")
    points = [point(n, lambda wait_ms: 1e3 / (1 + wait_ms), FASTAPI) for n in (1, 4, 16)]
    found = saturation(points, "a", wait)
    assert (found.knee, found.best_at, found.one_user_s) == (None, 1, None)


def test_a_value_without_an_interval_is_left_out() -> None:
    assert saturation([point(1, FLASK, FASTAPI), EMPTY], "a").largest == 1
    assert saturation([EMPTY], "a").best is None


def test_of_a_wide_interval_nothing_is_concluded() -> None:
    points = [point(n, FLASK, FASTAPI) for n in (1, 4)]
    points.append(point(16, lambda _: 500.0, FASTAPI, half_width=1.0))
    found = saturation(points, "a")
    assert (found.largest, found.knee) == (4, None)
    assert found.best is not None
    assert found.best.estimate == pytest.approx(80)
    wide = [point(n, FLASK, FASTAPI, half_width=0.6) for n in LOADS]
    assert scalability(wide, "a") is None


def test_the_limit_that_is_named_on_the_plateau_is_the_bound() -> None:
    threads = Bound("threads", 4, Ratio(0.05))
    points = [point(n, FLASK, FASTAPI) for n in (1, 4)]
    points.append(Point(16, point(16, FLASK, FASTAPI).figures, bounds={"a": threads}))
    found = saturation(points, "a")
    assert found.limit == threads
    assert threads.per_s == Ratio(80)
    assert saturation(points, "b").limit is None


@pytest.mark.parametrize(
    ("kind", "seen", "bound"),
    [
        ("threads", {"capacity": 4, "wait_ms": 50}, Bound("threads", 4, Ratio(0.05))),
        ("tokens", {"capacity": 40, "wait_ms": 50}, Bound("tokens", 40, Ratio(0.05))),
        ("threads", {"capacity": 4}, None),  # for how long each is held is not known
        ("cpu", {"cores": 2}, Bound("cpu", 2, Ratio(0.001, 0.0009, 0.0011))),
        ("gil", {"cores": 1}, Bound("cpu", 1, Ratio(0.001, 0.0009, 0.0011))),
        ("nothing", {"capacity": 4, "wait_ms": 50}, None),
    ],
)
def test_the_bound_of_each_limit(kind: str, seen: dict[str, float], bound: Bound | None) -> None:
    cpu = Ratio(0.001, 0.0009, 0.0011)
    assert bound_from(kind, BottleneckInputs(**seen), cpu) == bound  # type: ignore[arg-type]


def test_the_bound_of_a_pool_is_of_its_connections_and_of_a_query() -> None:
    database = BackendInputs(key="database", size=10, in_use=10, waiting=54, mean_ms=20)
    idle = BackendInputs(key="cache", size=100, mean_ms=1)
    seen = BottleneckInputs(backends=(idle, database))
    bound = bound_from("pool", seen, None)
    assert bound == Bound("pool", 10, Ratio(0.02), "database")
    assert bound.per_s.estimate == pytest.approx(500)


def test_a_bound_that_was_measured_has_an_interval() -> None:
    assert Bound("cpu", 2, Ratio(0.001, 0.0005, 0.002)).per_s.interval == (1000, 4000)


def law(rate: float, contention: float, coherency: float) -> Curve:
    return lambda n: rate * n / (1 + contention * (n - 1) + coherency * n * (n - 1))


LOADS = (1, 2, 4, 8, 16, 32, 64, 128)


@pytest.mark.parametrize(
    ("contention", "coherency"), [(0.05, 0.001), (0.0, 0.0), (0.3, 0.0), (0.0, 0.002)]
)
def test_the_law_is_found_where_it_holds(contention: float, coherency: float) -> None:
    points = [point(n, law(100, contention, coherency), FASTAPI) for n in LOADS]
    found = scalability(points, "a")
    assert found is not None
    assert found.fits
    assert found.rate == pytest.approx(100, rel=1e-6)
    assert found.contention == pytest.approx(contention, abs=1e-6)
    assert found.coherency == pytest.approx(coherency, abs=1e-9)
    assert found.throughput(np.array([64.0]))[0] == pytest.approx(
        law(100, contention, coherency)(64)
    )


def test_the_law_does_not_fit_a_pool_of_threads() -> None:
    found = scalability([point(n, FLASK, FASTAPI) for n in LOADS], "a")
    assert found is not None
    assert not found.fits
    assert abs(found.worst) > 0.2


def test_the_law_needs_more_points_than_coefficients() -> None:
    assert scalability([point(n, FLASK, FASTAPI) for n in LOADS[:4]], "a") is None


def test_no_coefficient_is_negative_where_throughput_grows_faster_than_the_load() -> None:
    found = scalability([point(n, lambda users: users**1.3, FASTAPI) for n in LOADS], "a")
    assert found is not None
    assert not found.fits
    assert (found.contention, found.coherency) == (0, 0)


@pytest.mark.parametrize(("jitter", "met"), [(0.5, True), (30.0, False)])
def test_a_step_ends_when_its_figures_are_narrow(jitter: float, met: bool) -> None:
    rule = StepRule()
    side = Side(per_tick=60, jitter=jitter, spread=0.02)
    assert not rule.is_met(PLAN)
    for frame in SyntheticFrames().frames(20, side, side):
        rule.add(frame, PLAN)
    assert rule.is_met(PLAN) is met


def test_half_widths_are_on_the_scale_of_logarithms() -> None:
    assert ratio(2, 0.1).half_width == pytest.approx(0.1)
    assert math.isinf(Ratio(2).half_width)
