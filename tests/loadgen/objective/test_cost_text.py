"""What a run of ``cost`` says and writes."""

import csv
import io
import json

import jsonschema
import msgspec
import pytest

from loadgen.files.document import DocumentError
from loadgen.objective.cost_document import CostDocument, decode_cost, encode_cost, encode_csv
from loadgen.objective.cost_run import CostRun
from loadgen.objective.cost_text import (
    formula_lines,
    markdown,
    probe_rows,
    progress_text,
    rows,
    sentences,
)
from loadgen.objective.json_schema import SCHEMAS, encoded_schema
from loadgen.objective.lane_rate import LaneRate, Probe
from loadgen.objective.objective import Judgement
from loadgen.objective.search_step import Step
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.quantity import USERS
from loadgen.sweep.sweep_document import encode_sweep
from loadgen.sweep.sweep_run import SweepRun
from servers.process.child_process import PROJECT_ROOT
from tests.support.found_rates import FOUND, MET, NOT_MET, RUN, SLOW, probe
from tests.support.sweep_points import FASTAPI, FLASK, climb


def test_a_rate_counts_once_a_race_of_its_own_confirms_it() -> None:
    assert FOUND.found == 1400
    assert FOUND.confirmed is not None
    assert (FOUND.confirmed.rate, FOUND.unmet) == (1273, 1400)
    assert NOT_MET.confirmed is None


def test_the_worse_start_of_a_server_decides() -> None:
    both = probe(2000, MET, SLOW)
    assert (both.result, both.worst) == ("fails", SLOW)
    assert both.figure("memory_mib") is None
    assert probe(1).figure("memory_mib") == Ratio(40.0, 39.0, 41.0)


def test_a_document_is_read_again_unless_its_plan_cannot_be_raced() -> None:
    written = encode_cost(RUN)
    assert decode_cost(written).lanes == RUN.lanes
    with pytest.raises(DocumentError, match="There is no scenario “nonsense”"):
        decode_cost(written.replace(b'"scenario": "wait"', b'"scenario": "nonsense"'))
    with pytest.raises(DocumentError, match="Its utilisation is 0"):
        decode_cost(written.replace(b'"utilisation": 0.5', b'"utilisation": 0.0'))
    again = decode_cost(written)
    assert encode_cost(again) == written  # also its machine and its time


def test_a_search_that_tried_nothing_says_so() -> None:
    (said,) = sentences(CostRun(RUN.plan, RUN.objective, {}))
    assert said == "No rate was tried: the search ended before its first race."


def test_sentences_say_rate_evidence_and_formula() -> None:
    flask, fastapi, cost = sentences(RUN)
    assert flask == (
        "Flask met p99 below 100 ms, at most 1 % failed at no rate, down to 10.0/s: it falls "
        "behind the arrivals, and its queue grows."
    )
    assert fastapi == (
        "FastAPI sustains 1,270/s with p99 below 100 ms, at most 1 % failed, in a race of its "
        "own: 0.04 % (0.011 to 0.15 %) took longer than 100 ms; at 1,400/s it does not."
    )
    assert cost == (
        "Cost: price per hour ÷ (3,600 × requests per second × utilisation) × 1,000,000, at "
        "0.36 EUR an hour (2026-11-01) and 50 % used."
    )


def test_what_was_not_confirmed_is_not_called_sustained() -> None:
    unconfirmed = msgspec.structs.replace(FOUND, confirmations=(probe(1400, SLOW, MET),))
    refuted, *_ = sentences(CostRun(RUN.plan, RUN.objective, {"b": unconfirmed}))
    assert "in the search, but in no race of its own, down to 1,400/s: 8 % (7.3 to 8.8" in refuted
    left = msgspec.structs.replace(FOUND, confirmations=())
    (said,) = sentences(CostRun(RUN.plan, RUN.objective, {"b": left}))
    assert said.endswith("at 1,400/s in the search, which was not confirmed.")
    nothing = LaneRate(lane="b", failure="FastAPI does not start.")
    (said,) = sentences(CostRun(RUN.plan, RUN.objective, {"b": nothing}))
    assert said == "FastAPI was not searched: FastAPI does not start."


