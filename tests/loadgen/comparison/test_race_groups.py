"""Which of the chosen races are a group, and which comes first."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from loadgen.comparison.comparison import ComparisonError
from loadgen.comparison.race_groups import compare_chosen
from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import RacePlan
from tests.support.synthetic_runs import run


def race(minute: int, timeout_s: int = 10) -> RunRecord:
    plan = msgspec.structs.replace(RacePlan.default(), timeout_s=timeout_s)
    made = run(plan=plan)
    return replace(made, started_at=made.started_at + timedelta(minutes=minute))


def minutes(runs: tuple[RunRecord, ...]) -> list[int]:
    return [each.started_at.minute for each in runs]


def test_of_two_races_the_older_is_a() -> None:
    comparison = compare_chosen([race(5, timeout_s=20), race(3)])
    assert minutes(comparison.before) == [3]
    assert minutes(comparison.after) == [5]


def test_repeated_races_are_groups() -> None:
    comparison = compare_chosen([race(4), race(1, 20), race(3), race(2, 20)])
    assert minutes(comparison.before) == [1, 2]
    assert minutes(comparison.after) == [3, 4]


def test_of_one_plan_the_oldest_is_set_against_the_others() -> None:
    comparison = compare_chosen([race(3), race(1), race(2)])
    assert minutes(comparison.before) == [1]
    assert minutes(comparison.after) == [2, 3]


def test_one_race_or_three_plans_cannot_be_compared() -> None:
    with pytest.raises(ComparisonError, match="two races or more"):
        compare_chosen([race(1)])
    with pytest.raises(ComparisonError, match="are of 3 plans"):
        compare_chosen([race(1), race(2, 20), race(3, 30)])
