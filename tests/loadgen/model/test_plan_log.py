"""Which plan a race followed when."""

import msgspec
import pytest

from loadgen.model.plan_log import FollowedPlan, PlanLog
from loadgen.model.race_plan import RacePlan

FIRST, SECOND, LAST = (
    msgspec.structs.replace(RacePlan.default(), timeout_s=seconds) for seconds in (5, 6, 7)
)


@pytest.mark.parametrize(
    ("at_s", "plan"), [(0.0, FIRST), (10.0, FIRST), (10.1, SECOND), (20.0, SECOND), (99.0, LAST)]
)
def test_a_change_counts_for_what_follows_it(at_s: float, plan: RacePlan) -> None:
    log = PlanLog(FIRST)
    log.add(10.0, SECOND)
    log.add(20.0, LAST)
    assert log.plan_at(at_s) == plan
    assert log.last == LAST
    assert PlanLog.of(log.followed).plan_at(at_s) == plan


def test_a_change_before_load_flows_counts_from_the_start() -> None:
    log = PlanLog.of((FollowedPlan(0.0, FIRST), FollowedPlan(0.0, SECOND)))
    assert log.plan_at(0.0) == log.plan_at(1.0) == SECOND


@pytest.mark.parametrize(("at_s", "plan"), [(9.0, None), (10.0, None), (10.1, LAST)])
def test_before_the_last_change_the_plan_may_be_unknown(at_s: float, plan: RacePlan | None) -> None:
    log = PlanLog(LAST, known_from_s=10.0)
    assert log.plan_at(at_s) == plan
    assert log.followed == ()
