"""Starlette's pool of threads: what queues for it, and how often."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from servers.launcher import RunningServer, start_server
from tests.servers.conftest import LoopThread
from tests.servers.contract.bodies import get
from tests.servers.http import ask

THREADS, WAVES, WAIT_MS = 10, 3, 500


def answered_at(server: RunningServer) -> list[float]:
    """Seconds after which each of three waves of requests, sent at once, was answered."""
    wanted = get(f"/wait?wait_ms={WAIT_MS}")
    began = time.monotonic()

    def answer(_: int) -> float:
        assert ask(server.ready.port, wanted).status == 200
        return time.monotonic() - began

    with ThreadPoolExecutor(WAVES * THREADS) as threads:
        return sorted(threads.map(answer, range(WAVES * THREADS)))


@pytest.mark.parametrize(("key", "early"), [("fastapi-def", False), ("fastapi-def-once", True)])
def test_declared_answers_queue_behind_all_handlers(
    key: str, early: bool, loop_thread: LoopThread
) -> None:
    """Of three waves the first answer comes after one, or, where answers queue again, after all."""
    server = loop_thread.run(start_server(key, {"threads": THREADS}))
    try:
        assert ask(server.ready.port, get("/wait?wait_ms=0")).status == 200
        first_s, *_, last_s = answered_at(server)
    finally:
        loop_thread.run(server.stop())
    assert last_s >= WAVES * WAIT_MS / 1000
    assert (first_s < 0.7 * last_s) == early
