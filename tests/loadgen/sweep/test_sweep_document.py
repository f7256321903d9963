"""What is written of a sweep: sentences, table, JSON, CSV, Markdown, and going on with it."""

import csv
import io
import json
import math
from typing import Any

import msgspec
import pytest

from loadgen.model import number_format
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.bounds import Bound
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.points import Point
from loadgen.sweep.quantity import USERS, find_quantity
from loadgen.sweep.sweep_document import (
    SweepFileError,
    decode_sweep,
    encode_csv,
    encode_sweep,
    resumable_sweep,
)
from loadgen.sweep.sweep_run import SweepRun
from loadgen.sweep.sweep_text import figure_text, headers, lead_sentence, markdown, rows, sentences
from tests.support.sweep_points import FASTAPI, FLASK, climb, point, ratio

PLAN = RacePlan.default()
LADDER = Ladder.of(USERS)


def run_of(points: list[Point], key: str = "concurrency") -> SweepRun:
    return SweepRun(PLAN, points, find_quantity(PLAN, key))


def test_the_sentences_say_what_was_found() -> None:
    lead, flask, fastapi = sentences(run_of(climb(FLASK, FASTAPI)))
    assert lead.startswith("FastAPI answers more from 16 users on; there is no crossing up to 1,0")
    assert flask.startswith("Flask reaches 95 % of its best, 80.0/s ± 3 %, with 4 users.")
    assert "at least 4.0 users (N*)" in flask
    assert flask.endswith("Beyond 16 users it was not raced: more only waits there.")
    assert fastapi.startswith("FastAPI reaches 95 % of its best, 4,000/s ± 3 %, with 200 users.")
    assert "The Universal Scalability Law does not fit: it misses by" in fastapi


def test_what_is_not_reached_and_what_failed_is_said() -> None:
    still = list(sentences(run_of([point(n, FLASK, FASTAPI) for n in (1, 4, 16)])))[2]
    assert still == "FastAPI still answers more with more at 16 users: 320/s ± 3 %."
    nothing = list(sentences(run_of([Point(1, {"a": {}, "b": {}}, failure="Flask failed.")])))
    assert nothing[1] == "Flask: too little was measured at every value."
    assert nothing[-1] == "At 1 user: Flask failed."


@pytest.mark.parametrize(
    ("half_width", "text"),
    [(0.03, "80.0/s ± 3 %"), (0.7, "39.7/s to 161/s"), (2.5, "–"), (math.inf, "–")],
)
def test_a_wide_interval_is_shown_by_its_ends_and_an_unknown_figure_not_at_all(
    half_width: float, text: str
) -> None:
    assert figure_text(ratio(80.0, half_width), number_format.rate) == text


def test_of_a_single_value_no_knee_is_claimed() -> None:
    wide, narrow = point(1, FLASK, FASTAPI, 3.0), point(4, FLASK, FASTAPI)
    for points in ([wide, narrow], [narrow]):
        flask = list(sentences(run_of(points)))[1]
        assert flask == (
            "Flask answers 80.0/s ± 3 % at 4 users, the only value at which enough was measured."
        )


def test_a_sweep_that_was_ended_at_once_says_no_more_than_that() -> None:
    assert list(sentences(run_of([]))) == ["No step was measured."]


def test_a_crossing_is_said_with_its_interval() -> None:
    points = [point(n, lambda users: 2 * FLASK(users), FASTAPI) for n in (1, 4, 16, 64)]
    assert lead_sentence(run_of(points)) == (
        "FastAPI leads from about 8 users on (between 4 users and 16 users)."
    )


def test_of_a_quantity_that_is_no_load_the_best_is_said() -> None:
    points = [point(n, lambda wait: 1e3 / (1 + wait), lambda wait: 1e3) for n in (1, 4, 16)]
    run = run_of(points, "wait_ms")
    assert headers(run)[0] == "Wait, ms"
    assert list(sentences(run))[1] == "Flask answers most, 500/s ± 3 %, at 1 ms."


def test_a_lane_without_the_setting_has_no_knee() -> None:
    points = [point(n, lambda threads: 20.0 * min(threads, 16), lambda _: 600) for n in (4, 16, 64)]
    flask, fastapi = list(sentences(run_of(points, "threads")))[1:]
    assert flask == "Flask reaches 95 % of its best, 320/s ± 3 %, with 16 threads."
    assert fastapi == "FastAPI has no such setting, and answers 600/s ± 3 % at most."


