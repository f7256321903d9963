"""Lines of code of each application, and what an order costs it, where that was measured."""

from gui.pages.validation.grid import Grid, GridCell, GridRow, Section
from loadgen.contract.matrix import Matrix
from loadgen.contract.matrix_text import COST_HEADERS, COST_LEGEND, cost_failures, cost_rows
from loadgen.contract.validation_cost import Costs


def cost_grid(matrix: Matrix, costs: Costs) -> Grid:
    """A row for each application, also for those that did not run: their files can be counted."""
    titles = {each.variant.key: each.variant.title for each in matrix.applications}
    rows = tuple(
        GridRow(titles[key], tuple(GridCell(text) for text in cells))
        for key, *cells in cost_rows(matrix, costs)
    )
    failures = tuple(Section("", sentence) for sentence in cost_failures(costs))
    return Grid(COST_HEADERS[1:], rows, "", (Section("", COST_LEGEND), *failures), is_wide=True)
