"""Where the real thing cannot be had, a stand-in does its work and says why."""

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
import redis

from servers.backing_services import seed_data
from servers.backing_services.launcher import RunningService, start_service
from tests.servers.backing_services.leftovers import family, folders, gone, living

pytestmark = pytest.mark.process

_T = TypeVar("_T")


def with_one(
    key: str,
    use: Callable[[RunningService], Awaitable[_T]],
    *,
    trouble: str,
    programs: Path | None = None,
) -> _T:
    """Start a service in trouble, use it, stop it; nothing may be left."""

    async def run() -> _T:
        service = await start_service(
            key,
            module="tests.servers.backing_services.children.troubled",
            environment={"TEST_TROUBLE": trouble, "TEST_FOLDER": str(programs or "")},
        )
        try:
            return await use(service)
        finally:
            processes = family(service.pid)
            assert (await service.stop()).ok
            gone(lambda: [*living(processes), *folders(service.pid)])

    return asyncio.run(run())


async def itself(service: RunningService) -> RunningService:
    return service


@pytest.mark.parametrize(
    ("key", "trouble", "reason"),
    [
        ("database", "disk_full", "PostgreSQL needs 300 MiB of room, and 12 are free."),
        ("database", "folder_unwritable", "PostgreSQL cannot run here: Read-only file system."),
        (
            "database",
            "programs_fail",
            "PostgreSQL could not be started: error: wrong kind of processor.",
        ),
        ("cache", "folder_unwritable", "Valkey cannot run here: Read-only file system."),
        ("cache", "programs_fail", "Valkey could not be started: error: wrong kind of processor."),
    ],
)
def test_it_stands_in_and_says_why(key: str, trouble: str, reason: str, tmp_path: Path) -> None:
    if trouble == "programs_fail" and sys.platform == "win32":
        pytest.skip("the programs are shell scripts")
    for folder in (tmp_path, *list(tmp_path.parents)[:-2]):
        folder.chmod(0o755)  # the account nobody has to reach the programs that fail
    check_stands_in(with_one(key, itself, trouble=trouble, programs=tmp_path), reason)


def check_stands_in(service: RunningService, reason: str) -> None:
    ready = service.ready
    assert ready.simulated
    assert ready.title.startswith({"database": "SQLite 3.", "cache": "fakeredis 2."}[ready.key])
    assert ready.reason == reason


@pytest.mark.parametrize("key", ["database", "cache"])
def test_a_port_that_somebody_took_is_no_reason(key: str) -> None:
    assert not with_one(key, itself, trouble="port_taken_once").ready.simulated


def test_sqlite_holds_the_seed() -> None:
    async def read(service: RunningService) -> tuple[list[object], list[object], str]:
        check_stands_in(service, "PostgreSQL is not installed here (package no_such_package).")
        with closing(sqlite3.connect(service.ready.url.removeprefix("sqlite://"))) as connection:
            return (
                connection.execute("SELECT * FROM orders ORDER BY id").fetchall(),
                connection.execute("SELECT * FROM order_lines ORDER BY 1, 2").fetchall(),
                connection.execute("PRAGMA journal_mode").fetchone()[0],
            )

    orders, lines, mode = with_one("database", read, trouble="nothing_installed")
    assert (orders, lines) == (list(seed_data.orders()), list(seed_data.order_lines()))
    assert mode == "wal"


def test_the_simulated_cache_keeps_and_asks_for_the_password() -> None:
    async def use(service: RunningService) -> bytes | None:
        check_stands_in(service, "Valkey is not installed here (package no_such_package).")
        with redis.Redis.from_url(service.ready.url) as cache:
            cache.set("key", "value", px=60_000)
            assert cache.pttl("key") > 0
            found: bytes | None = cache.get("key")
            return found

    assert with_one("cache", use, trouble="nothing_installed") == b"value"
