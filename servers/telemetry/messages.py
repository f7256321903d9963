"""What a server child says on stdout: one JSON object a line, typed by its ``type`` field."""

import msgspec


class Setting(msgspec.Struct, frozen=True):
    """One setting in force, as the serving process has it. ``default`` is the framework's own."""

    key: str
    title: str
    value: str
    default: str

    @property
    def differs(self) -> bool:
        """Whether it differs from what one gets without asking."""
        return self.value != self.default


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """Said once, when requests are answered. The server also answers ``nonce`` at ``/_faceoff``.

    ``process_ports`` are the ports of its processes where each has one of its own, besides ``port``
    that they share: who spreads connections evenly connects to those.
    """

    variant: str
    pid: int
    port: int
    nonce: str
    settings: tuple[Setting, ...]
    versions: dict[str, str]
    process_ports: tuple[int, ...] = ()


class BackendUse(msgspec.Struct, frozen=True):
    """How a server uses one backing service.

    ``calls`` ended since the start and took ``call_s`` seconds together, ``failures`` of them in
    vain. Of its pool, ``in_use`` of ``size`` connections are taken at this moment, and ``waiting``
    requests wait for one; None where there is no pool. ``client`` is the library that makes the
    calls, "" where it was not named.
    """

    calls: int = 0
    call_s: float = 0.0
    failures: int = 0
    in_use: int | None = None
    size: int | None = None
    waiting: int | None = None
    client: str = ""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What a server, or one of its processes, is busy with at a moment.

    ``busy`` of ``capacity`` are threads that answer requests (waitress threads, or tokens of
    Starlette's pool); ``queued`` wait for one. ``loop_lag_ms`` is the worst lateness of the event
    loop since the last report. ``port`` is the one at which a process of several listens alone,
    besides the one that they share. ``new_app_percent`` is what part of the requests since the last
    report a front has sent to the new app behind it. None stands where there is no such thing.
    """

    in_progress: int = 0
    busy: int | None = None
    capacity: int | None = None
    queued: int | None = None
    connections: int | None = None
    loop_lag_ms: float | None = None
    port: int | None = None
    new_app_percent: float | None = None


class ProcessLoad(Load, frozen=True, kw_only=True):
    """One of the processes that answer requests.

    The fields are those of ``Telemetry``, ``at`` its own: ``cpu_s`` of a process grows with its
    ``at``.
    """

    pid: int
    at: float
    cpu_s: float
    cpu_wait_s: float | None = None


class Telemetry(Load, frozen=True, kw_only=True, tag="telemetry"):
    """How the server is doing, ten times a second, summed over its processes as ``columns`` says.

    ``at`` is ``time.monotonic`` in seconds, ``cpu_s`` user and system seconds since the start.
    ``context_switches`` counts since the start, over all threads;
    ``voluntary_switches`` are those where a thread had to wait, such as for the GIL, and
    ``involuntary_switches`` those where another took its processor.
    ``cpu_wait_s`` is how long the main thread was ready to run since the start, and had no
    processor: the mean of the processes that serve.
    ``backends`` has the backing services that it uses, by key. ``pid`` is the process that reports,
    0 in files of earlier versions. ``parts`` are the processes that answer, in the order in which
    they were started, where there are several; empty where one process is the whole server. None
    stands where the server has no such thing or the system does not tell. ``figures`` are those
    that have no field of their own, by the name of their column.
    """

    seq: int
    at: float
    cpu_s: float
    rss_mib: float
    uss_mib: float | None
    processes: int
    threads: int
    context_switches: int | None = None
    voluntary_switches: int | None = None
    involuntary_switches: int | None = None
    cpu_wait_s: float | None = None
    backends: dict[str, BackendUse] = {}
    pid: int = 0
    parts: tuple[ProcessLoad, ...] = ()
    figures: dict[str, float | None] | msgspec.UnsetType = msgspec.UNSET

    def figure(self, name: str) -> float | None:
        """The figure of that column; None where it is not known."""
        if name in _FIELDS:
            value: float | None = getattr(self, name)
            return value
        return None if isinstance(self.figures, msgspec.UnsetType) else self.figures.get(name)


_FIELDS = frozenset(Telemetry.__struct_fields__)


Message = Ready | Telemetry


class ServiceReady(msgspec.Struct, frozen=True, tag="service-ready"):
    """Said once by a backing service, when it answers at ``url``.

    The url may hold a password: it is for the servers, and never shown or written. ``version`` is
    that of ``product``, "" where it has none. ``simulated`` marks a stand-in, ``reason`` is why it
    stands in.
    """

    key: str
    pid: int
    url: str
    product: str
    version: str = ""
    simulated: bool = False
    reason: str = ""

    @property
    def title(self) -> str:
        """``PostgreSQL 18.4``, ``SQLite 3.45.1 (stand-in)``."""
        stand_in = "(stand-in)" if self.simulated else ""
        return " ".join(filter(None, (self.product, self.version, stand_in)))

    def __repr__(self) -> str:
        return f"ServiceReady({self.key!r}, pid {self.pid}, {self.title!r})"


class ServiceTelemetry(msgspec.Struct, frozen=True, tag="service-telemetry"):
    """How a backing service is doing, ten times a second, summed over its processes.

    ``at`` is ``time.monotonic`` in seconds, ``cpu_s`` user and system seconds since the start.
    """

    seq: int
    at: float
    cpu_s: float
    rss_mib: float
    processes: int


ServiceMessage = ServiceReady | ServiceTelemetry
