"""A comparison of races, on stdout."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from loadgen.comparison.comparison import Comparison
from loadgen.comparison.comparison_text import HEADERS, LEGEND, conditions, rows


def print_comparison(comparison: Comparison, out: Console, *, figures: bool = True) -> None:
    """Print what is equal and what differs, then the ``figures``."""
    for name, text in conditions(comparison):
        out.print(Text.assemble((f"{name}: ", "dim"), text), soft_wrap=True)
    if comparison.refusal:
        out.print(Text(comparison.refusal, "yellow"), soft_wrap=True)
    if not figures:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in HEADERS:
        table.add_column(header, justify="right" if header in ("A", "B") else "left")
    for title, *cells in rows(comparison):
        style = "" if any(cells) else "bold"
        table.add_row(Text(title, style), *(Text(cell) for cell in cells))
    out.print(table)
    out.print(Text(LEGEND, "dim"), soft_wrap=True)
