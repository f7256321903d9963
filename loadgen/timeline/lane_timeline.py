"""One lane's frames as columns for plots."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from loadgen.model.frame import GeneratorSample, LaneFrame, LaneStatus, Pinned, ServiceFrame
from loadgen.model.histogram import LatencyHistogram
from loadgen.model.snapshot import Requests
from loadgen.statistics.column_store import Array, ColumnStore
from loadgen.timeline.backend_columns import service_row
from loadgen.timeline.figure_window import FIGURES, Basis, FigureWindow
from loadgen.timeline.row_merging import Level, Rows, group_starts
from loadgen.timeline.server_columns import CARRY_S, SERVER_COLUMNS, ServerColumns
from loadgen.timeline.sliding_percentiles import median_ms
from loadgen.timeline.turn_log import Span
from servers.telemetry.messages import Ready, Telemetry

MEASURED = ("running", "unresponsive", "failing")
"""The states in which load flows. In all others throughput and latency have a gap."""

BOUND_FRACTION = 0.8
"""From this part of the generator's ceiling on, a lane may be bound by the generator."""

COLUMNS = (
    "at_s",
    "own_s",
    *FIGURES,
    *SERVER_COLUMNS,
    "generator_cpu_percent",
    "generator_cpu_s",
    "send_lag_ms",
    "limited",
    "generators",
    "ceiling_per_s",
    "in_flight",
    "waiting",
    "ok",
    "failed",
    "dropped",
    "measured_s",
    "tick_p50_ms",
    "void",
)


PEAKS = ("rss_mib", "uss_mib", "threads", "generators")
"""The columns of which the highest value of all rows is known, merged ones included."""

NO_SERVICES: Mapping[str, ServiceFrame] = MappingProxyType({})


class Counts(NamedTuple):
    """What happened in a stretch.

    Successful and failed responses, how long load flowed, and arrivals that were dropped.
    """

    ok: int
    failed: int
    measured_s: float
    dropped: int = 0

    @property
    def throughput(self) -> float:
        """Successful responses per second; NaN when nothing was measured."""
        return self.ok / self.measured_s if self.measured_s > 0 else float("nan")


