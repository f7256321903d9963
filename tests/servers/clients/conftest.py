"""The databases of the tests, and what stands between."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from servers.backing_services.launcher import RunningService
from tests.servers.clients.relay import Relay
from tests.support.loop_thread import LoopThread


@pytest.fixture(scope="package")
def postgres(services: dict[str, RunningService]) -> str:
    """The URL of a PostgreSQL with the seed."""
    if services["database"].ready.simulated:
        pytest.skip(services["database"].ready.reason)
    return services["database"].ready.url


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an SQLite file with two orders."""
    file = tmp_path_factory.mktemp("sqlite") / "ord ers.sqlite"
    with sqlite3.connect(file) as connection:
        connection.executescript(
            """
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL);
            CREATE TABLE order_lines (
                order_id INTEGER NOT NULL, position INTEGER NOT NULL, sku TEXT NOT NULL,
                quantity INTEGER NOT NULL, unit_price_cents INTEGER NOT NULL
            );
            INSERT INTO orders VALUES (1, 'Ada'), (2, 'Alan');
            INSERT INTO order_lines VALUES (1, 1, 'SKU-1', 2, 250);
            """
        )
    connection.close()
    return sqlite_url(file)


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file.as_posix().removeprefix('/')}"


@pytest.fixture
def relayed(postgres: str, loop_thread: LoopThread) -> Iterator[tuple[str, Relay]]:
    """The URL of that PostgreSQL through a relay that can be cut, and the relay."""
    parts = urlsplit(postgres)
    relay = Relay(loop_thread, "127.0.0.1", parts.port or 5432)
    relay.open()
    address = f"{parts.username}:{parts.password}@127.0.0.1:{relay.port}"
    yield parts._replace(netloc=address).geturl(), relay
    relay.cut()
