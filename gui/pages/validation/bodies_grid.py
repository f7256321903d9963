"""The matrix: what each application answers to each body, and what its own document says of it."""

import json
from collections.abc import Collection

from gui.pages.validation.grid import Grid, GridCell, GridRow, Section, Tone
from loadgen.contract.bodies import Body
from loadgen.contract.matrix import Application, Cell, Matrix, Row
from loadgen.contract.matrix_text import LEGEND, cell_text, sentences, title

_DRIFTS = {
    "accepts_forbidden": "It forbids this body, and the application accepts it.",
    "refuses_allowed": "It allows this body, and the application refuses it.",
}
_LONGEST = 4_000
"""Characters of a body that are shown; all of it was sent."""


def bodies_grid(matrix: Matrix, own: Collection[Body], *, is_partial: bool = False) -> Grid:
    """A person's ``own`` bodies come first, then those that are treated unlike.

    In a partial matrix rows stay in the order of the bodies: they would move with each column.
    """
    rows = sorted(matrix.rows, key=lambda row: row.body not in own) if not is_partial else []
    return Grid(
        tuple(each.variant.title for each in matrix.columns),
        tuple(_row(matrix, row) for row in rows or matrix.rows),
        LEGEND,
        tuple(Section("", sentence) for sentence in sentences(matrix)),
    )


def _row(matrix: Matrix, row: Row) -> GridRow:
    cells = (
        GridCell(cell_text(cell), _tone(cell), tuple(_sections(each, row, cell)))
        for each in matrix.columns
        for cell in (row.cells[each.variant.key],)
    )
    return GridRow(title(row), tuple(cells))


def _tone(cell: Cell) -> Tone:
    if cell.status is None or cell.status >= 500:
        return "failure"
    if cell.drift or cell.documented is False:
        return "caution"
    return "plain" if cell.is_accepted else "muted"


def _sections(application: Application, row: Row, cell: Cell) -> list[Section]:
    body = row.body
    method, path = body.operation
    kind = body.content_type or "no content type"
    sent = body.content.decode(errors="replace")
    found = [
        Section(f"{application.variant.title}: {method} {path}, {kind}", cut(sent), is_code=True),
        Section("Answer", _answer(cell)),
        Section("Its own document", _document(application, cell)),
    ]
    if cell.error:
        found.append(Section("Body of the answer", pretty(cell.error), is_code=True))
    server_failed = cell.status is None or cell.status >= 500
    if server_failed and application.last_lines:
        lines = "\n".join(application.last_lines)
        found.append(Section("Last lines of the server", lines, is_code=True))
    return found


def _answer(cell: Cell) -> str:
    if cell.status is None:
        return "No answer came."
    if not cell.is_accepted:
        return f"{cell.status}"
    got = "nothing of it" if cell.received is None else cell.received
    return f"{cell.status}; the handler got {got}"


def _document(application: Application, cell: Cell) -> str:
    if application.problem:
        return application.problem
    if not application.document_version:
        return "It serves none."
    parts = []
    if cell.drift:
        parts.append(_DRIFTS[cell.drift])
    elif cell.allowed is None:
        parts.append("It says nothing of such a body.")
    else:
        parts.append("It allows this body." if cell.allowed else "It forbids this body.")
    if cell.status is not None and cell.documented is not None:
        named = "names" if cell.documented else "does not name"
        parts.append(f"It {named} the status {cell.status}.")
    return " ".join(parts)


def pretty(text: str) -> str:
    """JSON with indents; other text as it is; cut where it is long."""
    try:
        return cut(json.dumps(json.loads(text), indent=2, ensure_ascii=False))
    except ValueError:
        return cut(text)


def cut(text: str) -> str:
    """The beginning, where the text is long."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
