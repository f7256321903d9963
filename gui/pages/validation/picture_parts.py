"""What a picture of a contract or of drift is made of: grids below their headings."""

from collections.abc import Sequence

from gui.pages.validation.bodies_grid import bodies_grid
from gui.pages.validation.clients_grid import clients_grid
from gui.pages.validation.cost_grid import cost_grid
from gui.pages.validation.grid import Grid, GridCell, GridRow, Section
from gui.pages.validation.grid_picture import GridPart
from gui.pages.validation.views import View
from loadgen.contract.drift_run import DriftOutcome
from loadgen.contract.drift_text import DRIFT_HEADERS, DRIFT_LEGEND, drift_rows
from loadgen.contract.matrix import Matrix
from loadgen.contract.matrix_text import document_rows
from loadgen.contract.typed_client.client_run import ClientChecks
from loadgen.contract.validation_cost import Costs

CONTRACT_TITLE = "What each application accepts, beside what its own document says"
DRIFT_TITLE = "A change of the code: which applications notice, and what is found from outside"
VIEW_TITLES: dict[View, str] = {
    "bodies": CONTRACT_TITLE,
    "documents": "What two OpenAPI documents say about the same operations",
    "refusals": "How each application words a refusal",
    "clients": "What a type checker finds by a client generated from each document",
    "drift": DRIFT_TITLE,
    "cost": "Lines of code, and what an order costs each application",
}
_CLIENTS, _DOCUMENTS, _COSTS = "Typed clients", "What the documents say", "What validation costs"


def contract_parts(
    matrix: Matrix, costs: Costs, clients: ClientChecks, *, with_documents: bool
) -> list[GridPart]:
    """The matrix with the versions, then what else was asked for."""
    parts = [GridPart("", bodies_grid(matrix, ())), GridPart("", version_grid(matrix))]
    if with_documents:
        parts.append(GridPart(_DOCUMENTS, _documents(matrix)))
    if costs:
        parts.append(GridPart(_COSTS, cost_grid(matrix, costs)))
    if clients:
        parts.append(GridPart(_CLIENTS, clients_grid(clients)))
    return parts


def view_parts(matrix: Matrix, grid: Grid) -> list[GridPart]:
    """One view of the contract, with the versions."""
    return [GridPart("", grid), GridPart("", version_grid(matrix))]


def drift_parts(outcomes: Sequence[DriftOutcome]) -> list[GridPart]:
    """A grid for each change: who noticed, and what the three detectors find."""
    parts = []
    for drift in dict.fromkeys(each.drift for each in outcomes):
        rows = tuple(
            GridRow(title, tuple(map(GridCell, cells)))
            for title, *cells in drift_rows([each for each in outcomes if each.drift == drift])
        )
        parts.append(GridPart(f"{drift.title}: {drift.hint}", Grid(DRIFT_HEADERS[1:], rows)))
    return [*parts, GridPart("", Grid((), (), DRIFT_LEGEND))]


def version_grid(matrix: Matrix) -> Grid:
    """No table, but the versions of all that the applications are made of."""
    found = {name: version for each in matrix.applications for name, version in each.versions}
    text = " · ".join(f"{name} {version}" for name, version in sorted(found.items()))
    return Grid((), (), sections=(Section("", text),) if text else ())


def _documents(matrix: Matrix) -> Grid:
    rows = tuple(GridRow(name, (GridCell(said),)) for name, said in document_rows(matrix))
    return Grid(("What is said, and by which documents",), rows)
