"""The verdict, the figures and the settings of a race as text for the clipboard."""

from collections.abc import Iterator

from loadgen.export.fairness import cell
from loadgen.export.figure_table import figure_rows
from loadgen.export.run_document import RunDocument
from loadgen.model.frame import LANES

Row = tuple[str, str, str]
"""A title, and what lanes a and b have."""


def rows(document: RunDocument) -> Iterator[tuple[str, list[Row]]]:
    """The tables in their order, each with its title: figures, then settings."""
    yield "Figures", [(row.title.strip(), row.a, row.b) for row in figure_rows(document)]
    settings = [
        (row.title, cell(row.a, row.a_default), cell(row.b, row.b_default))
        for row in document.fairness
    ]
    if settings:
        yield "Settings", settings


def markdown(document: RunDocument) -> str:
    """The verdict with its evidence, and each table with a heading."""
    a, b = (document.plan.name(id_) for id_ in LANES)
    lines = [f"**{document.verdict.sentence}**", ""]
    lines += [f"{text}  " for text in _below(document)]
    for title, table in rows(document):
        lines += ["", f"| {title} | {_bar(a)} | {_bar(b)} |", "|---|---:|---:|"]
        lines += [f"| {' | '.join(map(_bar, row))} |" for row in table]
    return "\n".join([*lines, ""])


def tab_separated(document: RunDocument) -> str:
    """The same with a tab between cells, as spreadsheets take it from the clipboard."""
    names = [document.plan.name(id_) for id_ in LANES]
    lines = [document.verdict.sentence, *_below(document)]
    for title, table in rows(document):
        lines += ["", "\t".join((title, *names))]
        lines += ["\t".join(row) for row in table]
    return "\n".join([*lines, ""])


def _below(document: RunDocument) -> list[str]:
    verdict = document.verdict
    return [text for text in (verdict.evidence, verdict.caution, verdict.why) if text]


def _bar(text: str) -> str:
    """A cell of a Markdown table."""
    return text.replace("|", "\\|")
