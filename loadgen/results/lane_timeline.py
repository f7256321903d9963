"""One lane's frames as columns for plots."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from loadgen.frame import GeneratorSample, LaneFrame, LaneState, LaneStatus, Pinned, ServiceFrame
from loadgen.histogram import LatencyHistogram, SparseHistogram
from loadgen.results.backend_columns import service_row
from loadgen.results.columns import Array, Columns
from loadgen.results.server_columns import CARRY_S, SERVER_COLUMNS, ServerColumns
from loadgen.results.trailing import Trailing, median_ms
from loadgen.results.turns import Span
from loadgen.snapshot import Requests
from servers.messages import Ready, Telemetry

Rows = npt.NDArray[np.int64]

WINDOW_S = 1.0
"""Throughput and percentiles are over this much of the lane's measured time."""

FULL_S = 0.85
"""There is no figure before so much of the window is filled: nine ticks, which come a little early
or late. Ten would leave a turn of 1 s without any, since its first tick begins before its load.
"""

_HALF_TICK_S = 0.05

_OLDEST_S = 2 * WINDOW_S
"""A row this old has left the window, even where the generator reported nothing since."""

MEASURED = ("running", "unresponsive", "failing")
"""The states in which load flows. In all others throughput and latency have a gap."""

BOUND_FRACTION = 0.8
"""From this part of the generator's ceiling on, a lane may be bound by the generator."""

Basis = Literal["schedule", "send"]
"""From when latency counts: when a request was due, or when it was sent. They differ in the open
model alone.
"""

FIGURES = ("throughput", "p50_ms", "p99_ms", "p50_send_ms", "p99_send_ms")
"""The columns that are over the trailing window."""

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


NO_SERVICES: Mapping[str, ServiceFrame] = MappingProxyType({})


