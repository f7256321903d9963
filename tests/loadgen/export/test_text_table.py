"""Verdict, figures and settings as text."""

from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.export.text_table import markdown, tab_separated
from loadgen.model.race_plan import RacePlan
from tests.support.synthetic_lanes import timeline


def document() -> RunDocument:
    return RunDocument.of(RunRecord.of(RacePlan.default(), timeline(20, phase="ended")))


def test_markdown_has_the_verdict_with_intervals_and_both_tables() -> None:
    made = document()
    lines = markdown(made).splitlines()
    assert lines[0] == f"**{made.verdict.sentence}**"
    assert " to " in lines[0]
    assert "| Figures | Flask | FastAPI |" in lines
    assert "| Settings | Flask | FastAPI |" in lines
    tables = [line for line in lines if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in tables} == {4}
    assert any(line.startswith("| Throughput | ") for line in tables)


def test_text_has_three_cells_a_row() -> None:
    rows = [line.split("\t") for line in tab_separated(document()).splitlines() if "\t" in line]
    assert ["Figures", "Flask", "FastAPI"] in rows
    assert {len(row) for row in rows} == {3}
    assert any(row[0] == "Throughput" and row[1].endswith("/s") for row in rows)
