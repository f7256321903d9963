"""Servers for one test: stopped when it ends, and never read before they have said something."""

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from servers.launcher import RunningServer, start_server
from servers.telemetry.messages import Telemetry
from tests.support.stopped_at_end import stopped_at_end
from tests.support.wait_until import until


@contextlib.asynccontextmanager
async def started(
    key: str, settings: Mapping[str, int] | None = None, **options: Any
) -> AsyncIterator[RunningServer]:
    """A server of that variant, which is stopped also when an assertion about it fails.

    ``options`` are the further ones of ``start_server``. The test may stop it itself, too.
    """
    async with stopped_at_end(start_server(key, settings or {}, **options)) as server:
        yield server


async def telemetry_when(
    server: RunningServer, condition: Callable[[Telemetry], bool] = lambda telemetry: True
) -> Telemetry:
    """Wait for telemetry that meets the condition: a server is ready before its first one.

    Raises AssertionError with the latest telemetry when none does in time.
    """

    def met() -> bool:
        return server.telemetry is not None and condition(server.telemetry)

    await until(met, describe=lambda: f"the latest is {server.telemetry}")
    assert server.telemetry is not None
    return server.telemetry
