"""Counts what this process asks of its backing services, without touching them."""

import time
from types import TracebackType

from servers.process import native_threads
from servers.telemetry.messages import BackendUse


class CallStats:
    """Of one backing service; from any thread, at about a microsecond a call.

    ``size`` is how many connections its client keeps, ``client`` the library that makes the calls.
    Where that does not tell who waits for a connection, calls in progress beyond ``size`` do.
    ``begun`` counts the calls that have theirs.
    """

    def __init__(self, size: int, client: str = "") -> None:
        self._size = size
        self._client = client
        self.begun = 0
        self.in_progress = 0
        # One that the telemetry's thread may wait for where all others are greenlets.
        self._lock = native_threads.lock()
        self._calls = 0
        self._call_s = 0.0
        self._failures = 0
        self._waiting = 0

    def call(self, *, waits: bool = False) -> "Call":
        """One call, from entering to leaving; an exception is a failure.

        One that ``waits`` for a connection first says ``begin`` when it has it: only then its
        seconds count.
        """
        return Call(self, waits)

    def use(self) -> BackendUse:
        """Its use so far, and at this moment.

        Without the lock, which may be a greenlet's: a reading may be off by one call.
        """
        in_progress, waiting = self.in_progress, self._waiting
        beyond = max(0, in_progress - self._size)
        return BackendUse(
            calls=self._calls,
            call_s=self._call_s,
            failures=self._failures,
            in_use=in_progress - beyond,
            size=self._size,
            waiting=waiting + beyond,
            client=self._client,
        )

    def _enter(self, begins: int) -> None:
        with self._lock:
            self.begun += begins
            self.in_progress += begins
            self._waiting += 1 - begins

    def _begin(self) -> None:
        with self._lock:
            self.begun += 1
            self.in_progress += 1
            self._waiting -= 1

    def _leave(self, began: float | None, *, failed: bool) -> None:
        with self._lock:
            self._calls += 1
            self._failures += failed
            if began is None:
                self._waiting -= 1
            else:
                self.in_progress -= 1
                self._call_s += time.perf_counter() - began


class Call:
    """One call under way. ``failed`` may be set where a failure is no exception."""

    __slots__ = ("_began", "_watch", "failed")

    def __init__(self, watch: CallStats, waits: bool) -> None:
        self._watch = watch
        self._began = None if waits else time.perf_counter()
        self.failed = False

    def begin(self) -> None:
        """It has waited long enough: it has its connection."""
        self._began = time.perf_counter()
        self._watch._begin()

    def __enter__(self) -> "Call":
        self._watch._enter(self._began is not None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._watch._leave(self._began, failed=self.failed or kind is not None)


_watches: dict[str, CallStats] = {}


def call_stats(key: str, size: int, client: str = "") -> CallStats:
    """The process's own for that service: ``database``, ``cache`` or ``upstream``.

    The first call decides the size and the library that makes the calls: a process has one pool.
    """
    return _watches.setdefault(key, CallStats(size, client))


def current() -> dict[str, BackendUse]:
    """Of all services that this process has a client of, by key; asked by the telemetry."""
    return {key: watch.use() for key, watch in tuple(_watches.items())}
