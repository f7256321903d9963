"""What the services do to the servers: every variant passes it on in the same way, and tells it."""

import asyncio
import http.client
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from servers.launcher import RunningServer, start_server
from servers.telemetry.messages import BackendUse
from tests.support.every_case import every_case
from tests.support.http_client import Answer, ask, hanging
from tests.support.loop_thread import LoopThread
from tests.support.request_bodies import get
from tests.support.served_scenarios import AVAILABLE
from tests.support.wait_until import until

pytestmark = pytest.mark.process

SERVING = [each.key for each in AVAILABLE if each.serves("database")]
PROCESSES = ("flask-gunicorn", "fastapi-gunicorn")
"""Each of their processes has a pool of its own: which one is full cannot be foretold."""


def asked(servers: Mapping[str, RunningServer], *targets: str) -> dict[tuple[str, str], Answer]:
    """What each of them says to each, asked all at once, by server and target."""
    pairs = [(key, target) for key in servers for target in targets]

    def answer(pair: tuple[str, str]) -> Answer:
        return ask(servers[pair[0]].ready.port, get(pair[1]))

    with ThreadPoolExecutor(len(pairs)) as threads:
        return dict(zip(pairs, threads.map(answer, pairs), strict=True))


def cached(port: int, key: str, **query: int) -> tuple[int, str | None, object]:
    """Status, x-cache and value."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", f"/cache/{key}?{asked}")
        answer = connection.getresponse()
        return answer.status, answer.headers["x-cache"], json.loads(answer.read())


def told(server: RunningServer, key: str, condition: Callable[[BackendUse], bool]) -> None:
    """Waits until its telemetry tells so of that service."""

    def shown() -> bool:
        telemetry = server.telemetry
        return telemetry is not None and condition(telemetry.backends.get(key, BackendUse()))

    asyncio.run(until(shown))


def test_a_value_is_computed_once_and_then_found_until_its_time_is_over(
    running: dict[str, RunningServer],
) -> None:
    @every_case("key", SERVING, ids=str)
    def is_found_again(key: str) -> None:
        port, name = running[key].ready.port, f"of-{key}"
        first = cached(port, name, ttl_ms=400, compute_ms=0)
        assert (first[0], first[1]) == (200, "miss")
        assert cached(port, name, ttl_ms=400, compute_ms=0) == (200, "hit", first[2])

    @every_case("key", SERVING, ids=str)
    def is_forgotten(key: str) -> None:
        port, name = running[key].ready.port, f"of-{key}"
        asyncio.run(until(lambda: cached(port, name, ttl_ms=1, compute_ms=0)[1] == "miss", 5))

    is_found_again()
    is_forgotten()


def test_what_one_has_computed_all_find(running: dict[str, RunningServer]) -> None:
    cached(running["flask"].ready.port, "shared", ttl_ms=60_000, compute_ms=0)
    found = [cached(running[key].ready.port, "shared") for key in SERVING]
    assert {status_hit[:2] for status_hit in found} == {(200, "hit")}


def test_who_finds_the_pool_full_for_five_seconds_is_told_so(
    running: dict[str, RunningServer],
) -> None:
    keys = [each for each in SERVING if each not in (*PROCESSES, "fastapi-blocking")]
    servers = {key: running[key] for key in keys}
    with ExitStack() as under_way:
        for server in servers.values():
            slow = hanging(server.ready.port, "/database/orders/1?delay_ms=7000", 1)
            under_way.enter_context(slow)
        for server in servers.values():
            told(server, "database", lambda use: (use.in_use, use.size) == (1, 1))
        given = asked(servers, "/database/orders/2")
    assert {key: answer.status for (key, _), answer in given.items()} == dict.fromkeys(keys, 503)
    assert all(b"All connections to the database are taken" in each.body for each in given.values())


def test_who_blocks_the_loop_never_finds_the_pool_full(running: dict[str, RunningServer]) -> None:
    port = running["fastapi-blocking"].ready.port
    with hanging(port, "/database/orders/1?delay_ms=300", 2):
        assert ask(port, get("/database/orders/2")).status == 200


def test_its_telemetry_tells_what_it_asks_and_what_its_pools_are(
    running: dict[str, RunningServer],
) -> None:
    targets = "/database/orders/1", "/cache/told", "/upstream?latency_ms=1"
    given = [ask(running[key].ready.port, get(each)) for key in SERVING for each in targets]
    assert {answer.status for answer in given} == {200}
    every_case("key", SERVING, ids=str)(check_telemetry)(running=running)


def check_telemetry(key: str, running: dict[str, RunningServer]) -> None:
    server = running[key]
    for service in ("database", "cache", "upstream"):
        told(server, service, lambda use: use.calls >= 1 and use.call_s > 0 and use.in_use == 0)
    pools = {each.title: each.value for each in server.ready.settings if "pool" in each.key}
    assert pools == {"Database pool": "1", "Cache pool": "100", "Upstream pool": "100"}


def test_without_its_services_a_server_says_so_and_lives(loop_thread: LoopThread) -> None:
    nowhere = "127.0.0.1:9"
    environment = {
        "FACEOFF_DATABASE_URL": f"postgresql://ada:geheim@{nowhere}/orders",
        "FACEOFF_CACHE_URL": f"redis://:geheim@{nowhere}",
        "FACEOFF_UPSTREAM_URL": f"http://{nowhere}",
    }
    modules = ("database", "cache", "upstream")

    async def start(key: str) -> RunningServer:
        return await start_server(key, {}, modules=modules, environment=environment)

    async def start_all() -> list[RunningServer]:
        return list(await asyncio.gather(start("flask"), start("fastapi")))

    async def stop_all() -> None:
        await asyncio.gather(*(each.stop() for each in servers.values()))

    servers = {each.ready.variant: each for each in loop_thread.run(start_all())}
    statuses = {"/database/orders/1": 500, "/cache/a": 500, "/upstream": 502, "/hello": 200}
    try:
        given = asked(servers, *statuses)
        assert {pair: answer.status for pair, answer in given.items()} == {
            (key, target): status for key in servers for target, status in statuses.items()
        }
        said = [line for each in servers.values() for line in each.last_lines]
        said += [answer.body.decode() for answer in given.values()]
        assert [each for each in said if "geheim" in each] == []
    finally:
        loop_thread.run(stop_all())
