"""What is known of one lane when it is asked what limits it: plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendEvidence:
    """A backing service as one lane meets it. ``name`` is of the product: PostgreSQL.

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

    @property
    def in_calls(self) -> float:
        """How many requests are in a call at a time, by Little's law."""
        return self.calls_per_s * self.mean_ms / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One lane over a stretch of time, mostly a second: typical values; None is not known.

    ``users`` is None in the open model. ``waiting`` requests are due and have none of the
    ``connections`` that the plan allows, None where it allows as many as are needed. ``late_ms`` is
    the typical of the event loop's worst latenesses, ``latest_ms`` the worst. ``cpu_cores`` is what
    the server uses, of ``cores`` that it can; ``shared_cores`` what all use that share its
    ``processors``; ``cpu_wait`` is the part of the time, 0..1, in which it was ready to run and did
    not. ``wait_ms`` is how long the scenario waits in each request.
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
    backends: tuple[BackendEvidence, ...] = ()
    wait_ms: float | None = None

    @property
    def working(self) -> float:
        """Requests that the server works on, those that queue for a thread left out."""
        if self.busy is not None and self.capacity:
            return self.busy
        return self.in_progress or 0.0
