"""The findings as a table for a person."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from loadgen.model import number_format
from loadgen.selfcheck.finding import Finding

_MARKS = {
    True: Text("holds", "green"),
    False: Text("falls short", "bold red"),
    None: Text(""),
}


def table_of(findings: Sequence[Finding]) -> Table:
    """One row for each finding, under the figure it belongs to."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    for heading in ("measured", "bar"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    table.add_column("", style="dim")
    figure = ""
    for finding in findings:
        if finding.figure != figure:
            if figure:
                table.add_row()
            figure = finding.figure
            table.add_row(Text(figure, "bold"))
        table.add_row(
            f"  {finding.subject}",
            value_text(finding),
            finding.bar,
            _MARKS[finding.holds],
            Text(finding.note),
        )
    return table


def value_text(finding: Finding) -> str:
    """``11.9 µs``; a dash where nothing was measured."""
    if finding.value is None:
        return number_format.NO_VALUE
    return f"{number_format.significant(finding.value)} {finding.unit}".strip()


def conclusion(findings: Sequence[Finding]) -> str:
    """One sentence about all bars."""
    held = [finding for finding in findings if finding.bar or finding.holds is False]
    holding = sum(finding.holds is True for finding in held)
    short = sum(finding.holds is False for finding in held)
    unmeasured = sum(finding.holds is None for finding in held)
    parts = [f"{holding} of {len(held) - unmeasured} bars that could be measured hold"]
    if unmeasured:
        parts.append(f"{unmeasured} could not be measured here")
    if short:
        parts.append(f"{short} {'falls' if short == 1 else 'fall'} short")
    return "; ".join(parts) + "."
