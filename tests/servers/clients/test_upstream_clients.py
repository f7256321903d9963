"""Each library that calls the upstream API waits for a free connection, gives up in time, and is
what the fairness table says that it is by default.
"""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import aiohttp
import httpx
import psycopg_pool
import pytest
import redis
import requests
import urllib3
from requests.adapters import DEFAULT_POOLBLOCK, DEFAULT_POOLSIZE, DEFAULT_RETRIES
from urllib3.exceptions import EmptyPoolError

from servers.backing_services.launcher import RunningService
from servers.clients import (
    connection_settings,
    upstream,
    upstream_aiohttp,
    upstream_requests,
    upstream_urllib3,
)
from servers.clients.connection_settings import NO_LIMIT, UPSTREAM_CLIENTS
from servers.telemetry import backend_usage
from servers.telemetry.messages import BackendUse
from tests.support.wait_until import until

SLOW = {"latency_ms": "1000"}


@pytest.fixture(autouse=True)
def _environment(services: dict[str, RunningService], monkeypatch: pytest.MonkeyPatch) -> None:
    url = services["upstream"].ready.url
    monkeypatch.setattr(backend_usage, "_watches", {})
    monkeypatch.setenv("FACEOFF_UPSTREAM_URL", url)
    monkeypatch.setenv("FACEOFF_UPSTREAM_POOL", "1")
    for module in (upstream_requests, upstream_urllib3):
        monkeypatch.setattr(module, "PRODUCT", f"{url}/product")


def use() -> BackendUse:
    return backend_usage.current()["upstream"]


def full() -> bool:
    return (use().in_use, use().size) == (1, 1)


@contextmanager
def connection_taken(slow: Callable[[], int]) -> Iterator[ThreadPoolExecutor]:
    """While a slow call has the only connection; threads for others."""
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(slow)
        asyncio.run(until(full))
        yield threads
        assert first.result() == 200


def one_waits(first: Callable[[], int], second: Callable[[], int]) -> int:
    """The status of a call that finds the only connection taken, and waits for it."""
    with connection_taken(first) as threads:
        other = threads.submit(second)
        asyncio.run(until(lambda: use().waiting == 1))
        return other.result()


def test_requests_waits_for_a_free_connection() -> None:
    with upstream_requests.session() as session:
        product = upstream_requests.PRODUCT
        status = one_waits(
            lambda: session.get(product, params=SLOW).status_code,
            lambda: session.get(product).status_code,
        )
    assert status == 200
    assert (use().client.partition(",")[0], use().calls, use().failures, use().waiting) == (
        "requests",
        2,
        0,
        0,
    )


def test_urllib3_waits_for_a_free_connection_or_gives_up_in_time() -> None:
    with upstream_urllib3.pool() as pool:
        product = upstream_urllib3.PRODUCT
        status = one_waits(
            lambda: pool.request("GET", product, fields=SLOW).status,
            lambda: pool.request("GET", product).status,
        )
        assert status == 200
        slow = connection_taken(lambda: pool.request("GET", product, fields=SLOW).status)
        with slow, pytest.raises(EmptyPoolError):
            pool.request("GET", product, pool_timeout=0.1)
    assert (use().client.partition(",")[0], use().calls, use().failures) == ("urllib3", 4, 1)


def test_aiohttp_waits_for_a_free_connection_or_gives_up_in_time() -> None:
    async def status(session: aiohttp.ClientSession, total_s: float, **params: str) -> int:
        timeout = aiohttp.ClientTimeout(total=total_s)
        async with session.get("/product", params=params, timeout=timeout) as answer:
            return answer.status

    async def several() -> None:
        async with upstream_aiohttp.session() as session:
            first = asyncio.create_task(status(session, 20, **SLOW))
            await until(full)
            second = asyncio.create_task(status(session, 20))
            await until(lambda: use().waiting == 1)
            with pytest.raises(TimeoutError):
                await status(session, 0.1)
            assert (await first, await second) == (200, 200)
            assert await status(session, 20, failure_percent="100") == 503

    asyncio.run(several())
    assert (use().client.partition(",")[0], use().calls, use().failures) == ("aiohttp", 4, 2)


def default(function: Callable[..., object], name: str) -> object:
    return inspect.signature(function).parameters[name].default


def test_the_defaults_are_those_of_the_libraries() -> None:
    usual = UPSTREAM_CLIENTS
    limits = default(httpx.HTTPTransport, "limits")
    assert isinstance(limits, httpx.Limits)
    assert usual["httpx"].pool == f"{limits.max_connections}"
    assert usual["httpx"].kept == f"{limits.max_keepalive_connections}"
    assert usual["httpx"].retries == f"{default(httpx.HTTPTransport, 'retries')}"
    assert default(httpx.Client, "trust_env") is True
    assert usual["aiohttp"].pool == f"{default(aiohttp.TCPConnector, 'limit')}"
    assert default(aiohttp.ClientSession, "trust_env") is False
    assert (usual["requests"].pool == NO_LIMIT) is not DEFAULT_POOLBLOCK
    assert usual["requests"].kept == f"{DEFAULT_POOLSIZE}"
    assert usual["requests"].retries == f"{DEFAULT_RETRIES}"
    assert requests.Session().trust_env is True
    assert (usual["urllib3"].pool == NO_LIMIT) is not default(urllib3.HTTPConnectionPool, "block")
    assert usual["urllib3"].kept == f"{default(urllib3.HTTPConnectionPool, 'maxsize')}"
    assert usual["urllib3"].retries == f"{urllib3.Retry.DEFAULT.total}"


def test_and_so_are_those_of_the_database_and_the_cache() -> None:
    shown = {
        each.key: each.default for each in connection_settings.shown(("database", "cache"), "")
    }
    pool = psycopg_pool.ConnectionPool
    assert shown["database_pool"] == f"{default(pool, 'min_size')}"
    assert shown["database_wait"] == f"{default(pool, 'timeout'):.0f} s"
    with redis.Redis() as client:
        assert shown["cache_pool"] == f"{client.connection_pool.max_connections}"
        retry = client.get_retry()
        assert retry is not None
        assert shown["cache_retries"] == f"{retry._retries}"


def test_httpx_is_named_too() -> None:
    with upstream.client() as client:
        assert client.get("/product").status_code == 200
    assert (use().client.partition(",")[0], use().calls) == ("httpx", 1)
