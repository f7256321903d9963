"""SQLite in the place of PostgreSQL: the same rows in a file that the servers open."""

import asyncio
import sqlite3
from pathlib import Path

from servers.backing_services.backing_service import Ended, UnavailableError
from servers.backing_services.data_folders import make_folder, remove_folder
from servers.backing_services.seed_data import order_lines, orders
from servers.backing_services.supervised_process import SupervisedProcess
from servers.backing_services.supervisor import Task

_TABLES = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL);
    CREATE TABLE order_lines (
        order_id INTEGER NOT NULL REFERENCES orders,
        position INTEGER NOT NULL,
        sku TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        unit_price_cents INTEGER NOT NULL,
        PRIMARY KEY (order_id, position)
    ) WITHOUT ROWID;
"""


class SqliteStandIn:
    """Fulfils ``Service``."""

    product = "SQLite"
    version = sqlite3.sqlite_version
    simulated = True

    def __init__(self, supervised: SupervisedProcess, file: Path, reason: str) -> None:
        self._supervised = supervised
        self.url = f"sqlite:///{file.as_posix().removeprefix('/')}"
        self.reason = reason

    async def wait_ended(self) -> Ended:
        how, status = await self._supervised.wait_ended()
        return Ended(f"The database file is gone ({how}).", status)

    async def stop(self) -> None:
        await self._supervised.stop()


async def start_sqlite(reason: str) -> SqliteStandIn:
    """``reason`` is why it is wanted; raises UnavailableError when not even that can be had."""
    try:
        folder = make_folder()
    except OSError as error:
        raise UnavailableError(f"There is no folder for a database: {error.strerror}.") from error
    file = folder / "orders.sqlite"
    try:
        await asyncio.to_thread(_fill, file)
        supervised = await SupervisedProcess.start(folder, Task())
    except (OSError, sqlite3.Error) as error:
        remove_folder(folder)
        raise UnavailableError(f"{reason} SQLite could not be used either: {error}.") from error
    return SqliteStandIn(supervised, file, reason)


def _fill(file: Path) -> None:
    connection = sqlite3.connect(file)
    try:
        connection.executescript(_TABLES)
        with connection:
            connection.executemany("INSERT INTO orders VALUES (?, ?)", orders())
            connection.executemany("INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)", order_lines())
    finally:
        connection.close()
