"""The lines about requirements, and whether one failed."""

import io

import pytest
from rich.console import Console

from loadgen.cli.requirement_report import print_outcomes
from loadgen.comparison.requirement import Requirement
from tests.support.synthetic_runs import run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("texts", "met"),
    [
        ([], True),
        (["ratio >= 3", "a.p50_ms < 60"], True),
        (["ratio >= 3", "ratio >= 5"], False),
        (["a.throughput > 100"], True),
    ],
)
def test_one_that_fails_is_enough(texts: list[str], met: bool) -> None:
    out = Console(file=io.StringIO(), width=200)
    assert print_outcomes([Requirement.parse(each).check(run()) for each in texts], out) is met
    printed = out.file.getvalue()  # type: ignore[attr-defined]
    assert len(printed.splitlines()) == len(texts)
    assert all(text in printed for text in texts)
