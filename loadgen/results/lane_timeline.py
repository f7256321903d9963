"""One lane's frames as columns for plots."""

from collections import deque
from typing import NamedTuple

import numpy as np

from loadgen.frame import GeneratorSample, LaneFrame, LaneStatus
from loadgen.histogram import LatencyHistogram
from loadgen.results.columns import Array, Columns, HistogramPile
from loadgen.snapshot import Requests
from servers.messages import Ready, Telemetry

WINDOW_S = 1.0
"""Throughput and percentiles look back this far."""

CARRY_S = 1.0
"""A server or a generator that says nothing in a tick is drawn with its last word for so long."""

MEASURED = ("running", "unresponsive")
"""The states in which load flows. In all others throughput and latency have a gap."""

COLUMNS = (
    "at_s",
    "own_s",
    "throughput",
    "p50_ms",
    "p99_ms",
    "rss_mib",
    "uss_mib",
    "cpu_percent",
    "threads",
    "busy",
    "capacity",
    "queued",
    "in_progress",
    "connections",
    "loop_lag_ms",
    "generator_cpu_percent",
    "send_lag_ms",
    "limited",
    "generator_cpu_s",
    "in_flight",
    "ok",
    "failed",
    "measured_s",
)


class Counts(NamedTuple):
    """What happened in a stretch: successful and failed responses, and how long load flowed."""

    ok: int
    failed: int
    measured_s: float

    @property
    def throughput(self) -> float:
        """Successful responses per second; NaN when nothing was measured."""
        return self.ok / self.measured_s if self.measured_s > 0 else float("nan")


