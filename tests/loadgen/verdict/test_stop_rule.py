"""A race ``until clear`` ends by one rule, which is fed with frames."""

import msgspec
import pytest

from loadgen.model.race_plan import ClearMetric, RacePlan
from loadgen.verdict.stop_rule import StopRule
from tests.support.synthetic_frames import Side, SyntheticFrames

PLAN = RacePlan.default()
SLOW = Side(per_tick=100, latency_ms=20)
FAST = Side(per_tick=120, latency_ms=20)
LIGHT = Side(per_tick=100, latency_ms=20, uss=20, rss=30)
PROMPT = Side(per_tick=100, latency_ms=10)


def until(metric: ClearMetric) -> RacePlan:
    return msgspec.structs.replace(PLAN, until_clear=True, clear_metric=metric)


def ends_at(plan: RacePlan, a: Side, b: Side) -> float | None:
    rule = StopRule()
    for frame in SyntheticFrames().frames(12, a, b):
        rule.add(frame, plan)
        if rule.is_met(plan):
            return frame.at_s
    return None


@pytest.mark.parametrize(
    ("metric", "b"), [("requests", FAST), ("p50", PROMPT), ("p99", PROMPT), ("memory", LIGHT)]
)
def test_it_is_met_when_the_chosen_metric_differs(metric: ClearMetric, b: Side) -> None:
    assert ends_at(until(metric), SLOW, b) == pytest.approx(7, abs=0.6)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("metric", "b"), [("requests", PROMPT), ("p50", LIGHT), ("p99", LIGHT), ("memory", FAST)]
)
def test_another_difference_does_not_end_it(metric: ClearMetric, b: Side) -> None:
    assert ends_at(until(metric), SLOW, b) is None


def test_it_is_never_met_where_nobody_asked() -> None:
    assert ends_at(PLAN, SLOW, FAST) is None


def test_who_asks_in_the_middle_of_a_race_waits_from_there() -> None:
    rule, plan = StopRule(), PLAN
    for frame in SyntheticFrames().frames(20, SLOW, FAST):
        plan = until("requests") if frame.at_s > 5 else PLAN
        rule.add(frame, plan)
        if rule.is_met(plan):
            assert frame.at_s == pytest.approx(12, abs=1.1)
            return
    raise AssertionError("never met")
