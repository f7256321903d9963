"""Requirements in a TOML file: read as they would be typed; what is wrong is said of the file."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from loadgen.comparison.requirement import Requirement, RequirementError
from loadgen.comparison.requirement_file import read_requirements
from loadgen.export.requirement_result import RequirementResult
from loadgen.export.run_document import encode_run, load_run
from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import RacePlan
from tests.support.synthetic_frames import Side, timeline


def test_they_are_those_that_could_be_typed(tmp_path: Path) -> None:
    path = tmp_path / "limits.toml"
    path.write_text('require = ["b.p99_ms < 100", "ratio >= 2"]\n')
    assert read_requirements(path) == (
        Requirement.parse("b.p99_ms < 100"),
        Requirement.parse("ratio >= 2"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("require = [", "is not TOML"),
        ("", "missing required field `require`"),
        ("require = 3", "Expected `array`"),
        ("require = []", "it has no requirements"),
        ('require = []\nrequired = ["ratio >= 2"]', "unknown field `required`"),
        ('require = ["b.p95_ms < 3"]', "names no figure"),
        ("require = ['\xff']".encode("latin-1"), "is not TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = tmp_path / "limits.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RequirementError, match=said) as raised:
        read_requirements(path)
    _, found, example = str(raised.value).rpartition("require = ")
    assert not found or tomllib.loads("require = " + example.removesuffix("."))
    assert str(path) in str(raised.value)


def test_those_of_a_run_document_are_those_that_its_race_was_held_against(tmp_path: Path) -> None:
    line = timeline((12, Side(per_tick=10, jitter=1), Side(per_tick=40, jitter=2)))
    run = RunRecord.of(RacePlan.default(), line)
    typed = [Requirement.parse(each) for each in ("ratio >= 2", "a.p50_ms < 5", "b.p90_ms > 1")]
    outcomes = tuple(each.check(run).recorded() for each in typed)
    path = tmp_path / "run.json"
    path.write_bytes(encode_run(replace(run, requirements=outcomes), summary=True))
    assert read_requirements(path) == tuple(typed)
    again = load_run(path).requirements
    assert again == outcomes
    assert [each.result for each in again] == ["holds", "fails", "holds"]
    assert again[0].sentence == "ratio >= 2 holds: 3.99 (3.72 to 4.28)"
    assert again[0].low is not None
    assert again[0].low > 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "has no requirements: its race was run without --require"),
        ("", "is no run document"),
        ('{"requirements": [{"text": "b.p95_ms < 3"}]}', "names no figure"),
        ('{"requirements": [' + "[" * 100_000, "is no run document"),
        ('{"requirements": [{"text": "ratio > 1e999"}]}', "must be 0 or more, and finite"),
    ],
)
def test_what_is_wrong_in_a_document_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(RequirementError, match=said) as raised:
        read_requirements(path)
    _, found, example = str(raised.value).rpartition("require = ")
    assert not found or tomllib.loads("require = " + example.removesuffix("."))
    assert str(path) in str(raised.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RequirementError, match="cannot be read: No such file"):
        read_requirements(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("high", "bound", "said"),
    [
        (100.3, 100.0, "99.5 (99.1 to 100.3)"),
        (100.3, None, "99.5 (99.1 to 100)"),  # of an earlier version
        (5_120.0, 100.0, "99.5 (99.1 to 5,120)"),
    ],
)
def test_an_undecided_figure_does_not_read_as_its_bound(
    high: float, bound: float | None, said: str
) -> None:
    text = "b.p99_ms < 100"
    result = RequirementResult(text=text, estimate=99.5, low=99.1, high=high, bound=bound)
    assert result.sentence == f"{text} is not decided: {said}"
