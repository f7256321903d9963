"""Races as one HTML file: no network, and no script is needed to read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Self

from loadgen.export import fairness
from loadgen.export.exporters import Exporter, ExportError, ExportOptions
from loadgen.export.figure_table import FigureRow
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId, Mark
from loadgen.recording.embedded_race import element_id, embed
from loadgen.recording.encode_race import encode_race
from loadgen.recording.race_entry import load_text
from loadgen.report import figure_intervals
from loadgen.report.figure_intervals import rows_with_intervals
from loadgen.report.report_charts import report_charts
from loadgen.report.report_section import ReportSection
from loadgen.report.svg_chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, TimeChart
from servers.process.packages import Package, missing_text

if TYPE_CHECKING:
    import jinja2

_JINJA = Package(import_name="jinja2")

MOST_MARKS = 200
"""Marks that a report lists of a race; all are in the race inside it."""


def _check_report() -> None:
    """Raise ExportError where the page cannot be made for want of its package."""
    if reason := missing_text("The report (.html)", (_JINJA,)):
        raise ExportError(reason)


@cache
def _templates() -> "jinja2.Environment":
    # Here, because every command lists the forms of export, and few make a report.
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("loadgen.report"),
        autoescape=True,  # names, marks and last lines come from outside
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


@dataclass(frozen=True, slots=True)
class FairnessLine:
    """A row of the fairness table: ``sign`` marks what differs between the lanes."""

    sign: str
    title: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class ReportRace:
    """What the page shows of one race. ``number`` counts from 1; ``data`` is the race itself."""

    number: int
    run: RunRecord
    document: RunDocument
    data: str

    @classmethod
    def of(cls, number: int, run: RunRecord, *, summary: bool) -> Self:
        """With ``summary``, and without frames, there is no ``data``."""
        data = embed(encode_race(run)) if run.frames and not summary else ""
        return cls(number, run, RunDocument.of(run, summary=True), data)

    @property
    def names(self) -> dict[LaneId, str]:
        """What the lanes are called."""
        return {id_: self.run.plan.name(id_) for id_ in LANES}

    @property
    def title(self) -> str:
        """``Wait on I/O: Flask and FastAPI``."""
        return f"{self.run.plan.entry.title}: {self.names['a']} and {self.names['b']}"

    @property
    def load(self) -> str:
        """``64 users``."""
        return load_text(self.run.plan)

    @property
    def charts(self) -> list[TimeChart]:
        """Those over time."""
        return report_charts(self.run)

    @property
    def figures(self) -> list[FigureRow]:
        """The rows of the table of figures, with their intervals."""
        return rows_with_intervals(self.run, self.document)

    @property
    def fairness(self) -> "list[FairnessLine]":
        """What both servers ran with."""
        return list(fairness_rows(self.document))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What happened, at most ``MOST_MARKS``."""
        return self.document.marks[:MOST_MARKS]

    @property
    def more_marks(self) -> int:
        """How many marks are left out."""
        return len(self.document.marks) - len(self.marks)

    @property
    def lines(self) -> list[str]:
        """What servers that failed wrote last."""
        return list(last_lines(self.document))

    @property
    def element_id(self) -> str:
        """Of the element that holds the race."""
        return element_id(self.number)


def render_report(run: RunRecord, options: ExportOptions) -> bytes:
    """The page of one race. With ``options.summary`` the race itself is not in it."""
    return render_races([run], options)


def render_races(
    runs: Sequence[RunRecord], options: ExportOptions, sections: Sequence[ReportSection] = ()
) -> bytes:
    """One page of several races, in their order, below the sections."""
    races = [
        ReportRace.of(number, run, summary=options.summary) for number, run in enumerate(runs, 1)
    ]
    titles = [*(each.title for each in sections), *(each.title for each in races)]
    page = (
        _templates()
        .get_template("report.html")
        .render(
            title=titles[0] if len(titles) == 1 else f"{titles[0]}, and {len(titles) - 1} more",
            program_version=runs[0].environment.get("faceoff", "") if runs else "",
            sections=sections,
            races=races,
            legend=fairness.LEGEND,
            figures_legend=figure_intervals.LEGEND,
            format=number_format,
            chart_width=WIDTH,
            chart_left=LEFT,
            chart_right=RIGHT,
            chart_top=TOP,
            chart_bottom=HEIGHT - BOTTOM,
        )
    )
    return page.encode()


def fairness_rows(document: RunDocument) -> Iterator[FairnessLine]:
    """What both servers ran with."""
    for row in document.fairness:
        a, b = map(fairness.cell, row.values, row.defaults)
        sign = fairness.LANES_DIFFER if row.differs else ""
        yield FairnessLine(sign, row.title, a, b)


def last_lines(document: RunDocument) -> Iterator[str]:
    """What servers that failed wrote last, at most ten lines of each."""
    for id_ in LANES:
        for line in document.lanes[id_].last_lines[-10:]:
            yield f"{document.plan.name(id_)}: {line[:500]}"


HTML = Exporter(".html", "report", render_report, check=_check_report)
"""The export of a race as a report."""
