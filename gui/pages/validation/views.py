"""The views of the page: which grid each makes of what came so far."""

from dataclasses import dataclass, field
from typing import Literal

from gui.pages.validation.bodies_grid import bodies_grid
from gui.pages.validation.clients_grid import clients_grid
from gui.pages.validation.cost_grid import cost_grid
from gui.pages.validation.documents_grid import documented, documents_grid
from gui.pages.validation.drift_grid import drift_grid
from gui.pages.validation.grid import Grid, Section
from gui.pages.validation.refusals_grid import refusals_grid, refused_rows
from gui.session.contract_session import ContractSession
from loadgen.contract.matrix import Matrix, Row
from loadgen.contract.matrix_text import title

View = Literal["bodies", "documents", "refusals", "clients", "cost", "drift"]

_NOT_YET = "What the applications say stands here once they have answered."
_NO_DOCUMENT = "No application that answered serves a document that can be read."
_NO_REFUSAL = "No application refused a body: there are no error formats to compare."


@dataclass(slots=True)
class Choices:
    """The keys of the documents that are compared, and the row of the body that was selected."""

    documents: list[str] = field(default_factory=lambda: ["fastapi", "flask-smorest"])
    refused: str = ""


def make_grid(view: View, session: ContractSession, choices: Choices) -> Grid | None:
    """The grid of that view; None before there is anything to show."""
    matrix = session.matrix
    if view == "drift":
        running = session.progress is not None and session.progress.what == "drifts"
        if not session.outcomes and not running:
            return None
        return drift_grid(session.outcomes, is_running=running)
    if matrix is None:
        return None
    partial = session.progress is not None and session.progress.what == "bodies"
    match view:
        case "bodies":
            return bodies_grid(matrix, session.own_bodies, is_partial=partial)
        case "documents":
            keys = document_keys(matrix, choices)
            return (
                documents_grid(matrix, keys)
                if keys
                else _nothing(_NOT_YET if partial else _NO_DOCUMENT)
            )
        case "refusals":
            row = refused_row(matrix, choices)
            return (
                refusals_grid(matrix, row)
                if row
                else _nothing(_NOT_YET if partial else _NO_REFUSAL)
            )
        case "clients":
            return clients_grid(session.clients) if session.clients else None
        case "cost":
            return cost_grid(matrix, session.costs)


def document_keys(matrix: Matrix, choices: Choices) -> tuple[str, str] | None:
    """The chosen ones where they are there, else others; None without any document."""
    keys = [each.variant.key for each in documented(matrix)]
    if not keys:
        return None
    left, right = choices.documents
    return (
        left if left in keys else keys[0],
        right if right in keys else keys[-1],
    )


def refused_row(matrix: Matrix, choices: Choices) -> Row | None:
    """The chosen one, else the one that most refuse; None where all bodies are accepted."""
    rows = refused_rows(matrix)
    chosen = (row for row in rows if title(row) == choices.refused)
    return next(chosen, rows[0] if rows else None)


def _nothing(sentence: str) -> Grid:
    return Grid((), (), sections=(Section("", sentence),))
