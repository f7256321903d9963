"""A race as one HTML file: no network, and no script is needed to read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loadgen.export import fairness
from loadgen.export.exporters import Exporter, ExportError, ExportOptions
from loadgen.export.figure_table import figure_rows
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.model import number_format
from loadgen.model.frame import LANES
from loadgen.recording.embedded_race import ELEMENT_ID, embed
from loadgen.recording.encode_race import encode_race
from loadgen.recording.race_entry import load_text
from loadgen.report.report_charts import report_charts
from loadgen.report.svg_chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from servers.process.packages import Package, missing_text

if TYPE_CHECKING:
    import jinja2

_JINJA = Package(import_name="jinja2")


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


def render_report(run: RunRecord, options: ExportOptions) -> bytes:
    """The page. With ``options.summary`` the time line is left out of the race inside it."""
    document = RunDocument.of(run, summary=True)
    page = (
        _templates()
        .get_template("report.html")
        .render(
            run=run,
            document=document,
            names={id_: run.plan.name(id_) for id_ in LANES},
            load=load_text(run.plan),
            charts=report_charts(run),
            figures=list(figure_rows(document)),
            fairness=list(fairness_rows(document)),
            legend=fairness.LEGEND,
            lines=list(last_lines(document)),
            race=embed(encode_race(run)) if run.frames and not options.summary else "",
            race_id=ELEMENT_ID,
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