class LaneTimeline:
    """The columns of one lane, and its latest status, totals and announcement.

    Throughput is successful responses per second, and percentiles are of those responses, both over
    the trailing second. Of a frozen server, throughput falls to 0 and the percentiles have a gap,
    since nothing came back; when it thaws, the latencies of what it held show the stall. ``ok``,
    ``failed`` and ``measured_s`` are of the tick alone.
    """

    def __init__(self) -> None:
        self.status = LaneStatus()
        self.requests = Requests()
        self.announced: Ready | None = None
        self.generator: GeneratorSample | None = None
        self.server: Telemetry | None = None
        self.notice = ""
        self._columns = Columns(COLUMNS)
        self._pile = HistogramPile()
        self._window = LatencyHistogram()
        self._window_first = 0
        self._window_ok = 0
        self._window_s = 0.0
        self._cpu: deque[tuple[float, float]] = deque()
        self._cpu_before_s = 0.0
        self._server_at = self._generator_at = -CARRY_S

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def measured(self) -> bool:
        """Whether load flows in this lane at the moment."""
        return self.status.state in MEASURED

    @property
    def cpu_seconds(self) -> float | None:
        """User and system time of all servers the lane has had; None before one told."""
        if self.server is None:
            return self._cpu_before_s or None
        return self._cpu_before_s + self.server.cpu_s

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
        if frame.announced is not None:
            self.announced = frame.announced
            self._cpu_before_s = self.cpu_seconds or 0.0
            self.server = None
            self._cpu.clear()
        self.server = frame.server or self.server

    def add(self, at_s: float, frame: LaneFrame, own_s: float | None = None) -> None:
        """One more row. The cost depends on the filled buckets, not on the rate nor on the
        history.

        ``own_s`` is the lane's own time, which stands still while it is not its turn.
        """
        self.note(frame)
        row = {
            "at_s": at_s,
            "own_s": at_s if own_s is None else own_s,
            "ok": frame.ok,
            "failed": frame.failed,
            "in_flight": frame.requests.in_flight,
            "measured_s": frame.interval_s if self.measured or frame.ok else 0.0,
        }
        row |= self._server_row(at_s, frame) | self._generator_row(at_s, frame)
        self._columns.append(row)
        self._pile.append(frame.latency)
        self._slide(at_s)

    def histogram(self, from_s: float, to_s: float) -> LatencyHistogram:
        """All successful latencies of the rows after ``from_s``, up to ``to_s``."""
        return self._pile.merged(*self._rows(from_s, to_s))

    def counts(self, from_s: float, to_s: float) -> Counts:
        """What happened in the rows after ``from_s``, up to ``to_s``."""
        rows = slice(*self._rows(from_s, to_s))
        ok, failed, measured = (self.column(k)[rows].sum() for k in ("ok", "failed", "measured_s"))
        return Counts(int(ok), int(failed), float(measured))

    def values(self, name: str, from_s: float, to_s: float) -> Array:
        """A column's values in a stretch, the gaps left out."""
        values = self.column(name)[slice(*self._rows(from_s, to_s))]
        return values[~np.isnan(values)]

    def generator_limited(self, from_s: float, to_s: float) -> float:
        """In which part of the stretch, 0..1, the load generator was the limit."""
        flags = self.values("limited", from_s, to_s)
        return float(flags.mean()) if flags.size else 0.0

    def _rows(self, from_s: float, to_s: float) -> tuple[int, int]:
        # A hair's breadth after, since times are sums of ticks.
        first, end = np.searchsorted(self.column("at_s"), (from_s + 1e-9, to_s + 1e-9), "right")
        return int(first), int(end)

    def _server_row(self, at_s: float, frame: LaneFrame) -> dict[str, float]:
        if frame.server is not None:
            self._server_at = at_s
        told = self.server
        alive = frame.status.state in ("ready", "running", "unresponsive", "stopped")
        if told is None or not alive or at_s - self._server_at > CARRY_S:
            return {}
        names = ("rss_mib", "uss_mib", "threads", "busy", "capacity", "queued")
        row = {name: getattr(told, name) for name in (*names, "in_progress", "connections")}
        row |= {"loop_lag_ms": told.loop_lag_ms, "cpu_percent": self._cpu_percent(told)}
        return {name: value for name, value in row.items() if value is not None}

    def _cpu_percent(self, told: Telemetry) -> float | None:
        """Of one core, over the trailing second of the server's own clock."""
        seen = self._cpu
        if seen and told.cpu_s < seen[-1][1]:
            seen.clear()
        if not seen or told.at > seen[-1][0]:
            seen.append((told.at, told.cpu_s))
        while len(seen) > 2 and told.at - seen[0][0] > WINDOW_S + 0.05:
            seen.popleft()
        (first, before), (last, after) = seen[0], seen[-1]
        return 100 * (after - before) / (last - first) if last > first else None

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

    def _slide(self, at_s: float) -> None:
        """Let the newest row into the trailing second and the old ones out, then ask for its
        figures.
        """
        newest = len(self) - 1
        self._shift(newest, +1)
        at = self.column("at_s")
        while self._window_first < newest and (
            not self.measured or at[self._window_first] <= at_s - WINDOW_S + 1e-6
        ):
            self._shift(self._window_first, -1)
            self._window_first += 1
        if not self.measured or self._window_s <= 0:
            return
        p50, p99 = self._percentiles_ms()
        self._columns.amend(throughput=self._window_ok / self._window_s, p50_ms=p50, p99_ms=p99)

    def _shift(self, row: int, sign: int) -> None:
        buckets, counts, overflow, _ = self._pile.row(row)
        # A row names each bucket once, so plain indexing adds up.
        self._window.counts[buckets] += sign * counts
        self._window.overflow += sign * overflow
        self._window_ok += sign * int(self.column("ok")[row])
        self._window_s += sign * float(self.column("measured_s")[row])

    def _percentiles_ms(self) -> tuple[float, float]:
        if self._window_ok == 0:
            return float("nan"), float("nan")
        self._window.max_s = self._pile.longest(self._window_first)
        p50, p99 = self._window.percentiles((0.5, 0.99)) * 1000
        return float(p50), float(p99)
