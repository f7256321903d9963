"""The charts of a report: throughput, latency, memory and CPU over time."""

from collections.abc import Callable, Iterator

from loadgen.export.run_record import RunRecord
from loadgen.model import number_format
from loadgen.model.frame import LANES
from loadgen.report.svg_chart import Curve, Shade, TimeChart
from loadgen.timeline.notes import marks_and_notes


def report_charts(run: RunRecord) -> list[TimeChart]:
    """All charts, in the order in which they are read."""
    return [
        _chart(run, "Answers per second", [("throughput", "")], number_format.rate),
        _chart(
            run,
            "Latency, p50 and p99",
            [("p50_ms", "p50"), ("p99_ms", "p99")],
            number_format.milliseconds,
            logarithmic=True,
        ),
        _chart(run, "Memory of the server", [_memory(run)], number_format.mib),
        _chart(run, "CPU of the server, of one core", [("cpu_percent", "")], number_format.percent),
    ]


def _memory(run: RunRecord) -> tuple[str, str]:
    """Unique memory where the system tells it of both lanes, else resident."""
    lanes = [run.timeline.lane(id_) for id_ in LANES]
    unique = all((lane.column("uss_mib") > 0).any() for lane in lanes)
    return ("uss_mib", "unique") if unique else ("rss_mib", "resident")


def _chart(
    run: RunRecord,
    title: str,
    columns: list[tuple[str, str]],
    format_value: Callable[[float], str],
    *,
    logarithmic: bool = False,
) -> TimeChart:
    timeline = run.timeline
    curves = [
        Curve(
            lane=id_,
            name=f"{run.plan.name(id_)} {suffix}".strip(),
            x=timeline.x(id_),
            y=timeline.lane(id_).column(column),
            faint=n > 0,
        )
        for id_ in LANES
        for n, (column, suffix) in enumerate(columns)
    ]
    until = max((float(curve.x[-1]) for curve in curves if curve.x.size), default=0.0)
    marks = [(timeline.x_of(mark.at_s, mark.lane), mark.text) for mark in marks_and_notes(timeline)]
    return TimeChart(
        title=title,
        curves=curves,
        format=format_value,
        until_x=until,
        logarithmic=logarithmic,
        shades=list(_shades(run, until)),
        marks=marks,
    )


def _shades(run: RunRecord, until: float) -> Iterator[Shade]:
    timeline = run.timeline
    for band in timeline.bands():
        to_s = timeline.raced_until_s if band.to_s is None else band.to_s
        from_x, to_x = (timeline.x_of(at_s, band.lane) for at_s in (band.from_s, to_s))
        yield Shade(min(from_x, until), min(to_x, until), band.text)