class Counts(NamedTuple):
    """What happened in a stretch: successful and failed responses, how long load flowed, and
    arrivals that were dropped.
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
    the last second that was measured; ``p50_ms`` and ``p99_ms`` count from the schedule,
    ``p50_send_ms`` and ``p99_send_ms`` from the sending. The window never spans the border of a
    turn, a pause, an outage or a void: after each of them it starts empty, and the figures have a
    gap until ``FULL_S`` of it is filled. Responses that are drained after a border are in no
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
        self.pinned: Pinned | None = None
        self.void_spans: list[Span] = []
        self._server = ServerColumns()
        self._columns = Columns(COLUMNS)
        self._latency = Trailing()
        self._service: Trailing | None = None
        self._window_first = 0
        self._window_state: LaneState = "idle"
        self._window_ok = 0
        self._window_s = 0.0
        self._dropped = 0
        self._generator_at = -CARRY_S

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def measured(self) -> bool:
        """Whether load flows in this lane at the moment."""
        return self.status.state in MEASURED

    @property
    def has_schedule(self) -> bool:
        """Whether latency from the schedule differs from that from the sending: the open model."""
        return self._service is not None

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

    def note(self, frame: LaneFrame) -> None:
        """Take over how the lane is, without a row: before load flows there is no time to plot
        at.
        """
        self.status, self.requests = frame.status, frame.requests
        self.generator = frame.generator or self.generator
        self.notice = frame.notice or self.notice
        self.pinned = frame.pinned or self.pinned
        self._server.note(frame)

    def add(
        self,
        at_s: float,
        frame: LaneFrame,
        own_s: float | None = None,
        services: Mapping[str, ServiceFrame] = NO_SERVICES,
    ) -> None:
        """One more row. The cost depends on the filled buckets, not on the rate nor on the
        history.

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
        self._pile_up(frame)
        self._slide(at_s, frame.valid)
        if not frame.valid:
            self._void(at_s - frame.interval_s)

    def histogram(self, from_s: float, to_s: float, basis: Basis = "schedule") -> LatencyHistogram:
        """All successful latencies of the rows after ``from_s``, up to ``to_s``."""
        service = self._service if basis == "send" else None
        return (service or self._latency).merged(*self.rows(from_s, to_s))

    def counts(self, from_s: float, to_s: float) -> Counts:
        """What happened in the rows after ``from_s``, up to ``to_s``."""
        rows = slice(*self.rows(from_s, to_s))
        names = ("ok", "failed", "measured_s", "dropped")
        ok, failed, measured, dropped = (self.column(name)[rows].sum() for name in names)
        return Counts(int(ok), int(failed), float(measured), int(dropped))

    def values(self, name: str, from_s: float, to_s: float) -> Array:
        """A column's values in a stretch, the gaps left out."""
        values = self.column(name)[slice(*self.rows(from_s, to_s))]
        return values[~np.isnan(values)]

    def void_s(self, from_s: float, to_s: float) -> float:
        """For how long, in a stretch, nothing is known."""
        inside = (min(to_s, ended) - max(from_s, began) for began, ended in self.void_spans)
        return sum(max(0.0, each) for each in inside)

    def generator_limited(self, from_s: float, to_s: float) -> float:
        """In which part of the stretch, 0..1, the load generator was the limit."""
        flags = self.values("limited", from_s, to_s)
        return float(flags.mean()) if flags.size else 0.0

    def generator_bound(self, from_s: float, to_s: float) -> bool:
        """Whether throughput was within 20 % of the most that the generator can send."""
        ceilings = self.values("ceiling_per_s", from_s, to_s)
        throughput = self.counts(from_s, to_s).throughput
        return bool(ceilings.size) and throughput >= BOUND_FRACTION * float(ceilings[-1])

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

    def _pile_up(self, frame: LaneFrame) -> None:
        latency = frame.latency if frame.valid else SparseHistogram()
        if frame.service.counts and self._service is None:
            # Until here both were the same.
            self._service = self._latency.copy()
        if self._service is not None:
            apart = frame.valid and frame.service.counts
            self._service.append(frame.service if apart else latency)
        self._latency.append(latency)

    def _slide(self, at_s: float, valid: bool) -> None:
        """Move the window to the newest row, and set the row's figures where the window is full."""
        rows, state = len(self), self.status.state
        flows = self.measured and valid
        if not flows or state != self._window_state:
            self._empty_window(rows if not flows else rows - 1)
        self._window_state = state if flows else "idle"
        if not flows:
            return
        self._weigh(rows - 1, +1)
        at, measured = self.column("at_s"), self.column("measured_s")
        while self._window_first < rows - 1 and (
            self._window_s - measured[self._window_first] >= WINDOW_S - _HALF_TICK_S
            or at[self._window_first] <= at_s - _OLDEST_S
        ):
            self._weigh(self._window_first, -1)
            self._window_first += 1
        self._forget_rows_before_window()
        self._set_figures()

    def _set_figures(self) -> None:
        silent = self.status.state == "unresponsive" and not self._window_ok
        if silent:
            self._columns.amend(throughput=0.0)
        if silent or self._window_s < FULL_S:
            return
        self._columns.amend(throughput=self._window_ok / self._window_s)
        if self._window_ok:
            p50, p99 = self._latency.percentiles_ms()
            s50, s99 = self._service.percentiles_ms() if self._service else (p50, p99)
            self._columns.amend(p50_ms=p50, p99_ms=p99, p50_send_ms=s50, p99_send_ms=s99)

    def _empty_window(self, first: int) -> None:
        """Start a new window at the row ``first``."""
        self._window_first, self._window_ok, self._window_s = first, 0, 0.0
        self._forget_rows_before_window()

    def _forget_rows_before_window(self) -> None:
        for each in filter(None, (self._latency, self._service)):
            each.leave(self._window_first)

    def _weigh(self, row: int, sign: int) -> None:
        self._window_ok += sign * int(self.column("ok")[row])
        self._window_s += sign * float(self.column("measured_s")[row])

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
