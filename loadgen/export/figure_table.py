"""The figures of both lanes as rows of text: what the terminal prints and the report shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loadgen.export.lane_summary import LaneSummary
from loadgen.export.run_document import RunDocument
from loadgen.model import number_format
from loadgen.model.frame import LANES
from loadgen.model.load_summary import LatencySummary
from loadgen.model.number_format import NO_VALUE


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure: what it is called, and how it reads for lane a and lane b."""

    title: str
    a: str
    b: str


Figure = Callable[[LaneSummary], float | None]

FIGURES: tuple[tuple[str, Figure, Callable[[float], str]], ...] = (
    ("Throughput", lambda lane: lane.throughput_per_second, number_format.rate),
    ("Latency p50", lambda lane: lane.latency_ms.p50, number_format.milliseconds),
    ("Latency p90", lambda lane: lane.latency_ms.p90, number_format.milliseconds),
    ("Latency p99", lambda lane: lane.latency_ms.p99, number_format.milliseconds),
    ("Latency max", lambda lane: lane.latency_ms.max, number_format.milliseconds),
    ("  p50 from send", lambda lane: _from_send(lane).p50, number_format.milliseconds),
    ("  p99 from send", lambda lane: _from_send(lane).p99, number_format.milliseconds),
    ("Memory, resident peak", lambda lane: lane.memory_mib.rss_peak, number_format.mib),
    ("Memory, unique peak", lambda lane: lane.memory_mib.uss_peak, number_format.mib),
    ("Threads, peak", lambda lane: lane.threads_peak, number_format.count),
    ("Server CPU time", lambda lane: lane.cpu_seconds, number_format.seconds),
    ("Generator CPU", lambda lane: lane.generator.cpu_percent, number_format.percent),
    (
        "Generator late, p99",
        lambda lane: lane.generator.send_lag_ms_p99,
        number_format.milliseconds,
    ),
    ("Generator processes", lambda lane: lane.generators, number_format.count),
    ("Generator ceiling", lambda lane: lane.ceiling_per_s, number_format.rate),
    ("Requests sent", lambda lane: lane.requests.sent, number_format.count),
    ("Requests answered", lambda lane: lane.requests.ok, number_format.count),
    ("Requests failed", lambda lane: lane.requests.failures, number_format.count),
    ("Requests cancelled", lambda lane: lane.requests.cancelled, number_format.count),
    ("Requests dropped", lambda lane: _dropped(lane), number_format.count),
)
"""What each is called, where it stands, and how it is written."""


def figure_rows(document: RunDocument) -> Iterator[FigureRow]:
    """Those figures that at least one lane has."""
    a, b = (document.lanes[id_] for id_ in LANES)
    for title, figure, form in FIGURES:
        values = figure(a), figure(b)
        if values != (None, None):
            texts = (NO_VALUE if value is None else form(value) for value in values)
            yield FigureRow(title, *texts)


def _from_send(lane: LaneSummary) -> LatencySummary:
    return lane.service_ms or LatencySummary()


def _dropped(lane: LaneSummary) -> float | None:
    """In the closed model nothing is."""
    return lane.requests.dropped if lane.service_ms is not None else None
