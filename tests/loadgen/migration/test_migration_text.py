"""A migration as text and as a document, from made-up answers."""

import pytest

from loadgen.migration.comparison import StageComparison, compare_stages
from loadgen.migration.exchange import Answer, StageAnswers
from loadgen.migration.migration_run import MigrationRun
from loadgen.migration.migration_text import (
    difference_ranges,
    difference_sentence,
    headers,
    markdown,
    route_rows,
    stage_sentences,
)
from loadgen.migration.probes import PROBES
from loadgen.migration.step_code import step_diff
from servers.catalog.migration_stages import FASTAPI_ALONE, MOUNTED, TRAPS

SAME = tuple(Answer({"status": "200", "body": "a"}) for _ in PROBES)


def stage(number: int, first: Answer | None = None, again: Answer | None = None) -> StageAnswers:
    """One that answers as before, but for the first request."""
    return StageAnswers(
        number, (first or SAME[0], *SAME[1:]), (again or first or SAME[0], *SAME[1:])
    )


def compared(*stages: StageAnswers) -> list[StageComparison]:
    return compare_stages([stage(0), *stages])


def test_equal_differences_of_stages_that_follow_each_other_are_one_sentence() -> None:
    gone, other = Answer({"status": "404", "body": "a"}), Answer({"status": "200", "allow": "GET"})
    found = difference_ranges(compared(stage(1), stage(2, gone), stage(3, gone), stage(4, other)))
    assert [difference_sentence(each) for each in found] == [
        "GET /items/1 (stages 2 to 3): status was 200, is 404.",
        "GET /items/1 (stage 4): body was a, is none; allow was none, is GET.",
    ]


def test_what_differs_between_two_equal_requests_is_noise() -> None:
    noisy = Answer({"status": "200", "body": "b"}), Answer({"status": "200", "body": "c"})
    assert compared(stage(1, *noisy))[0].differing == ()


def test_the_table_says_which_route_has_moved_and_how_many_requests_differ() -> None:
    stages = compared(stage(1), stage(2, Answer({"status": "404", "body": "a"})))
    asked = sum(each.route == "read" for each in PROBES)
    assert headers(stages) == ("Route", "Traffic", "FastAPI from", "1", "2")
    assert next(route_rows(stages)) == ("Read an item", "40 %", "stage 2", "·", f"1/{asked}")


def test_a_stage_that_did_not_run_says_why_and_the_others_stay() -> None:
    failed = StageAnswers(1, failure="The server said: no.")
    stages = compared(failed, stage(2))
    said = list(stage_sentences(stages))
    assert said[0] == "Stage 1, Flask mounted in FastAPI: The server said: no."
    assert said[1].endswith(f"0 of {len(PROBES)} requests differ.")
    assert next(route_rows(stages))[3:] == ("–", "·")


def test_markdown_holds_the_table_and_the_open_traps() -> None:
    text = markdown(MigrationRun(compared(stage(1)), TRAPS[:1]))
    assert "| Route | Traffic | FastAPI from | 1 |\n| --- | --- | --- | --- |\n" in text
    assert f"Open: {TRAPS[0].title}." in text


@pytest.mark.parametrize("number", range(MOUNTED, FASTAPI_ALONE + 1))
def test_each_step_has_a_diff(number: int) -> None:
    assert step_diff(number).startswith("--- ")


def test_the_diff_shows_the_code_that_was_moved_in_a_hurry_where_its_trap_is_open() -> None:
    assert "+++ hasty/queries_list.py" in step_diff(3, ["queries"])
    assert "+++ after/list.py" in step_diff(3, ["returns"])
