"""Real backing services for tests: ``with running_services("database") as services: ...``."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from servers.backing_services.launcher import RunningService, start_service
from servers.catalog.backing_services import backing_service
from tests.support.loop_thread import LoopThread


@contextmanager
def running_services(*keys: str) -> Iterator[dict[str, RunningService]]:
    """Those services, by key, started together and stopped in the end; ``environment`` of them is
    what a server wants to know.
    """
    thread = LoopThread()

    async def start() -> list[RunningService]:
        return await asyncio.gather(*(start_service(key) for key in keys))

    async def stop() -> None:
        await asyncio.gather(*(service.stop() for service in services))

    services: list[RunningService] = []
    try:
        services = thread.run(start())
        yield {service.ready.key: service for service in services}
    finally:
        thread.run(stop())
        thread.close()


def environment(services: dict[str, RunningService]) -> dict[str, str]:
    """Where they are, as the launcher tells a server: FACEOFF_DATABASE_URL and so on."""
    return {backing_service(key).url_variable: each.ready.url for key, each in services.items()}
