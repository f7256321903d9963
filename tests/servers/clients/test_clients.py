"""The clients of cache and upstream are shared by many requests, and their pools are counted."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest
import redis

from servers.backing_services.launcher import RunningService
from servers.clients import cache, connection_settings, upstream
from servers.telemetry import backend_usage
from servers.telemetry.messages import BackendUse
from tests.servers.clients.relay import Relay
from tests.support.loop_thread import LoopThread
from tests.support.wait_until import until

SLOW = {"latency_ms": 400}


@pytest.fixture(autouse=True)
def _environment(services: dict[str, RunningService], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend_usage, "_watches", {})
    monkeypatch.setenv("FACEOFF_CACHE_URL", services["cache"].ready.url)
    monkeypatch.setenv("FACEOFF_UPSTREAM_URL", services["upstream"].ready.url)
    monkeypatch.setenv("FACEOFF_UPSTREAM_POOL", "1")


def use(key: str) -> BackendUse:
    return backend_usage.current()[key]


def full() -> bool:
    return (use("upstream").in_use, use("upstream").size) == (1, 1)


def test_who_finds_no_connection_to_the_upstream_in_time_is_timed_out() -> None:
    with upstream.client() as client, ThreadPoolExecutor(1) as threads:
        first = threads.submit(client.get, "/product", params=SLOW)
        asyncio.run(until(full))
        with pytest.raises(httpx.TimeoutException):
            client.get("/product", timeout=0.1)
        assert first.result().status_code == 200
    assert (use("upstream").calls, use("upstream").failures) == (2, 1)


def test_and_so_is_who_awaits_one() -> None:
    async def two() -> int:
        async with upstream.async_client() as client:
            first = asyncio.create_task(client.get("/product", params=SLOW))
            await until(full)
            second = asyncio.create_task(client.get("/product", timeout=0.1))
            await until(lambda: use("upstream").waiting == 1)
            with pytest.raises(httpx.TimeoutException):
                await second
            return (await first).status_code

    assert asyncio.run(two()) == 200
    assert (use("upstream").calls, use("upstream").failures) == (2, 1)


def test_an_upstream_that_fails_is_a_failure_without_an_exception() -> None:
    with upstream.client() as client:
        assert client.get("/product", params={"failure_percent": 100}).status_code == 503
        assert client.get("/product").status_code == 200
    assert (use("upstream").calls, use("upstream").failures) == (2, 1)


def test_more_requests_than_connections_to_the_cache_wait_instead_of_failing() -> None:
    count = connection_settings.CACHE_POOL + 50

    async def many() -> list[str | None]:
        async with cache.async_client() as client:
            await client.set("many", "found", px=60_000)
            return await asyncio.gather(*(client.get("many") for _ in range(count)))

    assert asyncio.run(many()) == ["found"] * count
    assert (use("cache").calls, use("cache").failures) == (count + 1, 0)


@pytest.fixture
def relay(
    services: dict[str, RunningService], loop_thread: LoopThread, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Relay]:
    """Between the clients and the cache."""
    parts = urlsplit(services["cache"].ready.url)
    relay = Relay(loop_thread, "127.0.0.1", parts.port or 6379)
    relay.open()
    password = f":{parts.password}@" if parts.password else ""
    monkeypatch.setenv("FACEOFF_CACHE_URL", f"redis://{password}127.0.0.1:{relay.port}")
    yield relay
    relay.cut()


def test_a_cache_that_was_gone_is_found_again(relay: Relay) -> None:
    with cache.client() as client:
        client.set("back", "found", px=60_000)
        relay.cut()
        with pytest.raises(redis.ConnectionError):
            client.get("back")
        relay.open()
        assert client.get("back") == "found"
        # It broke in between, unnoticed: the second try finds it.
        relay.cut()
        relay.open()
        assert client.get("back") == "found"


def test_and_so_is_one_that_is_awaited(relay: Relay) -> None:
    async def gone_and_back() -> None:
        async with cache.async_client() as client:
            await client.set("back", "found", px=60_000)
            await asyncio.to_thread(relay.cut)
            with pytest.raises(redis.ConnectionError):
                await client.get("back")
            await asyncio.to_thread(relay.open)
            assert await client.get("back") == "found"
            await asyncio.to_thread(relay.cut)
            await asyncio.to_thread(relay.open)
            assert await client.get("back") == "found"

    asyncio.run(gone_and_back())


def test_what_belongs_to_a_key_is_always_the_same() -> None:
    assert cache.computed("Käse") == cache.computed("Käse")
    assert cache.computed("Käse") != cache.computed("Brot")
