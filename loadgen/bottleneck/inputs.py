"""What is known of one lane when it is asked what limits it: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loadgen.model.frame import LaneId, MachineUse


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendInputs:
    """A backing service as one lane meets it.

    ``name`` is of the product: PostgreSQL; ``client`` is what the lane calls it with, empty where
    that is not known.

    ``calls_per_s`` of the lane take ``mean_ms`` each. ``cpu_cores`` it needs for both lanes, of
    ``cores`` that it can use; the rest is as in ``BackendUse``.
    """

    key: str
    name: str = ""
    calls_per_s: float = 0.0
    mean_ms: float = 0.0
    in_use: float | None = None
    size: float | None = None
    waiting: float | None = None
    cpu_cores: float | None = None
    cores: int = 1
    client: str = ""

    @property
    def in_calls(self) -> float:
        """How many requests are in a call at a time, by Little's law."""
        return self.calls_per_s * self.mean_ms / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BottleneckInputs:
    """One lane over a stretch of time, mostly a second: typical values; None is not known.

    ``users`` is None in the open model. ``waiting`` requests are due and have none of the
    ``connections`` that the plan allows, None where it allows as many as are needed. ``late_ms`` is
    the typical of the event loop's worst latenesses, ``latest_ms`` the worst.

    ``cpu_cores`` is what the server uses, of ``cores`` that its ``serving`` processes can use;
    ``cpu_wait`` the part of the time, 0..1, in which a main thread was ready to run and did not.
    ``processors`` are those that the server may run on, fewer than the machine's where it is
    ``bound``; ``shared_cores`` is what all use that share them, ``machine`` who uses the machine,
    with lanes called by ``names``.

    Of several processes ``full_processes`` and ``spare_processes`` are as ``process_columns`` says;
    ``full_connections`` of all ``open_connections`` and ``full_queued`` requests are at full ones.
    ``voluntary_per_answer`` is context switches of a thread that had to wait. ``wait_ms`` is how
    long the scenario waits in each request.
    """

    users: int | None = None
    ok_per_s: float = 0.0
    failed_per_s: float = 0.0
    dropped_per_s: float = 0.0
    most_in_flight: int | None = None
    connections: int | None = None
    waiting: float = 0.0
    typical_ms: float | None = None
    generator_limited: float = 0.0
    busy: float | None = None
    capacity: float | None = None
    queued: float | None = None
    pooled: bool = False
    in_progress: float | None = None
    late_ms: float | None = None
    latest_ms: float | None = None
    cpu_cores: float | None = None
    cores: int = 1
    shared_cores: float | None = None
    processors: int | None = None
    cpu_wait: float | None = None
    backends: tuple[BackendInputs, ...] = ()
    wait_ms: float | None = None
    generator_cpu_percent: float | None = None
    machine: MachineUse | None = None
    names: Mapping[LaneId, str] = field(default_factory=lambda: {"a": "A", "b": "B"})
    bound: bool = False
    serving: int = 1
    full_processes: float | None = None
    spare_processes: float | None = None
    full_connections: float | None = None
    full_queued: float | None = None
    open_connections: float | None = None
    voluntary_per_answer: float | None = None
    cpu_ms_per_answer: float | None = None

    @property
    def cpu_share(self) -> float | None:
        """What it uses of the cores that it can use, 0..1, or more outside of Python."""
        return None if self.cpu_cores is None else self.cpu_cores / self.cores

    @property
    def cpu_lost(self) -> float:
        """What it waited for a processor of the cores that it can use, and did not use of them."""
        if self.cpu_wait is None:
            return 0.0
        return min(self.cpu_wait, max(0.0, 1 - (self.cpu_share or 0.0)))

    @property
    def working(self) -> float:
        """Requests that the server works on, those that queue for a thread left out."""
        if self.busy is not None and self.capacity:
            return self.busy
        return self.in_progress or 0.0
