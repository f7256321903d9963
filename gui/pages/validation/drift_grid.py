"""Make it drift: which application noticed which change of its code, and what is found of it."""

from collections.abc import Sequence

from gui.pages.validation.grid import Grid, GridCell, GridRow, Section, Tone
from loadgen.contract.drift_run import DriftOutcome
from loadgen.contract.drift_text import DRIFT_LEGEND, found_lines, noticed_text
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS
from servers.catalog.drifts import DRIFTS

_LEGEND = "Where each application itself notices the change of its code first."
_NOT_YET, _NOT_TRIED = "…", "not tried"


def drift_grid(outcomes: Sequence[DriftOutcome], *, is_running: bool) -> Grid:
    """A row for each application, a column for each change."""
    absent = GridCell(_NOT_YET if is_running else _NOT_TRIED, "muted")
    found = {(each.variant.key, each.drift.key): each for each in outcomes}
    rows = tuple(
        GridRow(
            each.title,
            tuple(
                _cell(found[key]) if (key := (each.key, drift.key)) in found else absent
                for drift in DRIFTS
            ),
        )
        for each in CONTRACT_APPLICATIONS
    )
    about = tuple(Section(each.title, each.hint) for each in DRIFTS)
    return Grid(
        tuple(each.title for each in DRIFTS),
        rows,
        _LEGEND,
        (*about, Section("", DRIFT_LEGEND)),
        is_wide=True,
    )


def _cell(outcome: DriftOutcome) -> GridCell:
    return GridCell(noticed_text(outcome), _tone(outcome), tuple(_sections(outcome)))


def _tone(outcome: DriftOutcome) -> Tone:
    if outcome.failure:
        return "failure"
    return "caution" if outcome.noticed == "never" else "plain"


def _sections(outcome: DriftOutcome) -> list[Section]:
    heading = f"{outcome.variant.title}: {outcome.drift.title.lower()}"
    sections = [Section(heading, outcome.drift.hint)]
    if outcome.failure:
        return [*sections, Section("Not known", outcome.failure)]
    sections.append(Section("The changed lines", outcome.diff, is_code=True))
    if outcome.start_problem:
        problem = "\n".join(outcome.start_problem)
        sections.append(Section("It says at the start", problem, is_code=True))
    if outcome.refused:
        sections.append(Section("It refuses now", "\n".join(outcome.refused)))
    found = "\n".join(found_lines(outcome)) or "nothing"
    return [*sections, Section("Found from outside", found)]
