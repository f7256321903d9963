"""The cache, through redis-py: one client for threads, one for async, the same but for that.

Nothing prevents a stampede: several requests that miss the same key at once all compute it, as with
most caches. A request that finds all connections taken waits for one, where redis-py by itself
would refuse it. A call is tried twice, in case its connection broke; redis-py's own retries would
make a cache that is gone answer late rather than not at all.
"""

import hashlib
from typing import Any, Protocol, Self, cast

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from servers.clients import connection_settings
from servers.telemetry.backend_usage import CallStats, call_stats

_POOL = {
    "max_connections": connection_settings.CACHE_POOL,
    "timeout": connection_settings.WAIT_S,
    "socket_connect_timeout": 2,
    "decode_responses": True,
}


class Cache(Protocol):
    """What is used of ``redis.Redis``, with the types that ``decode_responses`` gives it."""

    def get(self, name: str, /) -> str | None: ...
    def set(self, name: str, value: str, /, *, px: int) -> object: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...


class AsyncCache(Protocol):
    """What is used of ``redis.asyncio.Redis``."""

    async def get(self, name: str, /) -> str | None: ...
    async def set(self, name: str, value: str, /, *, px: int) -> object: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *_: object) -> None: ...


def client() -> Cache:
    """For all threads; it connects when it is asked for something."""
    retry = Retry(NoBackoff(), 1)
    pool = redis.BlockingConnectionPool.from_url(
        connection_settings.cache_url(), retry=retry, **_POOL
    )
    return cast("Cache", _Client.from_pool(pool))


def async_client() -> AsyncCache:
    """For one event loop; it connects when it is asked for something."""
    retry = AsyncRetry(NoBackoff(), 1)
    pool = redis.asyncio.BlockingConnectionPool.from_url(
        connection_settings.cache_url(), retry=retry, **_POOL
    )
    return cast("AsyncCache", _AsyncClient.from_pool(pool))


def computed(key: str) -> str:
    """What belongs to a key, found without the cache."""
    return hashlib.sha256(key.encode()).hexdigest()


def _watch() -> CallStats:
    return call_stats("cache", connection_settings.CACHE_POOL)


class _Client(redis.Redis):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._watch = _watch()

    def execute_command(self, *arguments: Any, **options: Any) -> Any:
        with self._watch.call():
            return super().execute_command(*arguments, **options)  # type: ignore[no-untyped-call]


class _AsyncClient(redis.asyncio.Redis):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._watch = _watch()

    async def execute_command(self, *arguments: Any, **options: Any) -> Any:
        with self._watch.call():
            return await super().execute_command(*arguments, **options)  # type: ignore[no-untyped-call]
