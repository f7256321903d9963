"""The error formats side by side: what each application answers to one body that it refuses."""

from gui.pages.validation.bodies_grid import pretty
from gui.pages.validation.grid import Grid, GridCell, GridRow, Section, Tone
from loadgen.contract.error_format import ErrorFormat, path_text, read_error_format
from loadgen.contract.matrix import Cell, Matrix, Row
from loadgen.contract.matrix_text import title

_COLUMNS = ("Status", "Field", "Message", "Body")
_LEGEND = "Where a client finds the field and the message in the body of the answer."


def refused_rows(matrix: Matrix) -> list[Row]:
    """Those that at least one application refuses, the one that most refuse first."""

    def refusals(row: Row) -> int:
        return sum(not each.is_accepted for each in row.cells.values())

    return sorted(filter(refusals, matrix.rows), key=refusals, reverse=True)


def refusals_grid(matrix: Matrix, row: Row) -> Grid:
    """A row for each application."""
    field = row.body.field
    rows = tuple(
        GridRow(each.variant.title, _cells(row.cells[each.variant.key], field))
        for each in matrix.columns
    )
    sent = row.body.content.decode(errors="replace")
    return Grid(_COLUMNS, rows, _LEGEND, (Section(title(row), sent, is_code=True),), is_wide=True)


def _cells(cell: Cell, field: str) -> tuple[GridCell, ...]:
    if cell.is_accepted or cell.status is None:
        status = "no answer" if cell.status is None else f"{cell.status}, accepted"
        return tuple(GridCell(text, "muted") for text in (status, "", "", ""))
    found = read_error_format(cell.error, field)
    sections = (
        Section("How a client reads it", _reading(found)),
        Section("Body of the answer", pretty(cell.error), is_code=True),
    )
    if not found.is_json:
        texts = ("no JSON", "no JSON", cell.error.replace("\n", " "))
    else:
        texts = (_field(found), _path(found.message_at), cell.error.replace("\n", " "))
    tone: Tone = "failure" if cell.status >= 500 else "plain"
    whole = (f"{cell.status}", *texts)
    return tuple(GridCell(text, tone, sections) for text in whole)


def _field(found: ErrorFormat) -> str:
    if found.field_at is None:
        return "not named"
    return f"key of {path_text(found.field_at[:-1])}" if found.is_key else _path(found.field_at)


def _path(path: tuple[str | int, ...] | None) -> str:
    return "none" if path is None else path_text(path)


def _reading(found: ErrorFormat) -> str:
    if not found.is_json:
        return "It is no JSON: a client can only show it."
    if found.field_at is None:
        return f"No field is named by itself; the message is {_path(found.message_at)}."
    where = "the key" if found.is_key else "the value"
    return (
        f"The field is {where} at {path_text(found.field_at)}, "
        f"the message is {_path(found.message_at)}."
    )
