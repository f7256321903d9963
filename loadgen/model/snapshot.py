"""What a generator reports ten times a second: running totals, and what is new since last time."""

import msgspec

from loadgen.model.histogram import SparseHistogram

TICK_S = 0.1
"""A generator reports a snapshot, and a race emits a frame, once in so many seconds."""


class Requests(msgspec.Struct, frozen=True, kw_only=True):
    """Where every request is. Each ends in exactly one bucket: ``unaccounted`` is 0, always.

    ``failed`` is by kind: refused, reset, timeout, protocol, status, generator, or as the plan
    calls a status. A latency is recorded for ``ok`` only. In the open model ``scheduled`` is
    sent + dropped + waiting: what waits is due, and no connection is free; in the closed one it is
    ``sent``.
    """

    scheduled: int = 0
    sent: int = 0
    ok: int = 0
    failed: dict[str, int] = {}
    cancelled: int = 0
    in_flight: int = 0
    dropped: int = 0
    waiting: int = 0

    @property
    def failures(self) -> int:
        """All that failed, of whatever kind."""
        return sum(self.failed.values())

    @property
    def unaccounted(self) -> int:
        """sent - ok - failed - cancelled - in flight."""
        return self.sent - self.ok - self.failures - self.cancelled - self.in_flight

    def __add__(self, other: "Requests") -> "Requests":
        kinds = self.failed.keys() | other.failed.keys()
        return Requests(
            scheduled=self.scheduled + other.scheduled,
            sent=self.sent + other.sent,
            ok=self.ok + other.ok,
            failed={k: self.failed.get(k, 0) + other.failed.get(k, 0) for k in sorted(kinds)},
            cancelled=self.cancelled + other.cancelled,
            in_flight=self.in_flight + other.in_flight,
            dropped=self.dropped + other.dropped,
            waiting=self.waiting + other.waiting,
        )


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One tick of one generator.

    In the open model ``latency`` counts from when a request was due, ``service`` from when it was
    sent; in the closed model they are the same, and ``service`` is left empty. ``valid`` is False
    when the generator itself stood still in the interval (it was stopped, the machine slept, a
    clock jumped), and for the interval after that, in which it finds what came meanwhile. What it
    then measured says nothing about the server, though it is counted as ever; what was due in the
    open model while it stood still is dropped.

    ``at`` is ``time.monotonic`` in seconds, ``interval_s`` the time since the last snapshot, or
    since load began to flow after a pause: it does not hold the time before.
    ``connections_opened`` counts since the start of the process. It, ``connections`` and
    ``bytes_received`` are 0 where stock httpx sends, which does not tell.
    ``latency`` holds the successful responses of the interval; its count is the ``ok`` of the
    interval. ``failed`` counts the interval's failures. ``statuses`` counts the interval's
    responses by status code. ``cpu_s`` is the process's user and system time since its start.
    ``send_lag_ms`` is the worst lateness in the interval with which the generator's own loop served
    a timer, that is, how late a due request may have left; in the open model also the worst with
    which one did leave. ``send_lag_p99_ms`` is the 99th percentile of how late the interval's
    requests left, 0 in the closed model, where none is due. ``notice`` is a sentence for the user
    about this generator, empty when there is nothing to say.
    """

    seq: int
    at: float
    interval_s: float
    revision: int
    totals: Requests
    latency: SparseHistogram
    service: SparseHistogram = SparseHistogram()
    valid: bool = True
    failed: int
    statuses: dict[int, int]
    bytes_received: int
    connections: int
    connections_opened: int = 0
    cpu_s: float
    cpu_percent: float
    send_lag_ms: float
    send_lag_p99_ms: float = 0.0
    rss_mib: float
    final: bool = False
    notice: str = ""
