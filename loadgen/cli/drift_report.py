"""``contract --drift``: changes the code of the applications, and says who noticed."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from loadgen.cli.contract_pictures import NO_CONTRACT_PICTURES, ContractPictures
from loadgen.cli.exit_codes import FAILED, OK
from loadgen.cli.series_pictures import PICTURE
from loadgen.files.result_file import say, write_or_keep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadgen.cli.contract_request import ContractRequest
    from loadgen.contract.drift_document import DriftDocument
    from loadgen.contract.drift_run import DriftOutcome
    from servers.catalog.drifts import Drift

_WITH_DIFF = 2
"""The changed lines are printed of so many applications at most; files have them of all."""


def report_drifts(
    request: "ContractRequest",
    baseline: "tuple[Path, DriftDocument] | None",
    out: Console,
    err: Console,
    pictures: ContractPictures = NO_CONTRACT_PICTURES,
) -> int:
    """The exit code; ``baseline`` is an earlier result, and where it was read."""
    from loadgen.contract.drift_deviations import new_drift_deviations
    from loadgen.contract.drift_run import run_drifts

    def on_done(outcome: "DriftOutcome") -> None:
        title = outcome.variant.title
        err.print(f"{title}: {outcome.drift.title.lower()}", markup=False, highlight=False)

    applications = request.applications
    outcomes = asyncio.run(run_drifts(applications, request.drifts, on_done))
    for drift in request.drifts:
        chosen = [each for each in outcomes if each.drift == drift]
        _print(drift, chosen, out, with_diff=len(applications) <= _WITH_DIFF)
    written = [write_or_keep(path, _encoded(path, outcomes, pictures), err) for path in request.out]
    found = []
    if baseline:
        path, earlier = baseline
        found = new_drift_deviations(outcomes, earlier)
        for each in found:
            say(err, f"Not in {path}: {each.sentence}", bad=True)
    failed = any(each.failure and not each.variant.unavailable() for each in outcomes)
    return FAILED if failed or found or not all(written) else OK


def _encoded(path: Path, outcomes: "Sequence[DriftOutcome]", pictures: ContractPictures) -> bytes:
    if path.suffix.lower() == PICTURE:
        return pictures.drift(outcomes)
    from loadgen.contract.forms import DRIFT_FORMS

    forms = {each.suffix: each.encode for each in DRIFT_FORMS}
    return forms[path.suffix.lower()](outcomes)


def _print(
    drift: "Drift", outcomes: "Sequence[DriftOutcome]", out: Console, *, with_diff: bool
) -> None:
    from loadgen.contract import drift_text

    out.print(Text.assemble((drift.title, "bold"), f": {drift.hint}"), soft_wrap=True)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in drift_text.DRIFT_HEADERS:
        table.add_column(header, overflow="fold")  # a name that is cut can be searched nowhere
    for row in drift_text.drift_rows(outcomes):
        table.add_row(*map(Text, row))
    out.print(table)
    out.print(Text(drift_text.DRIFT_LEGEND, "dim"), soft_wrap=True)
    for each in outcomes if with_diff else ():
        out.print(Text(each.diff), soft_wrap=True)
        for line in drift_text.found_lines(each):
            out.print(Text(f"  {line}"), soft_wrap=True)
