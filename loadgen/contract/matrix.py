"""The matrix of a contract: a row for each body, a column for each application."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from loadgen.contract.bodies import Body
from loadgen.contract.document_validity import why_invalid
from loadgen.contract.exchange import Answer, Exchange
from loadgen.contract.openapi_document import (
    DocumentedOperation,
    DocumentError,
    list_operations,
    read_operation,
)
from servers.catalog.contract_applications import Operation
from servers.catalog.server_variant import ServerVariant

Drift = Literal["accepts_forbidden", "refuses_allowed"]
"""Behaviour against the application's own document: it takes a body that the document does not
allow, or refuses one that it does."""


_LONGEST_ERROR = 10_000
"""Characters: FastAPI repeats a body that it refuses."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one application answers to one body.

    ``status`` is None where no answer came. ``received`` is the value of the field in question as
    the handler got it, in Python's form, None where it got none; ``error`` the body of a refusal.
    ``documented`` tells whether its document names the status, None where it has no document;
    ``allowed`` whether it allows the body, None where it says nothing of such a one.
    """

    status: int | None
    received: str | None = None
    error: str = ""
    drift: Drift | None = None
    documented: bool | None = None
    allowed: bool | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether the handler was reached."""
        return self.status is not None and self.status < 300


@dataclass(frozen=True, slots=True)
class Row:
    """``cells`` are by the key of the application."""

    body: Body
    cells: Mapping[str, Cell]

    @property
    def difference(self) -> int:
        """2: one takes what another refuses, or otherwise; 1: the statuses differ; 0: none does."""
        cells = self.cells.values()
        if len({(each.is_accepted, each.received) for each in cells}) > 1:
            return 2
        return int(len({each.status for each in cells}) > 1)


@dataclass(frozen=True, slots=True)
class Application:
    """A column. ``problem`` is why its document cannot be read, ``failure`` why it did not run.

    ``operations`` are those that the document describes; ``invalid`` is why it is no valid one,
    None where that is not known.
    """

    variant: ServerVariant
    versions: tuple[tuple[str, str], ...]
    document_version: str = ""
    problem: str = ""
    failure: str = ""
    last_lines: tuple[str, ...] = ()
    operations: Mapping[Operation, DocumentedOperation] = field(default_factory=dict)
    invalid: str | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """``rows`` begin with those in which the applications differ most."""

    applications: tuple[Application, ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[Application, ...]:
        """The applications that ran."""
        return tuple(each for each in self.applications if not each.failure)

    def drifting(self, key: str, drift: Drift) -> tuple[Body, ...]:
        """The bodies for which an application does so."""
        return tuple(row.body for row in self.rows if row.cells[key].drift == drift)

    def undocumented(self, key: str) -> tuple[int, ...]:
        """The statuses that an application answered and its document does not name."""
        cells = [row.cells[key] for row in self.rows]
        return tuple(
            sorted({each.status for each in cells if each.status and each.documented is False})
        )


def make_matrix(exchanges: Sequence[Exchange], bodies: Sequence[Body]) -> Matrix:
    """The matrix of what the applications answered to these bodies."""
    applications, columns = [], dict[str, list[Cell]]()
    for each in exchanges:
        operations, problem = _read_operations(each, bodies)
        versions = {operation.version for operation in operations.values()}
        applications.append(
            Application(
                each.variant,
                each.versions,
                next(iter(versions), ""),
                problem,
                each.failure,
                each.last_lines,
                operations,
                why_invalid(each.document) if each.document else None,
            )
        )
        if not each.failure:
            pairs = zip(bodies, each.answers, strict=True)
            columns[each.variant.key] = [
                _cell(body, answer, operations.get(body.operation)) for body, answer in pairs
            ]
    rows = [
        Row(body, {key: cells[n] for key, cells in columns.items()})
        for n, body in enumerate(bodies)
    ]
    ordered = tuple(sorted(rows, key=lambda row: -row.difference))
    return Matrix(tuple(applications), ordered)


def _read_operations(
    exchange: Exchange, bodies: Sequence[Body]
) -> tuple[dict[Operation, DocumentedOperation], str]:
    """Those that the document describes, and the first problem with the others."""
    found: dict[Operation, DocumentedOperation] = {}
    problem = exchange.document_failure
    if exchange.document:
        asked = dict.fromkeys(body.operation for body in bodies)
        try:
            documented = list_operations(exchange.document)
        except DocumentError:
            documented = []  # those that are asked for say what is wrong
        for each in dict.fromkeys((*asked, *documented)):
            try:
                found[each] = read_operation(exchange.document, each)
            except DocumentError as error:
                problem = problem or (str(error) if each in asked else "")
    return found, problem


def _cell(body: Body, answer: Answer, operation: DocumentedOperation | None) -> Cell:
    accepted = answer.status is not None and answer.status < 300
    drift: Drift | None = None
    allowed = operation.allows(body) if operation else None
    if accepted and allowed is False:
        drift = "accepts_forbidden"
    elif answer.status is not None and not accepted and allowed:
        drift = "refuses_allowed"
    return Cell(
        answer.status,
        _received(answer.text, body.field) if accepted else None,
        "" if accepted else answer.text[:_LONGEST_ERROR],
        drift,
        operation.documents(answer.status) if operation and answer.status is not None else None,
        allowed,
    )


def _received(text: str, field: str) -> str | None:
    """The value of the field, of all fields where none is named; None where it is not there."""
    received: dict[str, str] = json.loads(text)
    if field:
        return received.get(field)
    return ", ".join(f"{name}={value}" for name, value in sorted(received.items()))
