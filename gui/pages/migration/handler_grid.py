"""What the Flask handlers of the scenarios break on in FastAPI, as a table."""

from functools import cache

from gui.pages.validation.grid import Grid, GridCell, GridRow, Section, Tone
from loadgen.migration.unchanged_handlers import HANDLER_HEADERS, FlaskHandler, flask_handlers


@cache
def handler_grid() -> Grid:
    """A row for each handler; the source does not change while the window is open."""
    rows = tuple(GridRow(each.scenario, _cells(each)) for each in flask_handlers())
    return Grid(HANDLER_HEADERS[1:], rows, is_wide=True)


def _cells(handler: FlaskHandler) -> tuple[GridCell, ...]:
    tone: Tone = "caution" if handler.uses else "plain"
    said = (Section(f"{handler.scenario}: {handler.name}", "\n".join(handler.breakages)),)
    return GridCell(handler.name, "plain", said), GridCell(handler.breaks_on, tone, said)
