"""How each variant waits, which is what it is there to show."""

import asyncio
import time

import pytest

from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.variants import variant
from servers.launcher import RunningServer
from servers.telemetry.messages import BackendUse
from tests.support.best_of import best_of
from tests.support.http_client import ask, hanging
from tests.support.started_server import started
from tests.support.wait_until import until

HELLO = RequestSpec("GET", "/hello")
WAIT = RequestSpec("GET", "/wait?wait_ms=200")


async def seconds_for(server: RunningServer, count: int) -> float:
    """Until so many requests, sent at once, have all waited and been answered."""
    began = time.monotonic()
    asked = (asyncio.to_thread(ask, server.ready.port, WAIT) for _ in range(count))
    assert {answer.status for answer in await asyncio.gather(*asked)} == {200}
    return time.monotonic() - began


def use(server: RunningServer, key: str) -> BackendUse:
    """By the latest telemetry; none before the first."""
    telemetry = server.telemetry
    return telemetry.backends.get(key, BackendUse()) if telemetry else BackendUse()


def test_a_blocking_call_in_a_coroutine_makes_everybody_wait_in_turn(
    running: dict[str, RunningServer],
) -> None:
    assert asyncio.run(seconds_for(running["fastapi-blocking"], 8)) >= 1.6


@pytest.mark.parametrize("key", ["fastapi", "flask-gevent", "fastapi-gunicorn", "flask-async"])
def test_others_wait_at_once(key: str, running: dict[str, RunningServer]) -> None:
    if reason := variant(key).unavailable():
        pytest.skip(reason)
    assert best_of(3, lambda: asyncio.run(seconds_for(running[key], 8)), 1.6) < 1.6


@pytest.mark.skipif(bool(variant("flask-gevent").unavailable()), reason="gevent is not there")
def test_under_gevent_drivers_and_pools_wait_in_greenlets(environment: dict[str, str]) -> None:
    """On a server of its own, which reports ten times a second."""

    async def wait() -> None:
        modules = ("upstream", "database")
        async with started("flask-gevent", modules=modules, environment=environment) as server:
            port = server.ready.port
            with hanging(port, "/upstream?latency_ms=1000&timeout_ms=5000", 5):
                await until(lambda: use(server, "upstream").in_use == 5)
            # One has the only connection, others wait for it in the pool: that stops nobody else.
            with hanging(port, "/database/orders/1?delay_ms=700", 3):
                await until(lambda: use(server, "database").waiting == 2)
                assert (await asyncio.to_thread(ask, port, HELLO)).status == 200
                assert use(server, "database").waiting == 2
            await until(lambda: use(server, "database").in_use == 0)

    asyncio.run(wait())
