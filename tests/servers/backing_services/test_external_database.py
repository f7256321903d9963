"""An existing database is used as a guest does; a wrong URL is told quickly, and never repeated."""

import asyncio
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from servers.backing_services.launcher import RunningService, start_service
from servers.backing_services.postgres.postgres_schema import url_with_schema
from servers.process.reporting_child import LaunchError
from tests.support.stopped_at_end import stopped_at_end

PASSWORD = "tops3cret"
Services = dict[str, RunningService]


@pytest.fixture
def other_database(services: Services) -> Iterator[str]:
    """The URL of a database as a user may have one: empty, and ours to spoil."""
    url = services["database"].ready.url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE users_own")
        yield urlsplit(url)._replace(path="/users_own", query="sslmode=disable").geturl()
        connection.execute("DROP DATABASE users_own WITH (FORCE)")


def refused(url: str) -> LaunchError:
    with pytest.raises(LaunchError) as caught:
        asyncio.run(start_service("database", database_url=url))
    return caught.value


def schemas(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace").fetchall()
    return {name for (name,) in found} & {"faceoff", "mine"}


def test_it_gets_the_tables_in_a_schema_that_goes_in_the_end(other_database: str) -> None:
    with psycopg.connect(other_database) as connection:
        connection.execute("CREATE SCHEMA mine")

    async def use() -> None:
        starting = start_service("database", database_url=other_database)
        async with stopped_at_end(starting) as service:
            assert service.ready.title.startswith("PostgreSQL 18.")
            assert not service.ready.simulated
            with psycopg.connect(service.ready.url) as connection:
                query = "SELECT count(*), current_schema() FROM orders"
                assert connection.execute(query).fetchone() == (10_000, "faceoff")
            assert (await service.stop()).ok

    asyncio.run(use())
    assert schemas(other_database) == {"mine"}


def test_what_a_session_left_is_made_anew(other_database: str) -> None:
    async def twice() -> None:
        async with stopped_at_end(start_service("database", database_url=other_database)) as first:
            with psycopg.connect(first.ready.url) as connection:
                connection.execute("DELETE FROM order_lines")
            again = start_service("database", database_url=other_database)
            async with stopped_at_end(again) as second:
                with psycopg.connect(second.ready.url) as connection:
                    query = "SELECT min(position) FROM order_lines"
                    assert connection.execute(query).fetchone() == (1,)

    asyncio.run(twice())


def test_a_schema_of_somebody_elses_is_not_touched(other_database: str) -> None:
    with psycopg.connect(other_database) as connection:
        connection.execute("CREATE SCHEMA faceoff")
    assert str(refused(other_database)) == (
        "The database has a schema “faceoff” that is not of this program; rename it."
    )
    assert schemas(other_database) == {"faceoff"}


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://me:{password}@127.0.0.1:{closed}/db", "Nothing listens at the address"),
        ("postgresql://me:{password}@127.0.0.1:{silent}/db", "does not answer within 2 s"),
        ("postgresql://me:{password}@127.0.0.1:{real}/db", "does not let this user in"),
        ("postgresql://me:{password}@nowhere.invalid/db", "is unknown"),
        ("postgresql://me:{password}@[host/db", "cannot be understood"),
        ("postgresql://me:x@{password}@127.0.0.1:{closed}/db", "check --database-url"),
        ("postgresql://me:x/{password}@127.0.0.1/db", "check --database-url"),
        ("postgresql://me@127.0.0.1:{closed}/db?{password}=1", "cannot be understood"),
        ("mysql://me:{password}@127.0.0.1/db", "takes postgresql://"),
        ("{password}", "takes postgresql://"),
    ],
)
def test_a_wrong_url_is_told_within_3_s_and_not_repeated(
    url: str, sentence: str, services: Services
) -> None:
    with socket.socket() as closed, socket.create_server(("127.0.0.1", 0)) as silent:
        closed.bind(("127.0.0.1", 0))
        ports = {
            "closed": closed.getsockname()[1],
            "silent": silent.getsockname()[1],
            "real": urlsplit(services["database"].ready.url).port,
        }
        began = time.monotonic()
        error = refused(url.format(password=PASSWORD, **ports))
        took_s = time.monotonic() - began
    assert sentence in str(error)
    assert str(error).endswith((".", "name."))
    assert PASSWORD not in "\n".join([str(error), *error.last_lines])
    assert took_s < 2 * 3  # the machine may be busy with other tests


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ("postgresql://a:b@h/d", "options=-c%20search_path%3Dfaceoff"),
        (
            "postgresql://a:b@h/d?sslmode=require&sslrootcert=/ca.pem",
            "sslmode=require&sslrootcert=%2Fca.pem&options=-c%20search_path%3Dfaceoff",
        ),
        (
            "postgresql://a:b@h/d?options=-c%20geqo%3Doff",
            "options=-c%20geqo%3Doff%20-c%20search_path%3Dfaceoff",
        ),
    ],
)
def test_the_url_leads_to_the_schema(given: str, query: str) -> None:
    assert url_with_schema(given) == f"{given.partition('?')[0]}?{query}"
