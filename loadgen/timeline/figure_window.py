"""Throughput and percentiles over the last second that a lane measured."""

from collections import deque
from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np

from loadgen.model.frame import LaneFrame, LaneState
from loadgen.model.histogram import LatencyHistogram, SparseHistogram
from loadgen.model.snapshot import TICK_S
from loadgen.statistics.column_store import ColumnStore
from loadgen.timeline.backend_columns import BACKENDS
from loadgen.timeline.row_merging import Rows, last_known, sums
from loadgen.timeline.sliding_percentiles import SlidingPercentiles

Basis = Literal["schedule", "send"]
"""From when latency counts: when a request was due, or when it was sent. They differ in the open
model alone.
"""

FIGURES = ("throughput", "p50_ms", "p99_ms", "p50_send_ms", "p99_send_ms")
"""The columns that are over the trailing window."""

_CALLS = [f"{key}_{part}" for key in BACKENDS for part in ("calls", "call_s")]

SUMMED = frozenset(["ok", "failed", "dropped", "measured_s", *_CALLS])
"""The columns of which a merged row has the sum; of the others it has the last value."""

WINDOW_S = 1.0
"""Throughput and percentiles are over this much of the lane's measured time."""

FULL_S = 0.85
"""There is no figure before so much of the window is filled: nine ticks, which come a little early
or late. Ten would leave a turn of 1 s without any, since its first tick begins before its load.
"""


_OLDEST_S = 2 * WINDOW_S
"""A row this old has left the window, even where the generator reported nothing since."""


class _Row(NamedTuple):
    """What of a row in the window counts for it."""

    at_s: float
    ok: float
    measured_s: float


class FigureWindow:
    """Sets ``FIGURES`` of the newest row of ``columns``, and keeps the latencies of all rows.

    The window never spans the border of a turn, a pause, an outage or a void: it starts empty after
    each of them.
    """

    def __init__(self, columns: ColumnStore) -> None:
        self._columns = columns
        self._latency = SlidingPercentiles()
        self._service: SlidingPercentiles | None = None
        self._first = 0
        self._window: deque[_Row] = deque()
        self._state: LaneState = "idle"
        self._ok = self._measured_s = 0.0

    @property
    def has_schedule(self) -> bool:
        """Whether latency from the schedule differs from that from the sending: the open model."""
        return self._service is not None

    def histogram(
        self, spans: Iterable[tuple[int, int]], basis: Basis = "schedule"
    ) -> LatencyHistogram:
        """All successful latencies of spans of rows, each from its first to before its end."""
        service = self._service if basis == "send" else None
        return (service or self._latency).merged(spans)

    def add(self, frame: LaneFrame, *, flows: bool) -> None:
        """Take the newest row, which is in the columns already.

        Where load does not flow, or what the generator reports is not valid, the window is emptied.
        """
        self._append_latencies(frame)
        state = frame.status.state
        if not flows or state != self._state:
            self._window.clear()
            self._ok, self._measured_s = 0.0, 0.0
        self._state = state if flows else "idle"
        if not flows:
            self._leave_rows()
            return
        newest = _Row(*(self._columns.newest(name) for name in _Row._fields))
        self._window.append(newest)
        self._ok += newest.ok
        self._measured_s += newest.measured_s
        while len(self._window) > 1 and (
            self._measured_s - self._window[0].measured_s >= WINDOW_S - TICK_S / 2
            or self._window[0].at_s <= newest.at_s - _OLDEST_S
        ):
            oldest = self._window.popleft()
            self._ok -= oldest.ok
            self._measured_s -= oldest.measured_s
        self._leave_rows()
        self._set_figures()

    def can_merge(self, end: int) -> bool:
        """Whether the rows before ``end`` have left the window."""
        return end <= self._first

    def merge(self, first: int, end: int, starts: Rows) -> None:
        """Merge rows that have left the window into one from each of ``starts`` on.

        Their figures are then over the whole row, and a gap where all of them had one.
        """
        groups = starts - first
        shown = {
            name: np.logical_or.reduceat(~np.isnan(self._columns[name][first:end]), groups)
            for name in FIGURES
        }
        self._columns.replace(
            first,
            end,
            starts.size,
            lambda name, old: (sums if name in SUMMED else last_known)(old, groups),
        )
        self._first -= end - first - starts.size
        rows = slice(first, first + starts.size)
        for each in filter(None, (self._latency, self._service)):
            each.merge(first, end, starts.tolist())
        ok, measured_s = self._columns["ok"][rows], self._columns["measured_s"][rows]
        figures = {"throughput": ok / np.maximum(measured_s, 1e-9)}
        figures["p50_ms"], figures["p99_ms"] = self._latency.row_percentiles_ms(rows)
        by_send = self._service.row_percentiles_ms(rows) if self._service else None
        figures["p50_send_ms"], figures["p99_send_ms"] = by_send or (
            figures["p50_ms"],
            figures["p99_ms"],
        )
        for name, values in figures.items():
            self._columns.put(name, first, np.where(shown[name], values, np.nan))
        self._columns.put("tick_p50_ms", first, figures["p50_ms"])

    def _append_latencies(self, frame: LaneFrame) -> None:
        latency = frame.latency if frame.valid else SparseHistogram()
        if frame.service.counts and self._service is None:
            # Until here both were the same.
            self._service = self._latency.copy()
        if self._service is not None:
            apart = frame.valid and frame.service.counts
            self._service.append(frame.service if apart else latency)
        self._latency.append(latency)

    def _set_figures(self) -> None:
        silent = self._state == "unresponsive" and not self._ok
        if silent:
            self._columns.amend(throughput=0.0)
        if silent or self._measured_s < FULL_S:
            return
        throughput = self._ok / self._measured_s
        if not self._ok:
            self._columns.amend(throughput=throughput)
            return
        p50, p99 = self._latency.percentiles_ms()
        s50, s99 = self._service.percentiles_ms() if self._service else (p50, p99)
        self._columns.amend(
            throughput=throughput, p50_ms=p50, p99_ms=p99, p50_send_ms=s50, p99_send_ms=s99
        )

    def _leave_rows(self) -> None:
        """The rows that are no longer in the window, latencies too."""
        self._first = len(self._columns) - len(self._window)
        for each in filter(None, (self._latency, self._service)):
            each.leave(self._first)