def test_what_was_not_searched_or_not_decided_is_not_called_unmet() -> None:
    ended = LaneRate(lane="a", flat_out=Ratio(100.0, 99.0, 101.0))
    unclear = msgspec.structs.replace(MET, result="not decided", cause="latency")
    open_end = LaneRate(
        lane="b", searched=(probe(9), probe(10, unclear)), confirmations=(probe(9),)
    )
    run = CostRun(RUN.plan, RUN.objective, {"a": ended, "b": open_end}, RUN.price)
    flask, fastapi, _ = sentences(run)
    assert flask == "Flask was not searched: the search ended before the first rate was tried."
    assert fastapi.endswith("; at 10.0/s that was not decided.")
    assert [*formula_lines(run)][-1].endswith("10.0/s that were not shown to be sustained.")


def test_why_a_race_of_the_search_failed_is_said() -> None:
    unknown = Judgement(result="not decided", cause="too little measured")
    broken = Probe(rate=20, servers=(unknown, unknown), failure="Flask stopped: exit 1.")
    found = LaneRate(lane="a", searched=(broken,))
    (said,) = sentences(CostRun(RUN.plan, RUN.objective, {"a": found}))
    assert said.endswith("at no rate, down to 20.0/s: Flask stopped: exit 1.")


def test_the_last_rate_of_a_search_has_no_time_left() -> None:
    step = Step("a", "search", 20, 0.2)
    assert (
        progress_text(RUN.plan, step, 0.2) == "Flask: racing at 20.0/s, the last rate of its search"
    )


def test_table_and_markdown_have_rate_cost_and_cpu_with_intervals() -> None:
    flask, fastapi = rows(RUN)
    assert flask[1] == "–"
    assert fastapi[1:3] == ("1,270/s", "1,400/s")
    assert fastapi[5:] == ("500 ± 2 %", "0.637 ± 2 %", "40.0 MiB ± 2.5 %", "0.143 to 0.157 EUR")
    text = markdown(RUN)
    assert all(cell in text for row in rows(RUN) for cell in row)
    without = CostRun(RUN.plan, RUN.objective, RUN.lanes)
    assert [row[-1] for row in rows(without)] == ["–", "–"]


def test_document_and_table_hold_every_race() -> None:
    document = msgspec.json.decode(encode_cost(RUN), type=CostDocument)
    result = document.results["b"]
    assert (result.sustained_per_s, result.unmet_per_s) == (1273, 1400)
    assert result.cost_per_million is not None
    assert round(result.cost_per_million.high, 3) == 0.157
    assert document.results["a"].cost_per_million is None
    assert json.loads(encode_cost(RUN))["price"] == {
        "per_hour": 0.36,
        "currency": "EUR",
        "day": "2026-11-01",
    }
    table = list(csv.DictReader(io.StringIO(encode_csv(RUN).decode())))
    assert len(table) == 2 * (2 + 3 + 2)
    assert {each["result"] for each in table} == {"holds", "fails"}
    assert table[-1]["race"] == "race-1273"


def test_the_formula_stands_with_every_input_in_its_place() -> None:
    cpu, cost = formula_lines(RUN)
    assert cpu == "FastAPI: 500 ± 2 % CPU seconds for a million requests."
    assert cost == (
        "FastAPI: 0.36 EUR ÷ (3,600 × 1,270/s × 50 %) × 1,000,000 = 0.143 to 0.157 EUR for a "
        "million requests, its lower end at the 1,400/s that are not sustained."
    )
    assert [*formula_lines(CostRun(RUN.plan, RUN.objective, RUN.lanes))] == [cpu]


def test_each_race_of_the_search_is_a_row() -> None:
    found = list(probe_rows(RUN))
    assert [each.rate for _, each, _ in found] == [20, 10, 1000, 2000, 1400, 1400, 1273]
    assert found[3][2][:4] == ("FastAPI", "search", "2,000/s", "fails: latency")
    assert found[-1][2][:4] == ("FastAPI", "confirmation", "1,270/s", "holds")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_current_and_documents_are_valid_by_them(name: str) -> None:
    """Made by: python -m uv run python -m loadgen.objective.json_schema docs"""
    assert (PROJECT_ROOT / "docs" / name).read_bytes() == encoded_schema(name)
    validator = jsonschema.Draft202012Validator(json.loads(encoded_schema(name)))
    sweep = SweepRun(RUN.plan, climb(FLASK, FASTAPI))
    document = (
        encode_cost(RUN) if name == "cost.schema.json" else encode_sweep(sweep, Ladder.of(USERS))
    )
    validator.validate(json.loads(document))
