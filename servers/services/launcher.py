"""Start one backing service, wait until it is ready, listen to it, stop it."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from servers.child import GRACE_S, NOTHING, Child
from servers.messages import ServiceMessage, ServiceReady, ServiceTelemetry
from servers.outcome import Outcome
from servers.services.service import REFUSED

EXTERNAL_DATABASE_URL = "FACEOFF_EXTERNAL_DATABASE_URL"
"""The environment variable with the URL of the user's own database: no list of processes has it."""
READY_TIMEOUT_S = 20.0

_decoder = msgspec.json.Decoder(ServiceMessage)


class ServiceError(Exception):
    """A service that did not start, in one sentence; ``last_lines`` are its last words."""

    def __init__(self, message: str, last_lines: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.last_lines = last_lines


class RunningService:
    """A service child that is ready. ``telemetry`` is its latest, None before the first.

    ``last_heard`` is the ``time.monotonic`` of its latest message.
    """

    def __init__(
        self, child: Child, on_telemetry: Callable[[ServiceTelemetry], None] | None
    ) -> None:
        self._child = child
        self._on_telemetry = on_telemetry
        self._announced: asyncio.Future[ServiceReady] = asyncio.get_running_loop().create_future()
        self._listening = asyncio.create_task(self._listen())
        self.telemetry: ServiceTelemetry | None = None
        self.last_heard = time.monotonic()

    @property
    def ready(self) -> ServiceReady:
        """What it announced itself as."""
        return self._announced.result()

    @property
    def pid(self) -> int:
        """Of the child itself; a database or a cache has others below it."""
        return self._child.pid

    @property
    def last_lines(self) -> tuple[str, ...]:
        """Its last words on stderr."""
        return self._child.last_lines

    async def wait(self) -> Outcome:
        """Until it has ended, by itself or stopped: as its database or cache did, where it was
        that which ended.
        """
        outcome = await self._child.wait()
        return Outcome.of_shell_status(outcome.kind, outcome.returncode)

    async def stop(self, grace_s: float = GRACE_S) -> Outcome:
        """Ask it to leave, and see to it that it does. Cancelled, it is killed at once."""
        try:
            return await self._child.stop(grace_s)
        finally:
            self._listening.cancel()
            await asyncio.wait([self._listening])

    async def _announcement(self) -> None:
        either: set[asyncio.Future[Any]] = {self._announced, self._listening}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if self._announced.done():
            return
        outcome = await self._child.wait()
        if outcome.returncode == REFUSED and self.last_lines:
            raise ServiceError(self.last_lines[-1], self.last_lines)
        raise ServiceError(
            f"The service ended before it was ready ({outcome.describe()}).", self.last_lines
        )

    async def _listen(self) -> None:
        async for line in self._child.lines():
            try:
                message = _decoder.decode(line)
            except msgspec.MsgspecError:
                continue  # not one of our messages: something printed in the child
            self.last_heard = time.monotonic()
            if isinstance(message, ServiceTelemetry):
                self.telemetry = message
                if self._on_telemetry:
                    self._on_telemetry(message)
            elif not self._announced.done():
                self._announced.set_result(message)


async def start_service(
    key: str,
    *,
    on_telemetry: Callable[[ServiceTelemetry], None] | None = None,
    database_url: str = "",
    environment: Mapping[str, str] = NOTHING,
    timeout_s: float = READY_TIMEOUT_S,
    module: str = "servers.services",
) -> RunningService:
    """Start "database", "cache" or "upstream" and wait until it is ready; raises ServiceError.

    It may be cancelled at any moment: the child is gone then, too. ``database_url`` is that of an
    existing server to use, empty for one of ours. ``environment`` is added to the child's, and
    ``module`` is what it runs.
    """
    given = {EXTERNAL_DATABASE_URL: database_url} if database_url and key == "database" else {}
    try:
        child = await Child.start(module, key, environment={**environment, **given})
    except OSError as error:
        raise ServiceError(f"The service could not be started: {error}.") from error
    service = RunningService(child, on_telemetry)
    try:
        async with asyncio.timeout(timeout_s):
            await service._announcement()
    except TimeoutError:
        await service.stop()
        raise ServiceError(
            f"The service was not ready within {timeout_s:g} s and was stopped.",
            service.last_lines,
        ) from None
    except BaseException:
        # Cancelled, or ended by itself. Killed before it has a keeper, it would leave its folder.
        await service.stop()
        raise
    return service
