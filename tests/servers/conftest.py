"""Servers for tests: each variant is started once, and stopped after the last test of this folder
that its worker runs: some fifteen idle servers take a twentieth of a core.
"""

import asyncio
from collections.abc import Iterator

import pytest

from servers.backing_services.launcher import RunningService, start_service
from servers.catalog.server_variant import ServerVariant
from servers.launcher import RunningServer, start_server
from tests.support.loop_thread import LoopThread
from tests.support.served_scenarios import AVAILABLE, modules_of

QUIET_SERVER = "tests.support.quiet_server"
QUIET_SERVICE = "tests.support.quiet_service"


class _Started(dict[str, RunningServer]):
    """A server that did not start fails the tests that ask for it, and no other."""

    def __init__(self) -> None:
        super().__init__()
        self.failed: dict[str, BaseException] = {}

    def __missing__(self, key: str) -> RunningServer:
        raise self.failed[key]


@pytest.fixture(scope="session")
def loop_thread() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture(scope="package")
def services(loop_thread: LoopThread) -> Iterator[dict[str, RunningService]]:
    """The real database, cache and upstream, by key."""

    async def start() -> list[RunningService]:
        keys = ("database", "cache", "upstream")
        return await asyncio.gather(*(start_service(key, module=QUIET_SERVICE) for key in keys))

    async def stop() -> None:
        await asyncio.gather(*(each.stop() for each in started))

    started = loop_thread.run(start())
    yield {each.ready.key: each for each in started}
    loop_thread.run(stop())


@pytest.fixture(scope="package")
def environment(services: dict[str, RunningService]) -> dict[str, str]:
    """Where the backing services are that the shared servers need, and that a pool is soon full."""
    urls = {f"FACEOFF_{key.upper()}_URL": each.ready.url for key, each in services.items()}
    return urls | {"FACEOFF_DATABASE_POOL": "1"}


@pytest.fixture(scope="package")
def running(
    loop_thread: LoopThread, environment: dict[str, str]
) -> Iterator[dict[str, RunningServer]]:
    """One server of each variant that can run here, by key, with its default settings."""

    async def start() -> list[RunningServer | BaseException]:
        at_once = asyncio.Semaphore(4)  # all together, none would be ready in time

        async def start_one(each: ServerVariant) -> RunningServer:
            async with at_once:
                return await start_server(
                    each.key,
                    {},
                    modules=modules_of(each),
                    environment=environment,
                    module=QUIET_SERVER,
                )

        return await asyncio.gather(*map(start_one, AVAILABLE), return_exceptions=True)

    async def stop() -> None:
        await asyncio.gather(*(server.stop() for server in servers.values()))

    servers = _Started()
    for each, outcome in zip(AVAILABLE, loop_thread.run(start()), strict=True):
        if isinstance(outcome, BaseException):
            servers.failed[each.key] = outcome
        else:
            servers[each.key] = outcome
    yield servers
    loop_thread.run(stop())
