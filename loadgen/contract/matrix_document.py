"""A contract as JSON."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from loadgen.contract.document_facts import compare_documents
from loadgen.contract.matrix import Application, Cell, Drift, Matrix
from loadgen.contract.typed_client.client_document import ClientDocument, client_documents
from loadgen.contract.typed_client.client_run import NO_CLIENTS, ClientChecks
from loadgen.contract.validation_cost import NO_COSTS, ORDERS, Costs
from loadgen.export.machine_info import machine
from loadgen.files.document import read_document
from loadgen.statistics.bootstrap import Ratio
from servers.catalog.code_size import code_lines

FORMAT, VERSION = "faceoff-contract", 1


class CellDocument(msgspec.Struct, frozen=True):
    """See ``matrix.Cell``."""

    status: int | None
    received: str | None
    error: str
    drift: Drift | None
    documented: bool | None


class BodyDocument(msgspec.Struct, frozen=True):
    """A body and its cells by the key of the application; see ``bodies.Body``."""

    title: str
    field: str
    content: str
    content_type: str
    cells: dict[str, CellDocument]


class ApplicationDocument(msgspec.Struct, frozen=True):
    """See ``matrix.Application``. Bodies are named by their titles.

    ``code_lines`` are those that take an order. ``invalid`` is None where it is not known whether
    the document is valid.
    """

    title: str
    versions: dict[str, str]
    document_version: str
    problem: str
    failure: str
    last_lines: tuple[str, ...]
    accepts_forbidden: tuple[str, ...]
    refuses_allowed: tuple[str, ...]
    undocumented_statuses: tuple[int, ...]
    code_lines: int = 0
    invalid: str | None = None


class FactDocument(msgspec.Struct, frozen=True):
    """What each application's document says of one thing; see ``document_facts.DocumentFact``."""

    operation: str
    name: str
    said: dict[str, str]
    differs: bool


class CostDocument(msgspec.Struct, frozen=True):
    """CPU of the server for one order, in µs; see ``validation_cost``."""

    cpu_us_taken: Ratio | None
    cpu_us_refused: Ratio | None
    failure: str


class ContractDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``applications`` by key; ``bodies`` begin with those that the applications treat unlike.

    ``facts`` are what the documents say, those in which they differ first. ``costs`` and typed
    ``clients`` are by key; none where they were not measured, or generated.
    """

    format: str
    version: int
    written_at: datetime
    environment: dict[str, Any]
    applications: dict[str, ApplicationDocument]
    bodies: tuple[BodyDocument, ...]
    facts: tuple[FactDocument, ...] = ()
    costs: dict[str, CostDocument] = msgspec.field(default_factory=dict)
    clients: dict[str, ClientDocument] = msgspec.field(default_factory=dict)


def contract_document(
    matrix: Matrix, costs: Costs = NO_COSTS, clients: ClientChecks = NO_CLIENTS
) -> ContractDocument:
    """The matrix with the machine and the time."""
    return ContractDocument(
        format=FORMAT,
        version=VERSION,
        written_at=datetime.now(UTC).astimezone(),
        environment=machine(),
        applications={each.variant.key: _application(matrix, each) for each in matrix.applications},
        bodies=tuple(
            BodyDocument(
                row.body.title,
                row.body.field,
                row.body.content.decode(errors="replace"),
                row.body.content_type,
                {key: _cell(cell) for key, cell in row.cells.items()},
            )
            for row in matrix.rows
        ),
        facts=tuple(
            FactDocument(" ".join(each.operation), each.name, dict(each.said), each.differs)
            for each in compare_documents(matrix)
        ),
        costs={
            key: CostDocument(cost.taken.cpu_us, cost.refused.cpu_us, cost.failure)
            for key, cost in costs.items()
        },
        clients=client_documents(clients),
    )


def encode_contract(
    matrix: Matrix, costs: Costs = NO_COSTS, clients: ClientChecks = NO_CLIENTS
) -> bytes:
    """The document as indented JSON."""
    document = msgspec.json.encode(contract_document(matrix, costs, clients))
    return msgspec.json.format(document, indent=2) + b"\n"


def read_contract(path: Path) -> ContractDocument:
    """Read a file that ``encode_contract`` made; raises DocumentError."""
    return read_document(path, ContractDocument, FORMAT, VERSION, "contract --out FILE.json")


def _application(matrix: Matrix, application: Application) -> ApplicationDocument:
    key, ran = application.variant.key, not application.failure

    def titles(drift: Drift) -> tuple[str, ...]:
        return tuple(each.title for each in matrix.drifting(key, drift)) if ran else ()

    return ApplicationDocument(
        application.variant.title,
        dict(application.versions),
        application.document_version,
        application.problem,
        application.failure,
        application.last_lines,
        titles("accepts_forbidden"),
        titles("refuses_allowed"),
        matrix.undocumented(key) if ran else (),
        code_lines(application.variant, ORDERS),
        application.invalid,
    )


def _cell(cell: Cell) -> CellDocument:
    return CellDocument(cell.status, cell.received, cell.error, cell.drift, cell.documented)
