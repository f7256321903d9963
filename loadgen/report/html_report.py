"""A race as one HTML file: no network, and no script is needed to read it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import jinja2

from loadgen.export import fairness
from loadgen.export.exporters import Exporter, ExportOptions
from loadgen.export.lane_summary import LaneSummary
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.model import number_format
from loadgen.model.frame import LANES
from loadgen.recording.embedded_race import ELEMENT_ID, embed
from loadgen.recording.encode_race import encode_race
from loadgen.recording.race_entry import load_text
from loadgen.report.report_charts import report_charts
from loadgen.report.svg_chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("loadgen.report"),
    autoescape=True,  # names, marks and last lines come from outside
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what, lane a, lane b; ``sign`` marks a row of the fairness table."""

    title: str
    a: str
    b: str
    sign: str = ""


def render_report(run: RunRecord, options: ExportOptions) -> bytes:
    """The page. With ``options.summary`` the time line is left out of the race inside it."""
    document = RunDocument.of(run, summary=True)
    page = _TEMPLATES.get_template("report.html").render(
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
    return page.encode()


def figure_rows(document: RunDocument) -> Iterator[Row]:
    """The lanes' figures, those that at least one has."""
    a, b = (_figures(document.lanes[id_]) for id_ in LANES)
    for title, value in a.items():
        if {value, b[title]} != {number_format.count(math.nan)}:
            yield Row(title, value, b[title])


def _figures(lane: LaneSummary) -> dict[str, str]:
    def known(value: float | None) -> float:
        return math.nan if value is None else value

    requests = lane.requests
    return {
        "Throughput": number_format.rate(known(lane.throughput_per_second)),
        "Response time p50": number_format.milliseconds(known(lane.latency_ms.p50)),
        "Response time p90": number_format.milliseconds(known(lane.latency_ms.p90)),
        "Response time p99": number_format.milliseconds(known(lane.latency_ms.p99)),
        "Response time, maximum": number_format.milliseconds(known(lane.latency_ms.max)),
        "Memory, resident peak": number_format.mib(known(lane.memory_mib.rss_peak)),
        "Memory, unique peak": number_format.mib(known(lane.memory_mib.uss_peak)),
        "Server CPU time": number_format.seconds(known(lane.cpu_seconds)),
        "Threads, peak": number_format.count(known(lane.threads_peak)),
        "Requests sent": number_format.count(requests.sent),
        "Requests answered": number_format.count(requests.ok),
        "Requests failed": number_format.count(requests.failures),
        "Requests cancelled": number_format.count(requests.cancelled),
        "Requests dropped": number_format.count(requests.dropped),
    }


def fairness_rows(document: RunDocument) -> Iterator[Row]:
    """What both servers ran with."""
    for row in document.fairness:
        a, b = map(fairness.cell, row.values, row.defaults)
        yield Row(row.title, a, b, fairness.LANES_DIFFER if row.differs else "")


def last_lines(document: RunDocument) -> Iterator[str]:
    """What servers that failed wrote last, at most ten lines of each."""
    for id_ in LANES:
        for line in document.lanes[id_].last_lines[-10:]:
            yield f"{document.plan.name(id_)}: {line[:500]}"


HTML = Exporter(".html", "report", render_report)
"""The export of a race as a report."""
