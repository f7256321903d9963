"""From evidence to a judgement: figures with intervals, and what forbids a decision."""

from dataclasses import replace

import pytest

from loadgen.claims.claim import RaceTest
from loadgen.claims.claim_list import CLAIMS, claim
from loadgen.claims.evidence import Evidence, RaceEvidence
from loadgen.claims.finding import OUTCOMES
from loadgen.claims.intervals import difference, product, quotient, scaled
from loadgen.claims.judgement import judge_claim
from loadgen.claims.plans import WAITING, WAITING_RATE, WAITING_S, leanest_client
from loadgen.claims.read_handlers import source_evidence
from loadgen.migration.unchanged_handlers import FlaskHandler, read_handlers
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.measurement_window import TOGETHER_MIN
from servers.catalog.parameter import Parameter

PAGE = claim("html")
(TEST,) = PAGE.tests
assert isinstance(TEST, RaceTest)
RACE = RaceEvidence(
    plan=TEST.plan,
    throughput_ratio=Ratio(1.0, 0.95, 1.05),
    figures={
        "a": {
            "throughput_per_second": Ratio(500, 480, 520),
            "cpu_s_per_request": Ratio(0.002, 0.0019, 0.0021),
        },
        "b": {},
    },
    race="2026-11-27-140300",
)


def judged_page(race: RaceEvidence) -> tuple[str, str, bool]:
    ruling = judge_claim(PAGE, Evidence(races={"page": race})).ruling
    return ruling.outcome, ruling.condition, ruling.failed


def test_figures_carry_intervals_and_the_race_that_they_are_of() -> None:
    judged = judge_claim(PAGE, Evidence(races={"page": RACE}))
    assert judged.ruling.outcome == "fails"
    by_key = {each.key: each for each in judged.figures}
    assert set(by_key) == {"page", "flask_cores"}  # FastAPI's has no interval
    assert by_key["page"].text == "1 times (0.952 to 1.05)"
    assert by_key["page"].race == RACE.race
    low, high = by_key["flask_cores"].value.interval or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.912, 1.092)


@pytest.mark.parametrize(
    ("race", "reason", "failed"),
    [
        (replace(RACE, failure="Flask stopped."), "Flask stopped.", True),
        (replace(RACE, others_share=0.6), "60 %", False),
        (replace(RACE, generator_limited=frozenset({"a"})), "load generator", False),
        (replace(RACE, throughput_ratio=None), "Too little", False),
        (replace(RACE, throughput_ratio=Ratio(0.8)), "Too little", False),
    ],
)
def test_a_disturbed_or_failed_race_decides_nothing(
    race: RaceEvidence, reason: str, failed: bool
) -> None:
    outcome, condition, is_failure = judged_page(race)
    assert (outcome, is_failure) == ("undecided", failed)
    assert reason in condition


def test_what_only_waits_is_decided_beside_other_programs() -> None:
    threads = claim("threads")
    (test,) = threads.tests
    assert isinstance(test, RaceTest)
    figures = {
        "a": {"throughput_per_second": Ratio(79, 78, 80)},
        "b": {"throughput_per_second": Ratio(315, 310, 320)},
    }
    race = RaceEvidence(plan=test.plan, figures=figures, others_share=0.7)  # type: ignore[arg-type]
    assert judge_claim(threads, Evidence(races={"threads": race})).ruling.outcome == "holds"


def test_stand_ins_are_named() -> None:
    race = replace(RACE, stand_ins=("SQLite 3.45",))
    assert judge_claim(PAGE, Evidence(races={"page": race})).stand_ins == ("SQLite 3.45",)


@pytest.mark.parametrize(
    ("found", "interval"),
    [
        (scaled(Ratio(2, 1, 3), 10), (10, 30)),
        (difference(Ratio(5, 4, 6), Ratio(3, 1, 5)), (-1, 5)),
        (product(Ratio(2, 1, 3), Ratio(4, 3, 5)), (3, 15)),
        (quotient(Ratio(6, 4, 8), Ratio(2, 1, 4)), (1, 8)),
        (quotient(Ratio(0, -4, 4), Ratio(2, 1, 4)), (-4, 4)),
        (quotient(Ratio(6, 4, 8), Ratio(2, -1, 4)), None),
        (difference(Ratio(5), Ratio(3, 1, 5)), None),
        (product(None, Ratio(3, 1, 5)), None),
    ],
)
def test_the_bounds_of_a_result_are_those_furthest_apart(
    found: Ratio | None, interval: tuple[float, float] | None
) -> None:
    assert (found.interval if found else None) == interval


def test_handlers_are_read_from_their_files() -> None:
    found = source_evidence()
    assert found.tied_to_flask == found.handlers  # each reads its query or its body
    assert 0 < found.declared_by_hand < found.routes


@pytest.mark.parametrize("each", CLAIMS, ids=lambda each: each.key)
def test_a_claim_takes_a_minute_at_most_and_says_all_that_it_owes(each: object) -> None:
    from loadgen.claims.progress import seconds_of

    known = claim(each.key)  # type: ignore[attr-defined]
    assert sum(map(seconds_of, known.tests)) <= 60
    for text in (known.sentence, known.method, known.honest, known.interview):
        assert text.endswith(".")
    assert known.honest.count(". ") == 1, "two sentences"


def test_the_ten_claims_and_the_two_traps_are_there() -> None:
    assert {each.number for each in CLAIMS} == set(range(11))
    assert len([each for each in CLAIMS if each.number == 0]) == 2
    assert len(OUTCOMES) == 4


@pytest.mark.parametrize(
    ("source", "tied"),
    [
        ("from flask import request\n@b.get('/')\ndef f():\n    return request.args", True),
        ("from flask import request as r\n@b.post('/')\ndef f():\n    return r.args", True),
        ("from flask.typing import R\n@b.get('/')\ndef f() -> R:\n    return {}", False),
        ("from flask import Response\n@b.get('/')\ndef f() -> Response:\n    return {}", False),
    ],
)
def test_a_handler_is_tied_to_flask_by_its_body(source: str, tied: bool) -> None:
    handlers = [FlaskHandler("", name, uses) for name, uses in read_handlers(source)]
    assert [each.uses_flask for each in handlers] == [tied]


def test_an_api_is_called_with_the_leanest_client_that_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Parameter, "refusals", {1: "aiohttp is missing.", 2: "urllib3 is missing."})
    assert [leanest_client(key) for key in ("flask", "fastapi")] == [0, 0]
    monkeypatch.setattr(Parameter, "refusals", {})
    assert [leanest_client(key) for key in ("flask", "fastapi")] == [2, 1]


def test_the_seconds_before_the_first_answer_are_found_as_warm_up() -> None:
    """A race that answers nothing for longer looks steady at zero: 10 s gave half the rate."""
    assert WAITING_S < TOGETHER_MIN
    assert WAITING_RATE * WAITING_S == WAITING == 5_000
