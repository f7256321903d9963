"""Whether a lane met an objective, from what was measured."""

from datetime import date

import pytest

from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.objective.cost import Price, cost_interval, cost_per_million
from loadgen.objective.objective import Judgement, Objective, judge_lane
from loadgen.objective.objective_rule import ObjectiveRule
from loadgen.objective.search import BLOCK_S, probe_plan
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from tests.support.synthetic_frames import Side, SyntheticFrames

OBJECTIVE = Objective(percentile="p99", limit_ms=100)
RATE = 100.0


def judged(side: Side, *, pairs: int = 6, objective: Objective = OBJECTIVE) -> Judgement:
    plan = RacePlan.default()
    plan = probe_plan(plan, "a", objective, "search", round(RATE), 60)
    timeline = Timeline()
    for frame in SyntheticFrames().turns(2 * pairs, 2.0, side, Side()):
        timeline.add(frame)
    demand = judge(timeline, plan).demand
    return judge_lane(objective, timeline, demand.get("a"), "a")


FAST = Side(per_tick=10, latency_ms=50)


def test_it_holds_where_all_answers_are_fast() -> None:
    found = judged(FAST)
    assert (found.result, found.cause) == ("holds", "")
    assert found.slower.count == 0
    assert found.slower.total >= OBJECTIVE.fewest_answers
    assert found.slower.high < 0.01
    assert found.answered is not None


@pytest.mark.parametrize(
    ("side", "cause"),
    [
        (Side(per_tick=10, latency_ms=140), "latency"),
        (Side(per_tick=10, latency_ms=50, failed=1), "failures"),
        (Side(per_tick=10, latency_ms=50, dropped=1), "failures"),
        (Side(per_tick=7, latency_ms=50, backlog_per_tick=3), "falls behind"),
    ],
)
def test_it_fails_and_says_of_what(side: Side, cause: str) -> None:
    found = judged(side)
    assert (found.result, found.cause) == ("fails", cause)


def test_too_few_answers_decide_nothing() -> None:
    assert judged(FAST, pairs=3).result == "not decided"
    few = Side(per_tick=1, latency_ms=50)
    assert judged(few).result != "holds"


def test_the_limit_is_of_the_percentile_that_was_asked_for() -> None:
    slow_tail = Side(per_tick=10, latency_ms=80, spread=0.5)
    assert judged(slow_tail).result == "fails"
    assert judged(slow_tail, objective=Objective(percentile="p50")).result == "holds"


def test_a_race_at_one_rate_ends_once_it_is_decided() -> None:
    plan = probe_plan(RacePlan.default(), "a", OBJECTIVE, "search", round(RATE), 60)
    rule, frames = ObjectiveRule(OBJECTIVE), SyntheticFrames()
    for frame in frames.turns(4, 2.0, FAST, FAST):
        rule.add(frame, plan)
    assert not rule.is_met(plan)
    for frame in frames.turns(8, 2.0, FAST, FAST):
        rule.add(frame, plan)
    assert rule.is_met(plan)


def test_a_server_races_against_itself_at_its_rate() -> None:
    plan = probe_plan(RacePlan.default(), "b", OBJECTIVE, "confirmation", 2_000, 60)
    assert plan.lanes["a"] == plan.lanes["b"] == RacePlan.default().lanes["b"]
    assert plan.model == OpenModel(2_000, max_in_flight=400)
    assert (plan.mode, plan.block_s, plan.until_clear) == ("turns", BLOCK_S, False)
    assert probe_plan(RacePlan.default(), "b", OBJECTIVE, "search", 5, 60).until_clear


def test_cost_is_price_over_what_is_answered_in_an_hour() -> None:
    price = Price(0.36, "EUR", date(2026, 11, 1))
    assert cost_per_million(price, 100, 1.0) == pytest.approx(1.0)
    assert cost_per_million(price, 100, 0.5) == pytest.approx(2.0)
    cost = cost_interval(price, 100, 125, 0.5)
    assert (cost.low, cost.high) == pytest.approx((1.6, 2.0))
    assert cost_interval(price, 100, None, 0.5).low is None
