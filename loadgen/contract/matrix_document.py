"""A contract as JSON."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from loadgen.contract.matrix import Application, Cell, Drift, Matrix
from loadgen.export.machine_info import machine

FORMAT, VERSION = "faceoff-contract", 1


class ContractFileError(Exception):
    """A file that is no contract: one sentence."""


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
    """See ``matrix.Application``. Bodies are named by their titles."""

    title: str
    versions: dict[str, str]
    document_version: str
    problem: str
    failure: str
    last_lines: tuple[str, ...]
    accepts_forbidden: tuple[str, ...]
    refuses_allowed: tuple[str, ...]
    undocumented_statuses: tuple[int, ...]


class ContractDocument(msgspec.Struct, frozen=True, kw_only=True):
    """``applications`` by key; ``bodies`` begin with those that the applications treat unlike."""

    format: str
    version: int
    written_at: datetime
    environment: dict[str, Any]
    applications: dict[str, ApplicationDocument]
    bodies: tuple[BodyDocument, ...]


def contract_document(matrix: Matrix) -> ContractDocument:
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
    )


def encode_contract(matrix: Matrix) -> bytes:
    """The document as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(contract_document(matrix)), indent=2) + b"\n"


def read_contract(path: Path) -> ContractDocument:
    """Read a file that ``encode_contract`` made; raises ContractFileError."""
    try:
        document = msgspec.json.decode(path.read_bytes(), type=ContractDocument)
    except OSError as error:
        raise ContractFileError(f"{path} cannot be read: {error.strerror}.") from None
    except msgspec.MsgspecError as error:
        raise ContractFileError(f"{path} is no contract: {error}.") from None
    if (document.format, document.version) != (FORMAT, VERSION):
        found = f"{document.format} {document.version}"
        raise ContractFileError(f"{path} is {found}, not {FORMAT} {VERSION}.")
    return document


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
    )


def _cell(cell: Cell) -> CellDocument:
    return CellDocument(cell.status, cell.received, cell.error, cell.drift, cell.documented)
