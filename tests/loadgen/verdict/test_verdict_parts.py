"""The parts that texts of a verdict are joined of: nothing is looked for in a text again."""

import functools
from collections.abc import Callable

import msgspec
import pytest

from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.clause import Clause
from loadgen.verdict.ratio_text import more_requests
from loadgen.verdict.verdict import judge
from loadgen.verdict.verdict_fields import EmphasisedText, Verdict, evidence_text, joined_clauses
from tests.support.synthetic_frames import Side, SyntheticFrames, timeline

PLAN = RacePlan.default()
OPEN = msgspec.structs.replace(PLAN, model=OpenModel(200))
SLOW = Side(per_tick=8, latency_ms=900)
FAST = Side(per_tick=120, latency_ms=60, uss=45)
BEHIND = Side(per_tick=8, latency_ms=3_000, jitter=0.3, backlog_per_tick=12.1)
KEEPS_UP = Side(per_tick=20, latency_ms=55)


def ended_in_an_outage() -> Timeline:
    line, fabricator = Timeline(), SyntheticFrames()
    dead = Side(per_tick=0, state="failed", text="FastAPI server stopped (exit 1).")
    for frame in (*fabricator.frames(9, SLOW, FAST), *fabricator.frames(2, SLOW, dead)):
        line.add(frame)
    for frame in fabricator.frames(0.1, SLOW, dead, phase="ended"):
        line.add(frame)
    return line


PLANS: dict[str, RacePlan] = {"overloaded": OPEN}
RACES: dict[str, Callable[[], Timeline]] = {
    "comparison": lambda: timeline((11, SLOW, FAST)),
    "alike": lambda: timeline((11, FAST, FAST)),
    "overloaded": lambda: timeline((12, BEHIND, KEEPS_UP)),
    "measuring": lambda: timeline((2, SLOW, FAST)),
    "after an outage": ended_in_an_outage,
    "with failures": lambda: timeline((11, Side(per_tick=60, failed=9), FAST)),
}


@functools.cache
def verdict_on(race: str) -> Verdict:
    """Made by the worker that uses it, since every one imports this module."""
    return judge(RACES[race](), PLANS.get(race, PLAN))


EMPHASES = {
    "comparison": "15.0 times",
    "overloaded": "FastAPI keeps up",
    "after an outage": "15.0 times",
    "with failures": "2.00 times",
}


@pytest.mark.parametrize("name", RACES)
def test_texts_are_joined_of_their_parts(name: str) -> None:
    verdict = verdict_on(name)
    assert verdict.whole_sentence.text == verdict.sentence
    assert verdict.whole_headline.text == verdict.headline
    assert verdict.intervals == joined_clauses(verdict.interval_clauses)
    assert verdict.evidence == evidence_text(verdict.evidence_clauses)
    parts = (verdict.whole_sentence, verdict.whole_headline)
    assert {each.emphasis for each in parts} == {verdict.emphasis} == {EMPHASES.get(name, "")}


def test_only_the_figure_that_is_meant_is_emphasised() -> None:
    verdict = verdict_on("comparison")
    assert verdict.headline.count("15.0 times") == 2
    assert verdict.whole_headline.before == "FastAPI answers "
    assert verdict.whole_headline.after.startswith(" as many requests; its p95 is 15.0 times lower")
    assert verdict.whole_sentence.after.startswith(" as many requests (14.9 to 15.1); its p95 is")


def test_what_stands_before_a_sentence_has_no_emphasis() -> None:
    begin = "FastAPI server stopped (exit 1). Before that: FastAPI answers "
    assert verdict_on("after an outage").whole_headline.before == begin


def test_the_clause_that_keeps_up_is_the_emphasis() -> None:
    overloaded = verdict_on("overloaded").whole_headline
    assert overloaded.before == "Flask answers about 80 of 200/s, its queue is growing; "
    assert overloaded.after.startswith(". More than 1,400 of Flask's requests")


def test_a_clause_says_what_of_it_is_stressed() -> None:
    figure = more_requests(Ratio(14, 13.2, 14.7))
    told = Clause("A answers", figure, ", so far", stressed=True)
    assert told.parts(intervals=True) == EmphasisedText(
        "A answers ", "about 14 times", " as many requests (13.2 to 14.7), so far"
    )
    plain = told._replace(stressed=False).parts(intervals=False)
    assert plain == EmphasisedText("A answers about 14 times as many requests, so far")
    assert Clause("A keeps up", stressed=True).parts(intervals=True).emphasis == "A keeps up"


def test_a_verdict_of_an_earlier_file_has_its_parts_too() -> None:
    verdict = Verdict(sentence="B answers 15× more.", emphasis="15×", evidence="a, b · c")
    assert verdict.whole_headline == EmphasisedText("B answers ", "15×", " more.")
    assert verdict.evidence_shown == (("a, b · c",),)
    assert verdict.intervals_shown == ()
