"""Requirements: three results, by the interval; what cannot be understood is refused."""

import pytest

from loadgen.comparison.requirement import Requirement, RequirementError
from tests.support.synthetic_runs import run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a.throughput > 50", "holds"),
        ("a.throughput > 200", "fails"),
        ("a.throughput > 100", "not decided"),
        ("a.throughput<=200", "holds"),
        ("a.p50_ms < 60", "holds"),
        ("b.p50_ms >= 60", "fails"),
        ("a.memory_mib < 31", "holds"),
        ("ratio >= 3", "holds"),
        ("ratio >= 5", "fails"),
        ("a.p99_ms < 100", "holds"),
    ],
)
def test_a_requirement_is_held_against_the_interval(text: str, result: str) -> None:
    outcome = Requirement.parse(text).check(run())
    assert outcome.result == result, outcome.text


def test_without_an_interval_nothing_is_decided() -> None:
    outcome = Requirement.parse("a.p99_ms < 100").check(run(rate=1))
    assert outcome.result == "not decided"
    assert outcome.text == "a.p99_ms < 100 is not decided: too little was measured"


def test_the_text_has_the_figure_and_its_interval() -> None:
    text = Requirement.parse("a.throughput > 50").check(run()).text
    assert text.startswith("a.throughput > 50 holds: ")
    assert " to " in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("p99 < 100", "names no figure; there are: ratio"),
        ("b.p95_ms < 100", "names no figure"),
        ("c.p99_ms < 100", "is no requirement"),
        ("b.p99_ms = 100", "is no requirement"),
        ("b.p99_ms < fast", "“fast” in “b.p99_ms < fast” is not a number"),
        ("b.p99_ms < nan", "must be 0 or more"),
        ("ratio >= -1", "must be 0 or more"),
    ],
)
def test_what_cannot_be_understood_is_refused(text: str, said: str) -> None:
    with pytest.raises(RequirementError, match=said):
        Requirement.parse(text)
