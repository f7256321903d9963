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
    """Said once, when requests are answered. The server also answers ``nonce`` at ``/_faceoff``."""

    variant: str
    pid: int
    port: int
    nonce: str
    settings: tuple[Setting, ...]
    versions: dict[str, str]


class Telemetry(msgspec.Struct, frozen=True, tag="telemetry"):
    """How the server is doing, ten times a second, summed over its processes.

    ``at`` is ``time.monotonic`` in seconds, ``cpu_s`` user and system seconds since the start.
    ``busy`` of ``capacity`` are threads that answer requests (waitress threads, or tokens of
    Starlette's pool); ``queued`` wait for one. ``loop_lag_ms`` is the worst lateness of the event
    loop since the last report. None stands where the server has no such thing or the system does
    not tell.
    """

    seq: int
    at: float
    cpu_s: float
    rss_mib: float
    uss_mib: float | None
    processes: int
    threads: int
    in_progress: int
    busy: int | None = None
    capacity: int | None = None
    queued: int | None = None
    connections: int | None = None
    loop_lag_ms: float | None = None


Message = Ready | Telemetry
