"""SQLite behind the face of psycopg's pools, as far as the handlers see it.

``%s`` marks a parameter, ``pg_sleep`` sleeps, rows are dicts. Every statement runs in a thread: the
caller's own, or, for async, one of as many as there are connections. A transaction keeps other
writers out from its first insertion only: one that sleeps before that holds up nobody.
"""

import asyncio
import queue
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from psycopg_pool import PoolTimeout

_BUSY_S = 5.0
_EXHAUSTED = "all connections are taken"

_T = TypeVar("_T")
_Row = dict[str, Any]


class SqlitePool:
    """Fulfils what is used of ``psycopg_pool.ConnectionPool``. Connections are made on demand."""

    def __init__(self, url: str, size: int, timeout_s: float) -> None:
        self._file = file_of(url)
        self._timeout_s = timeout_s
        self._free: queue.LifoQueue[_Connection | None] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(None)

    @contextmanager
    def connection(self) -> Iterator["_Connection"]:
        """One for the caller alone; raises PoolTimeout."""
        try:
            connection = self._free.get(timeout=self._timeout_s)
        except queue.Empty:
            raise PoolTimeout(_EXHAUSTED) from None
        try:
            connection = connection or _connect(self._file)
            yield connection
        finally:
            self._free.put(connection)

    def close(self) -> None:
        """Only those that nobody uses."""
        while not self._free.empty():
            if connection := self._free.get():
                connection.close()


class AsyncSqlitePool:
    """Fulfils what is used of ``psycopg_pool.AsyncConnectionPool``."""

    def __init__(self, url: str, size: int, timeout_s: float) -> None:
        self._pool = SqlitePool(url, size, timeout_s)
        self._timeout_s = timeout_s
        self._turns = asyncio.Semaphore(size)
        self._threads = ThreadPoolExecutor(size, "sqlite")

    async def open(self) -> None:
        """Nothing to do, as connections are made on demand."""

    @asynccontextmanager
    async def connection(self) -> AsyncIterator["_AsyncConnection"]:
        """One for the caller alone; raises PoolTimeout."""
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._turns.acquire()
        except TimeoutError:
            raise PoolTimeout(_EXHAUSTED) from None
        try:
            with self._pool.connection() as connection:
                yield _AsyncConnection(connection, self._threads)
        finally:
            self._turns.release()

    async def close(self) -> None:
        """Waits for what is under way, and the loop with it."""
        self._threads.shutdown()
        self._pool.close()


def file_of(url: str) -> str:
    """The path in ``sqlite:///home/ada/orders.sqlite`` or ``sqlite:///C:/orders.sqlite``."""
    path = url.removeprefix("sqlite:///")
    return path if sys.platform == "win32" else f"/{path}"


class _Cursor(sqlite3.Cursor):
    def execute(self, query: str, parameters: Any = ()) -> Self:
        return super().execute(query.replace("%s", "?"), parameters)

    def executemany(self, query: str, rows: Iterable[Any]) -> Self:
        return super().executemany(query.replace("%s", "?"), rows)


class _Connection(sqlite3.Connection):
    def cursor(self, factory: type[sqlite3.Cursor] | None = None) -> _Cursor:  # type: ignore[override]
        return super().cursor(_Cursor)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.rollback()
            raise
        self.commit()


def _connect(file: str) -> _Connection:
    connection = sqlite3.connect(
        # Else a file that is not there would be made, and be a database without tables.
        f"{Path(file).as_uri()}?mode=rw",
        uri=True,
        timeout=_BUSY_S,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
    )
    connection.row_factory = _dict_row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.create_function("pg_sleep", 1, time.sleep)
    return connection


def _dict_row(cursor: sqlite3.Cursor, row: Sequence[Any]) -> _Row:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


class _AsyncCursor:
    def __init__(self, cursor: _Cursor, threads: ThreadPoolExecutor) -> None:
        self._cursor = cursor
        self._threads = threads
        self._rows: Iterator[_Row] = iter(())

    async def execute(self, query: str, parameters: Any = ()) -> None:
        def rows() -> list[_Row]:
            return self._cursor.execute(query, parameters).fetchall()

        self._rows = iter(await _in_thread(self._threads, rows))

    async def executemany(self, query: str, rows: Iterable[Any]) -> None:
        await _in_thread(self._threads, self._cursor.executemany, query, rows)

    async def fetchone(self) -> _Row | None:
        return next(self._rows, None)

    async def fetchall(self) -> list[_Row]:
        return list(self._rows)


class _AsyncConnection:
    def __init__(self, plain: _Connection, threads: ThreadPoolExecutor) -> None:
        self._plain = plain
        self._threads = threads

    def cursor(self) -> _AsyncCursor:
        return _AsyncCursor(self._plain.cursor(), self._threads)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        await _in_thread(self._threads, self._plain.execute, "BEGIN")
        try:
            yield
        except BaseException:
            self._plain.rollback()
            raise
        await _in_thread(self._threads, self._plain.commit)


async def _in_thread(
    threads: ThreadPoolExecutor, work: Callable[..., _T], *arguments: object
) -> _T:
    return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)