@pytest.mark.parametrize(
    ("bound", "sentence"),
    [
        (Bound("threads", 4, Ratio(0.05)), "Its limit: 4 threads ÷ 50.0 ms = 80.0/s."),
        (
            Bound("pool", 10, Ratio(0.02), "database"),
            "Its limit: 10 connections of the database pool ÷ 20.0 ms = 500/s.",
        ),
        (
            Bound("cpu", 1, Ratio(0.001, 0.001, 0.001)),
            "Its limit: 1 core ÷ 1.00 ms CPU = 1,000/s ± 0 %.",
        ),
    ],
)
def test_the_bound_is_said_with_its_formula(bound: Bound, sentence: str) -> None:
    figures = point(16, FLASK, FASTAPI).figures
    run = run_of([point(4, FLASK, FASTAPI), Point(16, figures, bounds={"a": bound})])
    assert sentence in list(sentences(run))[1]


def test_document_table_and_text_have_the_same_figures() -> None:
    run = run_of(climb(FLASK, FASTAPI))
    document = json.loads(encode_sweep(run, LADDER))
    assert document["format"] == "faceoff-sweep"
    assert document["saturation"]["a"]["knee_at"] == 4
    assert [each["value"] for each in document["points"]] == [p.value for p in run.ordered]
    table = list(csv.DictReader(io.StringIO(encode_csv(run).decode())))
    assert len(table) == 3 * sum(len(each.lanes) for each in run.points)
    assert float(table[0]["low"]) < float(table[0]["value"]) < float(table[0]["high"])
    text = markdown(run)
    assert all(cell in text for row in rows(run) for cell in row)


def test_a_sweep_that_was_written_is_gone_on_with() -> None:
    points = [point(n, FLASK, FASTAPI) for n in (1, 4, 16)]
    points[2] = Point(16, points[2].figures, bounds={"a": Bound("threads", 4, Ratio(0.05))})
    run, ladder = resumable_sweep(encode_sweep(run_of(points), LADDER))
    assert run == SweepRun(PLAN.completed(), points, USERS)
    assert ladder == LADDER
    assert ladder.next(run.points) == (64, ("b",))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "faceoff-cost"}, "a document of rates and their cost, not of a sweep"),
        ({"environment": {"cpu": "another"}}, "on another machine, or with other versions"),
        ({"points": 3}, "a damaged document of a sweep"),
    ],
)
def test_a_document_that_cannot_be_gone_on_with_is_refused(
    change: dict[str, Any], sentence: str
) -> None:
    document = json.loads(encode_sweep(run_of(climb(FLASK, FASTAPI)), LADDER)) | change
    with pytest.raises(SweepFileError, match=sentence):
        resumable_sweep(msgspec.json.encode(document))


def test_a_sweep_of_another_machine_can_be_shown() -> None:
    run = run_of(climb(FLASK, FASTAPI))
    document = json.loads(encode_sweep(run, LADDER)) | {"environment": {"cpu": "another"}}
    found = decode_sweep(msgspec.json.encode(document))
    assert not found.is_of_here
    assert found.run.ordered == run.ordered
    saved = json.loads(encode_sweep(found.run, found.ladder))
    assert saved["environment"] == {"cpu": "another"}
    assert saved["written_at"] == document["written_at"]


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("plan", "scenario"), "nonsense", "There is no scenario “nonsense”"),
        (("plan", "lanes", "b", "variant"), "nonsense", "There is no server “nonsense”"),
        (("plan", "lanes"), {}, "Its plan does not have two servers."),
        (("quantity", "key"), "nonsense", "There is no “nonsense” to sweep over here"),
        (("points", 0, "value"), -1, "Concurrency takes a whole number from 1 to"),
        (("points", 0, "figures"), {}, "figures that no race gives"),
        (("points", 0, "lanes"), [], "figures that no race gives"),
        (
            ("points", 0, "figures", "a", "throughput_per_second", "estimate"),
            0,
            "figures that no race gives",
        ),
        (("points", 0, "throughput_ratio", "low"), -1, "figures that no race gives"),
    ],
)
def test_an_edited_sweep_is_refused_with_a_sentence(
    path: tuple[str | int, ...], value: object, sentence: str
) -> None:
    document: Any = json.loads(encode_sweep(run_of(climb(FLASK, FASTAPI)), LADDER))
    *above, last = path
    place = document
    for key in above:
        place = place[key]
    place[last] = value
    with pytest.raises(SweepFileError, match=sentence):
        resumable_sweep(msgspec.json.encode(document))
