"""Accounts for every request, and says ten times a second how load and generator are doing."""

import time

import psutil

from loadgen.generator.group import ConnectionGroup
from loadgen.histogram import LatencyHistogram
from loadgen.snapshot import Requests, Snapshot

MIB = 1024 * 1024


class Tally:
    """Where the requests are, counted as they go: the users write here, the recorder reads.

    ``latencies_s`` holds the successful responses since the recorder took them. Cheap on purpose:
    what can be derived is derived when a snapshot is made.
    """

    __slots__ = ("cancelled", "failed", "in_flight", "latencies_s", "sent", "statuses")

    def __init__(self) -> None:
        self.sent = 0
        self.in_flight = 0
        self.cancelled = 0
        self.failed: dict[str, int] = {}
        self.statuses: dict[int, int] = {}
        self.latencies_s: list[float] = []

    def fail(self, kind: str) -> None:
        self.in_flight -= 1
        self.failed[kind] = self.failed.get(kind, 0) + 1

    def answer(self, status: int, latency_s: float) -> None:
        """A response other than 200, which users record by themselves."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if 200 <= status < 300:
            self.in_flight -= 1
            self.latencies_s.append(latency_s)
        else:
            self.fail("status")


class Recorder:
    """Makes snapshots of a tally. ``ok`` follows from the latencies that were taken from it."""

    def __init__(self, tally: Tally, group: ConnectionGroup) -> None:
        self._tally = tally
        self._group = group
        self._process = psutil.Process()
        self._seq = 0
        self._ok = 0
        self._failures = 0
        self._statuses: dict[int, int] = {}
        self._bytes = 0
        self._at = time.monotonic()
        self._cpu_s = time.process_time()
        self._worst_lag_s = 0.0

    def lag(self, seconds: float) -> None:
        """A timer was served this late."""
        self._worst_lag_s = max(self._worst_lag_s, seconds)

    def totals(self) -> Requests:
        """All requests since the start, at this instant."""
        tally = self._tally
        return Requests(
            scheduled=tally.sent,
            sent=tally.sent,
            ok=self._ok + len(tally.latencies_s),
            failed=dict(sorted(tally.failed.items())),
            cancelled=tally.cancelled,
            in_flight=tally.in_flight,
        )

    def snapshot(self, *, revision: int, notice: str = "", final: bool = False) -> Snapshot:
        """What happened since the last one."""
        totals = self.totals()
        now, cpu_s = time.monotonic(), time.process_time()
        interval_s = now - self._at
        cpu_percent = 100 * (cpu_s - self._cpu_s) / interval_s if interval_s > 0 else 0.0
        latency, statuses = self._take()
        made = Snapshot(
            seq=self._seq,
            at=now,
            interval_s=interval_s,
            revision=revision,
            totals=totals,
            latency=latency.sparse(),
            failed=totals.failures - self._failures,
            statuses=statuses,
            bytes_received=self._group.bytes_received - self._bytes,
            connections=len(self._group),
            cpu_s=cpu_s,
            cpu_percent=cpu_percent,
            send_lag_ms=self._worst_lag_s * 1e3,
            rss_mib=self._process.memory_info().rss / MIB,
            notice=notice,
            final=final,
        )
        self._seq += 1
        self._at, self._cpu_s, self._worst_lag_s = now, cpu_s, 0.0
        self._failures, self._bytes = totals.failures, self._group.bytes_received
        return made

    def _take(self) -> tuple[LatencyHistogram, dict[int, int]]:
        """The latencies and statuses since the last time, out of the tally."""
        tally = self._tally
        latencies, tally.latencies_s = tally.latencies_s, []
        statuses, tally.statuses = tally.statuses, {}
        self._ok += len(latencies)
        others = sum(count for status, count in statuses.items() if 200 <= status < 300)
        if len(latencies) > others:
            statuses[200] = len(latencies) - others
        histogram = LatencyHistogram()
        histogram.record(latencies)
        return histogram, dict(sorted(statuses.items()))
