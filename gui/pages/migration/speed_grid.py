"""How fast each stage is, as a table: a row for each server, every figure with its interval."""

from collections.abc import Sequence

from gui.pages.validation.grid import Grid, GridCell, GridRow, Section
from loadgen.migration.speed_text import SPEED_HEADERS, SPEED_LEGEND, speed_failures, speed_rows
from loadgen.migration.stage_races import StageSpeed


def speed_grid(speeds: Sequence[StageSpeed]) -> Grid:
    """The races that are over, below what the first one is compared with."""
    rows = tuple(
        GridRow(title, tuple(GridCell(text) for text in cells))
        for title, *cells in speed_rows(speeds)
    )
    failures = tuple(Section("", sentence) for sentence in speed_failures(speeds))
    return Grid(SPEED_HEADERS[1:], rows, SPEED_LEGEND, failures, is_wide=True)
