"""What an experiment needs of its children: tests pass others that open no sockets."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Protocol

from loadgen.model.load_plan import LoadPlan
from loadgen.model.snapshot import Snapshot
from loadgen.race.process_control.process_tree import RunnableTime
from servers.process.exit_outcome import Outcome
from servers.telemetry.messages import Ready, ServiceReady, ServiceTelemetry, Telemetry


class Server(Protocol):
    """A server that answers: ``servers.launcher.RunningServer``."""

    @property
    def ready(self) -> Ready: ...
    @property
    def url(self) -> str: ...
    @property
    def pid(self) -> int: ...
    @property
    def last_lines(self) -> tuple[str, ...]: ...
    @property
    def last_heard(self) -> float: ...
    async def wait(self) -> Outcome: ...
    async def stop(self, grace_s: float = ...) -> Outcome: ...


class Generator(Protocol):
    """A generator that runs: ``generator_process.RunningGenerator``."""

    @property
    def pid(self) -> int: ...
    @property
    def last_heard(self) -> float: ...
    @property
    def last_lines(self) -> tuple[str, ...]: ...
    def send(self, plan: LoadPlan) -> None: ...
    async def wait(self) -> Outcome: ...
    async def stop(self, grace_s: float = ...) -> Outcome: ...


class StartServer(Protocol):
    """``servers.launcher.start_server``; raises LaunchError."""

    def __call__(
        self,
        variant_key: str,
        settings: Mapping[str, int],
        *,
        modules: Collection[str] = ...,
        environment: Mapping[str, str] = ...,
        on_telemetry: Callable[[Telemetry], None] | None = None,
    ) -> Awaitable[Server]: ...


class Service(Protocol):
    """A backing service that answers: ``servers.backing_services.launcher.RunningService``."""

    @property
    def ready(self) -> ServiceReady: ...
    async def wait(self) -> Outcome: ...
    async def stop(self) -> Outcome: ...


class StartService(Protocol):
    """``servers.backing_services.launcher.start_service``; raises LaunchError."""

    def __call__(
        self,
        key: str,
        *,
        on_telemetry: Callable[[ServiceTelemetry], None] | None = None,
        database_url: str = ...,
    ) -> Awaitable[Service]: ...


class StartGenerator(Protocol):
    """``generator_process.start_generator``; raises OSError."""

    def __call__(self, on_snapshot: Callable[[Snapshot], None]) -> Awaitable[Generator]: ...


class Freeze(Protocol):
    """``process_tree.freeze``: stops a tree of processes; what it returns lets them go on."""

    def __call__(self, pid: int) -> Callable[[], None]: ...


class KeepTo(Protocol):
    """``process_tree.keep_to``: keeps a tree to processors; False where that is impossible."""

    def __call__(self, pid: int, processors: Iterable[int]) -> bool: ...


class ReadRunnableTime(Protocol):
    """``process_tree.runnable_time``: how long a process tree ran, and was ready to run."""

    def __call__(self, pid: int) -> RunnableTime: ...
