"""Accounts for every request, and says ten times a second how load and generator are doing."""

import contextlib
import math
import time
from array import array

import numpy as np
import psutil

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.failure_kinds import kind_of, own_limit
from loadgen.model.histogram import LatencyHistogram
from loadgen.model.snapshot import Requests, Snapshot
from servers.process.byte_units import MIB

MEMORY_S = 1.0


class Tally:
    """Where the requests are, counted as they go: the users write here, the recorder reads.

    ``latencies_s`` holds the successful responses since the recorder took them. In the open model
    it counts from when they were due, ``services_s`` from when they were sent, ``lags_s`` is how
    late each request left, and ``waiting`` how many are due and find no connection free.
    ``own_limit`` is the system's error number that a request failed of which never left this
    process; ``status_kinds`` is the plan's. Cheap on purpose: what can be derived is derived when a
    snapshot is made, and arrays are handed to numpy as they are, where lists would be a pause of a
    millisecond at 50,000 requests a second.
    """

    __slots__ = (
        "cancelled",
        "dropped",
        "failed",
        "in_flight",
        "lags_s",
        "latencies_s",
        "own_limit",
        "sent",
        "services_s",
        "status_kinds",
        "statuses",
        "waiting",
    )

    def __init__(self) -> None:
        self.sent = 0
        self.in_flight = 0
        self.cancelled = 0
        self.failed: dict[str, int] = {}
        self.statuses: dict[int, int] = {}
        self.latencies_s = array("d")
        self.dropped = 0
        self.waiting = 0
        self.services_s = array("d")
        self.lags_s = array("d")
        self.own_limit: int | None = None
        self.status_kinds: dict[int, str] = {}

    def fail(self, kind: str) -> None:
        """A request has failed."""
        self.in_flight -= 1
        self.failed[kind] = self.failed.get(kind, 0) + 1

    def fail_with(self, error: Exception) -> None:
        """A request has failed with this."""
        self.own_limit = own_limit(error) or self.own_limit
        self.fail(kind_of(error))

    def answer(self, status: int, latency_s: float) -> None:
        """A response other than 200, which users record by themselves."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if 200 <= status < 300:
            self.in_flight -= 1
            self.latencies_s.append(latency_s)
        else:
            self.fail(self.status_kinds.get(status, "status"))

    def answer_due(self, status: int, latency_s: float, service_s: float) -> None:
        """A response in the open model."""
        if status == 200:
            self.in_flight -= 1
            self.latencies_s.append(latency_s)
        else:
            self.answer(status, latency_s)
        if 200 <= status < 300:
            self.services_s.append(service_s)


class Recorder:
    """Makes snapshots of a tally. ``ok`` follows from the latencies that were taken from it.

    ``send_lags`` are those of all requests so far.
    """

    def __init__(self, tally: Tally, group: ConnectionRegistry) -> None:
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
        self._void = 0
        self._rss_mib = self._memory_due = 0.0
        self.send_lags = LatencyHistogram()

    def restart(self) -> None:
        """Load begins to flow: what the interval was without it does not count."""
        self._at, self._cpu_s = time.monotonic(), time.process_time()
        self._worst_lag_s = 0.0

    def void(self) -> None:
        """The generator stood still.

        This interval is void, and the next one, in which it finds what came meanwhile.
        """
        self._void = 2

    def lag(self, seconds: float) -> None:
        """A timer was served this late."""
        self._worst_lag_s = max(self._worst_lag_s, seconds)

    def totals(self) -> Requests:
        """All requests since the start, at this instant."""
        tally = self._tally
        return Requests(
            scheduled=tally.sent + tally.dropped + tally.waiting,
            sent=tally.sent,
            ok=self._ok + len(tally.latencies_s),
            failed=dict(sorted(tally.failed.items())),
            cancelled=tally.cancelled,
            in_flight=tally.in_flight,
            dropped=tally.dropped,
            waiting=tally.waiting,
        )

    def snapshot(self, *, revision: int, notice: str = "", final: bool = False) -> Snapshot:
        """What happened since the last one."""
        totals = self.totals()
        now, cpu_s = time.monotonic(), time.process_time()
        interval_s = now - self._at
        cpu_percent = 100 * (cpu_s - self._cpu_s) / interval_s if interval_s > 0 else 0.0
        latency, statuses = self._take()
        lag_p99_s, worst_lag_s = self._take_lags()
        made = Snapshot(
            seq=self._seq,
            at=now,
            interval_s=interval_s,
            revision=revision,
            totals=totals,
            latency=latency.sparse(),
            service=self._take_services().sparse(),
            valid=not self._void,
            failed=totals.failures - self._failures,
            statuses=statuses,
            bytes_received=self._group.bytes_received - self._bytes,
            connections=len(self._group),
            connections_opened=self._group.opened,
            cpu_s=cpu_s,
            cpu_percent=cpu_percent,
            send_lag_ms=max(self._worst_lag_s, worst_lag_s) * 1e3,
            send_lag_p99_ms=lag_p99_s * 1e3,
            rss_mib=self._memory(now),
            notice=notice,
            final=final,
        )
        self._seq += 1
        self._void = max(0, self._void - 1)
        self._at, self._cpu_s, self._worst_lag_s = now, cpu_s, 0.0
        self._failures, self._bytes = totals.failures, self._group.bytes_received
        return made

    def _memory(self, now: float) -> float:
        """Looked up once a second: each time, requests are late by 0.1 ms for it."""
        if now < self._memory_due:
            return self._rss_mib
        self._memory_due = now + MEMORY_S
        # Out of descriptors the system does not tell: then it is what it was.
        with contextlib.suppress(OSError, psutil.Error):
            self._rss_mib = self._process.memory_info().rss / MIB
        return self._rss_mib

    def _take(self) -> tuple[LatencyHistogram, dict[int, int]]:
        """The latencies and statuses since the last time, out of the tally."""
        tally = self._tally
        latencies, tally.latencies_s = tally.latencies_s, array("d")
        statuses, tally.statuses = tally.statuses, {}
        self._ok += len(latencies)
        others = sum(count for status, count in statuses.items() if 200 <= status < 300)
        if len(latencies) > others:
            statuses[200] = len(latencies) - others
        histogram = LatencyHistogram()
        histogram.record(latencies)
        return histogram, dict(sorted(statuses.items()))

    def _take_services(self) -> LatencyHistogram:
        services, self._tally.services_s = self._tally.services_s, array("d")
        histogram = LatencyHistogram()
        histogram.record(services)
        return histogram

    def _take_lags(self) -> tuple[float, float]:
        """The 99th percentile and the maximum since the last time."""
        lags, self._tally.lags_s = self._tally.lags_s, array("d")
        if not lags:
            return 0.0, 0.0
        self.send_lags.record(lags)
        # np.quantile takes 7 ms the first time, which requests would be late.
        ordered = np.sort(lags)
        return float(ordered[math.ceil(0.99 * len(lags)) - 1]), float(ordered[-1])
