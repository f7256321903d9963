"""A child process for one test, which is stopped also when an assertion about it fails."""

import contextlib
from collections.abc import AsyncIterator, Awaitable
from typing import Protocol, TypeVar


class Stoppable(Protocol):
    """``Child``, and each ``ReportingChild``: servers, backing services, generators."""

    async def stop(self) -> object:
        """End it; does nothing where it has ended."""


StoppableT = TypeVar("StoppableT", bound=Stoppable)


@contextlib.asynccontextmanager
async def stopped_at_end(starting: Awaitable[StoppableT]) -> AsyncIterator[StoppableT]:
    """Await the start; stop what was started at the end. The test may stop it itself, too."""
    child = await starting
    try:
        yield child
    finally:
        await child.stop()
