"""Both faces of both databases behave alike, in good days and in bad ones."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from servers.clients.database import PoolExhaustedError, RefusedError
from servers.clients.sqlite_pool import file_of
from servers.telemetry import backend_usage
from servers.telemetry.messages import BackendUse
from tests.servers.clients.database_calls import LINES, Async, Face, Faces, Sync
from tests.servers.clients.relay import Relay
from tests.support.loop_thread import LoopThread
from tests.support.wait_until import until

Open = Callable[..., Face]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, sqlite: str, postgres: str) -> str:
    return sqlite if request.param == "sqlite" else postgres


@pytest.fixture(params=[Sync, Async])
def opened(
    request: pytest.FixtureRequest, loop_thread: LoopThread, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Opens a database with so many connections; closes it after the test."""
    monkeypatch.setattr(backend_usage, "_watches", {})
    faces: Faces = request.param
    with contextlib.ExitStack() as open_ones:

        def face(url: str, size: int = 1, wait_s: float = 2.0) -> Face:
            found = faces(loop_thread, url, size, wait_s)
            open_ones.callback(found.close)
            return found

        yield face


def use() -> BackendUse:
    return backend_usage.current()["database"]


def shown(condition: Callable[[BackendUse], bool]) -> None:
    asyncio.run(until(lambda: condition(use())))


def test_an_order_is_read_with_its_lines(url: str, opened: Open) -> None:
    order, lines = opened(url).read(1)
    assert order is not None
    assert order["id"] == 1
    assert lines
    assert all(each.keys() == {"sku", "quantity", "unit_price_cents"} for each in lines)


def test_there_is_no_order_of_an_unknown_key(url: str, opened: Open) -> None:
    assert opened(url).read(2_000_000_000) == (None, [])


def test_an_order_inserted_is_there_for_others_with_its_lines_in_order(
    url: str, opened: Open
) -> None:
    key = opened(url).insert("Grace")
    assert opened(url).read(key) == ({"id": key, "customer": "Grace"}, LINES)


def test_an_insertion_that_fails_leaves_nothing_and_the_connection_works(
    url: str, opened: Open
) -> None:
    database = opened(url)
    with pytest.raises(KeyError) as failed:
        database.insert("Nobody", fails=True)
    assert database.read(failed.value.args[0]) == (None, [])
    assert (use().calls, use().failures) == (2, 1)


def test_a_delay_holds_its_connection_and_no_other(url: str, opened: Open) -> None:
    database = opened(url, size=2)
    with ThreadPoolExecutor(3) as threads:
        reading = [threads.submit(database.read, 1, 0.3) for _ in range(3)]
        shown(lambda each: (each.in_use, each.size, each.waiting) == (2, 2, 1))
        assert all(each.result()[0] for each in reading)
    assert (use().calls, use().failures, use().in_use, use().waiting) == (3, 0, 0, 0)
    assert use().call_s > 0.85


def test_who_sleeps_before_inserting_keeps_no_other_from_it(url: str, opened: Open) -> None:
    database = opened(url, size=2)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(database.insert, "Slow", 0.6)
        shown(lambda each: each.in_use == 1)
        database.insert("Quick")
        assert not slow.done()
        slow.result()


def test_who_waits_in_vain_for_others_is_told_that_the_pool_is_exhausted(
    url: str, opened: Open
) -> None:
    database = opened(url, wait_s=0.3)
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(database.read, 1, 0.8)
        shown(lambda each: each.in_use == 1)
        with pytest.raises(PoolExhaustedError, match="All connections to the database are taken"):
            database.read(1)
        assert reading.result()[0]
    assert database.read(1)[0]
    assert use().failures == 1


def test_a_text_that_postgresql_does_not_take_is_refused(postgres: str, opened: Open) -> None:
    database = opened(postgres)
    with pytest.raises(RefusedError):
        database.insert("Ada\0")
    assert database.insert("Ada")


def test_a_connection_that_was_killed_fails_once_and_is_replaced(
    postgres: str, opened: Open
) -> None:
    named = f"{postgres}&application_name=killed"
    database = opened(named)
    database.read(1)
    with psycopg.connect(postgres, autocommit=True) as other:
        pid = "pid FROM pg_stat_activity WHERE application_name = 'killed'"
        killed = other.execute(f"SELECT pg_terminate_backend(pid, 2000), {pid}".encode()).fetchall()
        assert [each[0] for each in killed] == [True]
        with pytest.raises(psycopg.OperationalError):
            database.read(1)
        assert database.read(1)[0]
        alive = other.execute(f"SELECT {pid}".encode()).fetchall()
    assert [each[0] for each in alive] != [each[1] for each in killed]
    assert len(alive) == 1


def test_a_database_that_is_gone_is_no_exhausted_pool_and_is_found_when_it_is_back(
    relayed: tuple[str, Relay], opened: Open
) -> None:
    url, relay = relayed
    database = opened(url, size=2, wait_s=0.4)
    database.read(1)
    relay.cut()
    for _ in range(3):
        with pytest.raises(psycopg.OperationalError):
            database.read(1)
    relay.open()

    def back() -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            return database.read(1)[0] is not None
        return False

    asyncio.run(until(back, within_s=5))


def test_there_is_no_database_in_a_file_that_is_not_there(sqlite: str, opened: Open) -> None:
    with pytest.raises(Exception, match="unable to open database file"):
        opened(f"{sqlite}.gone").read(1)


def test_a_url_names_a_file() -> None:
    assert file_of("sqlite:///home/ada/orders.sqlite") == "/home/ada/orders.sqlite"
