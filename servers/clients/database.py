"""Connections to the database from a pool, with a face for threads and one for async.

The size of a pool is fixed: no connection is made while a race is on. Statements commit by
themselves unless they are in a ``transaction()``. Both pools behave alike when the database goes:
a request whose connection breaks fails, the connection is replaced, and once the database is back
so are the connections, within two seconds.
"""

import atexit
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Self, cast

from psycopg import AsyncConnection, Connection, DataError, OperationalError
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool, ConnectionPool, PoolTimeout

from servers.clients import connection_settings
from servers.clients.sqlite_pool import AsyncSqlitePool, SqlitePool
from servers.telemetry.backend_usage import CallStats, call_stats

Row = dict[str, Any]
_Pool = ConnectionPool[Connection[Row]]
_AsyncPool = AsyncConnectionPool[AsyncConnection[Row]]

_CONNECTION = {"autocommit": True, "row_factory": dict_row, "connect_timeout": 2}
# Then psycopg_pool gives an attempt up, and the next request that waits causes a new one. Its own 5
# minutes, with pauses that double, would leave a database unnoticed that has long been back.
_RECONNECT_S = 2.0


class PoolExhaustedError(Exception):
    """Others had all connections for as long as a request may wait."""


class RefusedError(Exception):
    """The database takes no such value, as PostgreSQL takes no text with a NUL."""


class Database:
    """For threads. Its first use opens the pool, so that none is made before a fork."""

    def __init__(
        self, url: str = "", size: int = 0, wait_s: float = connection_settings.WAIT_S
    ) -> None:
        self._url = url or connection_settings.database_url()
        self._size = size or connection_settings.database_pool()
        self._wait_s = wait_s
        self._opening = threading.Lock()
        self._pool: _Pool | None = None
        self._watch = call_stats("database", self._size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def connection(self) -> Iterator[Connection[Row]]:
        """One for the caller alone.

        Raises PoolExhaustedError, RefusedError, or psycopg's own where there is no database.
        """
        begun = self._watch.begun
        with self._watch.call(waits=True) as call:
            try:
                with self._open().connection() as connection:
                    call.begin()
                    yield connection
            except PoolTimeout:
                raise _reason(self._watch, begun) from None
            except (DataError, UnicodeEncodeError) as error:
                raise RefusedError("The database takes no such value.") from error

    def close(self) -> None:
        """Close the pool; the next use opens another."""
        pool, self._pool = self._pool, None
        if pool is not None:
            atexit.unregister(pool.close)
            pool.close()

    def _open(self) -> _Pool:
        with self._opening:
            if self._pool is None:
                self._pool = self._make_pool()
                atexit.register(self._pool.close)
            return self._pool

    def _make_pool(self) -> _Pool:
        if self._url.startswith("sqlite:"):
            return cast("_Pool", SqlitePool(self._url, self._size, self._wait_s))
        return ConnectionPool(
            self._url,
            min_size=self._size,
            timeout=self._wait_s,
            reconnect_timeout=_RECONNECT_S,
            connection_class=Connection[Row],
            kwargs=_CONNECTION,
            open=True,
        )


class AsyncDatabase:
    """For one event loop, in which it is opened and closed: ``async with database``.

    psycopg needs a loop that watches sockets: any but Windows' ProactorEventLoop.
    """

    def __init__(
        self, url: str = "", size: int = 0, wait_s: float = connection_settings.WAIT_S
    ) -> None:
        self._url = url or connection_settings.database_url()
        self._size = size or connection_settings.database_pool()
        self._wait_s = wait_s
        self._pool: _AsyncPool | None = None
        self._watch = call_stats("database", self._size)

    async def __aenter__(self) -> Self:
        self._pool = self._make_pool()
        await self._pool.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection[Row]]:
        """As ``Database.connection``."""
        assert self._pool is not None, "the database is not open"
        begun = self._watch.begun
        with self._watch.call(waits=True) as call:
            try:
                async with self._pool.connection() as connection:
                    call.begin()
                    yield connection
            except PoolTimeout:
                raise _reason(self._watch, begun) from None
            except (DataError, UnicodeEncodeError) as error:
                raise RefusedError("The database takes no such value.") from error

    def _make_pool(self) -> _AsyncPool:
        if self._url.startswith("sqlite:"):
            return cast("_AsyncPool", AsyncSqlitePool(self._url, self._size, self._wait_s))
        return AsyncConnectionPool(
            self._url,
            min_size=self._size,
            timeout=self._wait_s,
            reconnect_timeout=_RECONNECT_S,
            connection_class=AsyncConnection[Row],
            kwargs=_CONNECTION,
            open=False,
        )


def _reason(watch: CallStats, begun: int) -> Exception:
    """Why no connection came; ``begun`` is how many had been handed out when the wait began."""
    if watch.begun > begun or watch.in_progress:
        return PoolExhaustedError("All connections to the database are taken.")
    return OperationalError("The database cannot be reached.")
