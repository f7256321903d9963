"""The table of figures of a report: what scatters has its interval, as in a comparison."""

from loadgen.comparison.run_figures import FIGURES, FigureKind, run_figures
from loadgen.export.figure_table import FigureRow, figure_rows
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.model.number_format import NO_VALUE
from loadgen.statistics.bootstrap import Ratio

LEGEND = (
    "Intervals of 95 % in brackets, none where too little was measured for one. "
    "Peaks, counts and the generators' figures are of this race as it was."
)


def rows_with_intervals(run: RunRecord, document: RunDocument) -> list[FigureRow]:
    """All rows of ``figure_rows``, and after them those figures that only a comparison has."""
    figures = run_figures(run)
    a, b = figures["a"], figures["b"]
    kinds = {kind.title: kind for kind in FIGURES}
    rows: list[FigureRow] = []
    for row in figure_rows(document):
        kind = kinds.pop(row.title, None)
        if kind is None:
            rows.append(row)
        else:
            texts = (_text(kind, row.a, a.get(kind.key)), _text(kind, row.b, b.get(kind.key)))
            rows.append(FigureRow(row.title, *texts))
    for kind in kinds.values():
        if kind.key in a or kind.key in b:
            texts = (_estimate(kind, a.get(kind.key)), _estimate(kind, b.get(kind.key)))
            rows.append(FigureRow(kind.title, *texts))
    return rows


def _text(kind: FigureKind, figure: str, found: Ratio | None) -> str:
    """The figure as the run document has it, and its interval behind it, where it has one."""
    if found is None or found.interval is None:
        return figure
    low, high = map(kind.format, found.interval)
    return f"{figure} ({low} to {high})"


def _estimate(kind: FigureKind, found: Ratio | None) -> str:
    return NO_VALUE if found is None else kind.text(found)
