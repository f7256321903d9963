"""Typed clients: what a type checker finds in a small program, for the client of each document."""

from gui.pages.validation.grid import Grid, GridCell, GridRow, Section, Tone
from loadgen.contract.typed_client.caller import TYPES, USES, TypeQuestion, Use
from loadgen.contract.typed_client.client_check import ClientCheck, Result, UseCheck
from loadgen.contract.typed_client.client_run import ClientChecks
from loadgen.contract.typed_client.client_text import (
    CLIENT_LEGEND,
    RESULTS,
    client_sentences,
    with_client,
)
from loadgen.model.number_format import NO_VALUE

_TONES: dict[Result, Tone] = {
    "found": "plain",
    "missed": "caution",
    "accepted": "muted",
    "refused": "caution",
    "absent": "muted",
}


def clients_grid(clients: ClientChecks) -> Grid:
    """A row for each use, a column for each application that has a client."""
    columns = with_client(clients)
    rows = [
        GridRow(use.title, tuple(_cell(each, use, each.uses[at]) for each in columns))
        for at, use in enumerate(USES)
    ]
    rows += [GridRow(each.title, tuple(_type_cell(of, each) for of in columns)) for each in TYPES]
    said = [Section("", sentence) for sentence in client_sentences(clients)]
    said += [
        Section(f"{each.variant.title}: the generator says", "\n".join(each.words), is_code=True)
        for each in clients.values()
        if each.words
    ]
    return Grid(
        tuple(each.variant.title for each in columns),
        tuple(rows) if columns else (),
        CLIENT_LEGEND,
        tuple(said),
        is_wide=True,
    )


def _type_cell(check: ClientCheck, asked: TypeQuestion) -> GridCell:
    text = check.types.get(asked.key, NO_VALUE)
    sections = (
        Section(f"{check.variant.title}: {asked.title}", text, is_code=True),
        Section("The whole program", check.caller, is_code=True),
    )
    return GridCell(text, "muted" if asked.key not in check.types else "plain", sections)


def _cell(check: ClientCheck, use: Use, found: UseCheck) -> GridCell:
    kind = "a mistake" if use.is_mistake else "right"
    sections = [Section(f"{check.variant.title}: {use.title}, {kind}", found.code, is_code=True)]
    if found.result == "absent":
        sections = [Section(f"{check.variant.title}: {use.title}", "The client has no such call.")]
    else:
        said = "\n".join(found.messages) or "nothing"
        sections.append(Section("mypy says", said, is_code=True))
    sections.append(Section("The whole program", check.caller, is_code=True))
    return GridCell(RESULTS[found.result], _TONES[found.result], tuple(sections))
