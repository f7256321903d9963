"""The two faces of a database as one for tests: the handlers' statements, from any thread."""

from collections.abc import Callable
from typing import Protocol

from servers.clients import queries
from servers.clients.database import AsyncDatabase, Database
from tests.support.loop_thread import LoopThread

Row = dict[str, object]
LINES = [{"sku": f"SKU-{n}", "quantity": n, "unit_price_cents": 5} for n in (1, 2)]


class Face(Protocol):
    def read(self, key: int, delay_s: float = 0.0) -> tuple[Row | None, list[Row]]: ...
    def insert(self, customer: str, delay_s: float = 0.0, *, fails: bool = False) -> int: ...
    def close(self) -> None: ...


Faces = Callable[[LoopThread, str, int, float], Face]


class Sync:
    def __init__(self, _: LoopThread, url: str, size: int, wait_s: float) -> None:
        self._database = Database(url, size, wait_s)

    def read(self, key: int, delay_s: float = 0.0) -> tuple[Row | None, list[Row]]:
        with self._database.connection() as connection:
            cursor = connection.cursor()
            cursor.execute(queries.SLEEP, [delay_s])
            cursor.execute(queries.ORDER, [key])
            order = cursor.fetchone()
            cursor.execute(queries.LINES, [key])
            return order, cursor.fetchall()

    def insert(self, customer: str, delay_s: float = 0.0, *, fails: bool = False) -> int:
        with self._database.connection() as connection, connection.transaction():
            cursor = connection.cursor()
            cursor.execute(queries.SLEEP, [delay_s])
            cursor.execute(queries.INSERT_ORDER, [customer])
            [inserted] = cursor.fetchall()
            cursor.executemany(queries.INSERT_LINE, queries.lines(inserted["id"], LINES))
            if fails:
                raise KeyError(inserted["id"])
        return int(inserted["id"])

    def close(self) -> None:
        self._database.close()


class Async:
    def __init__(self, thread: LoopThread, url: str, size: int, wait_s: float) -> None:
        self._thread = thread
        self._database = AsyncDatabase(url, size, wait_s)
        thread.run(self._database.__aenter__())

    def read(self, key: int, delay_s: float = 0.0) -> tuple[Row | None, list[Row]]:
        return self._thread.run(self._read(key, delay_s))

    def insert(self, customer: str, delay_s: float = 0.0, *, fails: bool = False) -> int:
        return self._thread.run(self._insert(customer, delay_s, fails))

    def close(self) -> None:
        self._thread.run(self._database.__aexit__())

    async def _read(self, key: int, delay_s: float) -> tuple[Row | None, list[Row]]:
        async with self._database.connection() as connection:
            cursor = connection.cursor()
            await cursor.execute(queries.SLEEP, [delay_s])
            await cursor.execute(queries.ORDER, [key])
            order = await cursor.fetchone()
            await cursor.execute(queries.LINES, [key])
            return order, await cursor.fetchall()

    async def _insert(self, customer: str, delay_s: float, fails: bool) -> int:
        async with self._database.connection() as connection, connection.transaction():
            cursor = connection.cursor()
            await cursor.execute(queries.SLEEP, [delay_s])
            await cursor.execute(queries.INSERT_ORDER, [customer])
            [inserted] = await cursor.fetchall()
            await cursor.executemany(queries.INSERT_LINE, queries.lines(inserted["id"], LINES))
            if fails:
                raise KeyError(inserted["id"])
        return int(inserted["id"])
