"""What a server tells of itself, as columns."""

from collections.abc import Callable
from operator import attrgetter

from loadgen.model.frame import LaneFrame
from loadgen.timeline.backend_columns import BACKEND_COLUMNS, BackendColumns
from loadgen.timeline.process_columns import PROCESS_COLUMNS, ProcessColumns, TrailingRate
from loadgen.timeline.process_connections import ProcessConnections
from servers.telemetry.columns import COLUMNS
from servers.telemetry.messages import Ready, Telemetry

CARRY_S = 1.0
"""A server or a generator that says nothing in a tick is drawn with its last word for so long."""

_TELEMETRY = tuple(each.name for each in COLUMNS if each.combine is not None)
_FIELDS = tuple(name for name in _TELEMETRY if name in Telemetry.__struct_fields__)
_FIGURES = tuple(name for name in _TELEMETRY if name not in _FIELDS)
_values_of: Callable[[Telemetry], tuple[float | None, ...]] = attrgetter(*_FIELDS)
SERVER_COLUMNS = (
    *(each.name for each in COLUMNS),
    "server_at",
    "server_cpu_s",
    *PROCESS_COLUMNS,
    *BACKEND_COLUMNS,
)


class Rate:
    """How fast a total grows, between one report and the next."""

    def __init__(self) -> None:
        self._before: tuple[float, float] | None = None
        self._per_s: float | None = None

    def of(self, at: float, total: float | None) -> float | None:
        """Per second; the last known one where there is no new report, None before two of them."""
        if total is None:
            return None
        if self._before is None:
            self._before = (at, total)
        elif at > self._before[0]:
            (began, before), self._before = self._before, (at, total)
            self._per_s = max(0.0, total - before) / (at - began)
        return self._per_s


class ServerColumns:
    """The latest word of a lane's servers, one after the other.

    ``server_at`` is the server's own clock in s, at which it had used ``server_cpu_s`` of CPU; the
    latter runs on when a server is restarted. ``cpu_wait_percent`` is of
    the time, in which it was ready to run. ``kib_per_...`` is resident memory by the connections
    that are open, the requests in progress and the threads, everything else included.
    """

    def __init__(self) -> None:
        self.announced: Ready | None = None
        self.latest: Telemetry | None = None
        self._cpu_before_s = 0.0
        self._begin_server()
        self._backends = BackendColumns()
        self._heard_at = -CARRY_S

    @property
    def cpu_seconds(self) -> float | None:
        """User and system time of all servers so far; None before one told."""
        if self.latest is None:
            return self._cpu_before_s or None
        return self._cpu_before_s + self.latest.cpu_s

    def note(self, frame: LaneFrame) -> None:
        """Take over what the frame says of the server."""
        if frame.announced is not None:
            self.announced = frame.announced
            self._cpu_before_s = self.cpu_seconds or 0.0
            self.latest = None
            self._begin_server()
        self.latest = frame.server or self.latest
        if frame.server is not None and frame.status.state == "running":
            self.connections.note(frame.server.parts)

    def _begin_server(self) -> None:
        self._cpu, self._cpu_wait = TrailingRate(), Rate()
        self._switches, self._voluntary, self._involuntary = Rate(), Rate(), Rate()
        self._processes = ProcessColumns()
        self.connections = ProcessConnections()

    def row(self, at_s: float, frame: LaneFrame) -> dict[str, float]:
        """The values of one row; what is not known is left out."""
        if frame.server is not None:
            self._heard_at = at_s
        told = self.latest
        alive = frame.status.state in ("ready", "running", "unresponsive", "failing", "stopped")
        if told is None or not alive or at_s - self._heard_at > CARRY_S:
            return {}
        at, used = told.at, self._cpu.of(told.at, told.cpu_s)
        waited = self._cpu_wait.of(at, told.cpu_wait_s)
        row: dict[str, float | None] = dict(zip(_FIELDS, _values_of(told), strict=True))
        for name in _FIGURES:
            row[name] = told.figure(name)
        row["cpu_percent"] = None if used is None else 100 * used
        row["server_at"], row["server_cpu_s"] = at, self._cpu_before_s + told.cpu_s
        row["switches_per_s"] = self._switches.of(at, told.context_switches)
        row["voluntary_per_s"] = self._voluntary.of(at, told.voluntary_switches)
        row["involuntary_per_s"] = self._involuntary.of(at, told.involuntary_switches)
        row["cpu_wait_percent"] = None if waited is None else 100 * waited
        row.update(_kib_per(told))
        known = {name: value for name, value in row.items() if value is not None}
        return known | self._processes.row(told.parts) | self._backends.row(told.backends)


def _kib_per(told: Telemetry) -> dict[str, float]:
    parts = {"connection": told.connections, "request": told.in_progress, "thread": told.threads}
    return {f"kib_per_{name}": told.rss_mib * 1024 / n for name, n in parts.items() if n}
