"""Servers for tests: each variant is started once."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from servers.launcher import RunningServer, start_server
from servers.variants import VARIANTS

_T = TypeVar("_T")


class LoopThread:
    """A plain asyncio loop in a thread of its own, as the window has one."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="session")
def loop_thread() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture(scope="session")
def running(loop_thread: LoopThread) -> Iterator[dict[str, RunningServer]]:
    """One server of each variant, by key, with its default settings."""

    async def start() -> list[RunningServer]:
        return await asyncio.gather(*(start_server(each.key, {}) for each in VARIANTS))

    async def stop() -> None:
        await asyncio.gather(*(server.stop() for server in servers))

    servers = loop_thread.run(start())
    yield {server.ready.variant: server for server in servers}
    loop_thread.run(stop())
