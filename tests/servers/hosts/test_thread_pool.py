"""Starlette's pool of threads: what queues for it, and how often."""

import asyncio
import selectors
import socket
import time
from contextlib import ExitStack

import pytest

from servers.launcher import RunningServer
from tests.support.http_client import ask
from tests.support.request_bodies import get
from tests.support.started_server import started

pytestmark = pytest.mark.process

THREADS, WAVES, WAIT_MS = 10, 3, 700
REQUEST = f"GET /wait?wait_ms={WAIT_MS} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def answered_after(server: RunningServer) -> list[float]:
    """Seconds after which each of three waves of requests is answered.

    One thread sends them all before it looks for answers: on a busy machine, threads of their own
    would send some of them when the first wave is over.
    """
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        sockets = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.ready.port)))
            for _ in range(WAVES * THREADS)
        ]
        for each in sockets:
            selector.register(each, selectors.EVENT_READ)
        began = time.monotonic()
        for each in sockets:
            each.sendall(REQUEST)
        after: list[float] = []
        while len(after) < len(sockets):
            for key, _ in selector.select(timeout=20):
                assert isinstance(key.fileobj, socket.socket)
                assert key.fileobj.recv(4096).startswith(b"HTTP/1.1 200")
                selector.unregister(key.fileobj)
                after.append(time.monotonic() - began)
    return after


@pytest.mark.parametrize(("key", "early"), [("fastapi-def", False), ("fastapi-def-once", True)])
def test_declared_answers_queue_behind_all_handlers(key: str, early: bool) -> None:
    """Of three waves the first answer comes after one, or, where answers queue again, after all."""

    async def race() -> list[float]:
        async with started(key, {"threads": THREADS}) as server:
            request = get("/wait?wait_ms=0")
            assert (await asyncio.to_thread(ask, server.ready.port, request)).status == 200
            return await asyncio.to_thread(answered_after, server)

    first_s, *_, last_s = asyncio.run(race())
    assert last_s >= WAVES * WAIT_MS / 1000
    assert (first_s < 0.7 * last_s) == early
