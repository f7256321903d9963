"""What became of the requirements, on stdout."""

from collections.abc import Sequence

from rich.console import Console

from loadgen.comparison.requirement import Outcome
from loadgen.export.requirement_result import Result

_STYLES: dict[Result, str] = {"holds": "green", "fails": "red", "not decided": "yellow"}


def print_outcomes(outcomes: Sequence[Outcome], out: Console) -> bool:
    """Print a line for each; whether none of them fails."""
    for outcome in outcomes:
        out.print(outcome.text, style=_STYLES[outcome.result], soft_wrap=True, markup=False)
    return all(outcome.result != "fails" for outcome in outcomes)