class LaneTimeline:
    """The columns of one lane, and its latest status, totals and announcement.

    Throughput is successful responses per second, and percentiles are of those responses, both over
    the last second that was measured (``FigureWindow``); ``p50_ms`` and ``p99_ms`` count from the
    schedule, ``p50_send_ms`` and ``p99_send_ms`` from the sending. The figures have a gap until
    ``FULL_S`` of the window is filled. Responses that are drained after a border are in no
    window. While a server is unresponsive throughput is 0 and the percentiles have a gap; the
    window after it shows the latencies of what the server held. ``ok``, ``failed``, ``dropped``,
    ``measured_s`` and ``tick_p50_ms`` are of the tick alone.

    ``void`` is 1 where the generator itself stood still: what it then said counts for nothing, and
    the figures have a gap. ``void_spans`` are from when to when, in seconds of the race.
    """

    def __init__(self) -> None:
        self.status = LaneStatus()
        self.requests = Requests()
        self.generator: GeneratorSample | None = None
        self.notice = ""
        self.connections_opened = 0
        self.pinned: Pinned | None = None
        self.void_spans: list[Span] = []
        self._server = ServerColumns()
        self._columns = ColumnStore(COLUMNS)
        self._window = FigureWindow(self._columns)
        self._dropped = 0
        self._generator_at = -CARRY_S
        self.frames = 0
        """How many were taken over."""
        self._peaks: dict[str, float] = {}
        self._merged_until_s: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def measured(self) -> bool:
        """Whether load flows in this lane at the moment."""
        return self.status.state in MEASURED

    @property
    def has_schedule(self) -> bool:
        """Whether latency from the schedule differs from that from the sending: the open model."""
        return self._window.has_schedule

    @property
    def announced(self) -> Ready | None:
        """What the lane's server said when it became ready."""
        return self._server.announced

    @property
    def server(self) -> Telemetry | None:
        """The server's latest word."""
        return self._server.latest

    @property
    def connections_by_process(self) -> tuple[int, ...]:
        """As ``ProcessConnections.usual`` says, of its latest server."""
        return self._server.connections.usual

    @property
    def cpu_seconds(self) -> float | None:
        """User and system time of all servers the lane has had; None before one told."""
        return self._server.cpu_seconds

    def column(self, name: str) -> Array:
        """One of COLUMNS as float64, NaN where there is a gap: a view, not to be written to."""
        return self._columns[name]

    def has_values(self, name: str) -> bool:
        """Whether a column ever had a value: more than half of them never have one."""
        return self._columns.has_values(name)

    def newest(self, name: str) -> float:
        """A column's last value; NaN where there is none."""
        return self._columns.newest(name)

    def note(self, frame: LaneFrame) -> None:
        """Take over how the lane is, without a row.

        Before load flows there is no time to plot at.
        """
        self.frames += 1
        self.status, self.requests = frame.status, frame.requests
        self.generator = frame.generator or self.generator
        self.notice = frame.notice or self.notice
        self.connections_opened = frame.connections_opened
        self.pinned = frame.pinned or self.pinned
        self._server.note(frame)

    def add(
        self,
        at_s: float,
        frame: LaneFrame,
        own_s: float | None = None,
        services: Mapping[str, ServiceFrame] = NO_SERVICES,
    ) -> None:
        """One more row.

        The cost depends on the filled buckets, not on the rate nor on the history.

        ``own_s`` is the lane's own time, which stands still while it is not its turn. ``services``
        are those that both lanes use.
        """
        self.note(frame)
        row: dict[str, float] = {
            "at_s": at_s,
            "own_s": at_s if own_s is None else own_s,
            "in_flight": frame.requests.in_flight,
            "waiting": frame.requests.waiting,
            "generators": frame.generators,
            "void": float(not frame.valid),
        }
        row |= self._tick_row(frame) | self._server.row(at_s, frame)
        row |= self._generator_row(at_s, frame) | service_row(services)
        if frame.ceiling_per_s is not None:
            row["ceiling_per_s"] = frame.ceiling_per_s
        self._columns.append(row)
        self._window.add(frame, flows=self.measured and frame.valid)
        if not frame.valid:
            self._void(at_s - frame.interval_s)

    def histogram(self, from_s: float, to_s: float, basis: Basis = "schedule") -> LatencyHistogram:
        """All successful latencies of the rows after ``from_s``, up to ``to_s``."""
        return self.histogram_of_rows([self.rows(from_s, to_s)], basis)

    def histogram_of_rows(
        self, spans: Iterable[tuple[int, int]], basis: Basis = "schedule"
    ) -> LatencyHistogram:
        """All successful latencies of spans of rows, each from its first to before its end."""
        return self._window.histogram(spans, basis)

    def values(self, name: str, from_s: float, to_s: float) -> Array:
        """A column's values in a stretch, the gaps left out."""
        values = self.column(name)[slice(*self.rows(from_s, to_s))]
        return values[~np.isnan(values)]

    def void_s(self, from_s: float, to_s: float) -> float:
        """For how long, in a stretch, nothing is known."""
        inside = (min(to_s, ended) - max(from_s, began) for began, ended in self.void_spans)
        return sum(max(0.0, each) for each in inside)

    def rows(self, from_s: float, to_s: float) -> tuple[int, int]:
        """The first row after ``from_s``, and the one after the last up to ``to_s``."""
        firsts, ends = self.bounds([(from_s, to_s)])
        return int(firsts[0]), int(ends[0])

    def bounds(self, spans: Sequence[Span]) -> tuple[Rows, Rows]:
        """The first row of each span, and the one after its last."""
        # A hair's breadth after, since times are sums of ticks.
        edges = np.asarray(spans, np.float64).reshape(-1, 2) + 1e-9
        firsts, ends = np.searchsorted(self.column("at_s"), edges, "right").T
        return firsts, np.maximum(firsts, ends)

    def peak(self, name: str) -> float | None:
        """The highest value of one of PEAKS in all of the race; None where none is known."""
        values = self.column(name)
        known = [*values[~np.isnan(values)], self._peaks.get(name, -np.inf)]
        highest = float(max(known))
        return highest if np.isfinite(highest) else None

    @property
    def merged_until_s(self) -> float:
        """Until when rows are longer than a tick."""
        return max(self._merged_until_s.values(), default=0.0)

    def merged_to_s(self, level: Level) -> float:
        """Until when rows are as long as this level has them; 0 where none is."""
        return self._merged_until_s.get(level.length_s, 0.0)

    def row_length_s(self, from_s: float) -> int:
        """The longest row after ``from_s`` in whole seconds; 0 where all are ticks."""
        return max(
            (length for length, until_s in self._merged_until_s.items() if until_s > from_s),
            default=0,
        )

    def merge_old_rows(self, levels: Iterable[Level], now_s: float, edges: Sequence[float]) -> None:
        """Merge the rows that are old at ``now_s``, as row_merging says, none across an edge."""
        for after_s, length_s in levels:
            until_s = (now_s - after_s) // length_s * length_s
            self._merge_rows(until_s, length_s, edges)

    def _merge_rows(self, until_s: float, length_s: int, edges: Sequence[float]) -> None:
        first, end = self.rows(self._merged_until_s.get(length_s, 0.0), until_s)
        if first >= end or not self._window.can_merge(end):
            return
        at_s, void, measured_s = (
            self.column(name)[first:end] for name in ("at_s", "void", "measured_s")
        )
        for name in PEAKS:
            values = self.column(name)[first:end]
            highest = np.max(values, where=~np.isnan(values), initial=-np.inf)
            self._peaks[name] = max(self._peaks.get(name, -np.inf), float(highest))
        starts = first + group_starts(at_s, length_s, edges, void, measured_s > 0)
        self._window.merge(first, end, starts)
        self._merged_until_s[length_s] = until_s

    def _tick_row(self, frame: LaneFrame) -> dict[str, float]:
        dropped, self._dropped = frame.requests.dropped - self._dropped, frame.requests.dropped
        if not frame.valid:
            return {"ok": 0, "failed": 0, "dropped": 0, "measured_s": 0.0}
        return {
            "ok": frame.ok,
            "failed": frame.failed,
            "dropped": max(0, dropped),
            "measured_s": frame.interval_s if self.measured or frame.ok else 0.0,
            "tick_p50_ms": median_ms(frame.latency),
        }

    def _generator_row(self, at_s: float, frame: LaneFrame) -> dict[str, float]:
        if frame.generator is not None:
            self._generator_at = at_s
        told = self.generator
        if told is None or not self.measured or at_s - self._generator_at > CARRY_S:
            return {}
        return {
            "generator_cpu_percent": told.cpu_percent,
            "generator_cpu_s": told.cpu_s,
            "send_lag_ms": told.send_lag_ms,
            "limited": float(told.is_the_limit),
        }

    def _void(self, from_s: float) -> None:
        """Note that nothing is known from then until now, and blank what was drawn meanwhile."""
        last = len(self) - 1
        # The row at whose time the void began still stands.
        first = min(int(np.searchsorted(self.column("at_s"), from_s + 0.05, "right")), last)
        self._columns.blank(FIGURES, first)
        at = self.column("at_s")
        began, ended = float(at[first - 1]) if first else 0.0, float(at[last])
        if self.void_spans and self.void_spans[-1][1] >= began:
            began = min(began, self.void_spans.pop()[0])
        self.void_spans.append((began, ended))
