"""Whichever library calls the upstream API: every variant answers as the contract says, and reports
its calls and its library.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from servers.catalog.parameter import Parameter
from servers.catalog.server_parameters import CLIENT
from servers.catalog.server_variant import ServerVariant
from servers.clients.connection_settings import UPSTREAM_CLIENTS, client_words
from servers.launcher import RunningServer, start_server
from tests.servers.contract.services_table import UPSTREAM
from tests.servers.contract.table import Row
from tests.support.every_case import every_case
from tests.support.http_client import ask
from tests.support.loop_thread import LoopThread
from tests.support.request_bodies import get
from tests.support.served_scenarios import AVAILABLE
from tests.support.wait_until import until

Lane = tuple[ServerVariant, int]
"""A variant, and the value of its setting ``client``."""

_T = TypeVar("_T")


def client_of(variant: ServerVariant) -> Parameter | None:
    return next((each for each in variant.settings if each.key == CLIENT), None)


def name_of(lane: Lane) -> str:
    parameter = client_of(lane[0])
    return parameter.text(lane[1]) if parameter else ""


# The first name of each is what the shared servers run with.
ALL: tuple[Lane, ...] = tuple(
    (variant, value)
    for variant in AVAILABLE
    if (parameter := client_of(variant)) is not None
    for value in range(1, len(parameter.choices))
)

SAME_APP = ("fastapi-asyncio", "fastapi-gunicorn", "flask-gunicorn", "fastapi-mounted")
"""They run the handlers of *fastapi* or *flask* on another server, which does not see the client.
One client of each framework on these is enough: of a mounted app, and of several processes, whose
telemetry is summed. gevent is none of them, since it replaces the sockets under the client.
"""

LANES: tuple[Lane, ...] = tuple(
    lane
    for lane in ALL
    if lane[0].key not in SAME_APP
    or (lane[0].key, name_of(lane))
    in {("fastapi-mounted", "requests"), ("flask-gunicorn", "urllib3")}
)


@pytest.fixture(scope="module")
def lanes(
    loop_thread: LoopThread, environment: dict[str, str]
) -> Iterator[dict[Lane, RunningServer]]:
    """One server of each variant and library."""

    async def start() -> list[RunningServer]:
        at_once = asyncio.Semaphore(4)

        async def start_one(variant: ServerVariant, value: int) -> RunningServer:
            async with at_once:
                return await start_server(
                    variant.key, {CLIENT: value}, modules=("upstream",), environment=environment
                )

        return await asyncio.gather(*(start_one(*lane) for lane in LANES))

    async def stop() -> None:
        await asyncio.gather(*(server.stop() for server in servers.values()))

    servers = dict(zip(LANES, loop_thread.run(start()), strict=True))
    yield servers
    loop_thread.run(stop())


def of_each(
    lanes: dict[Lane, RunningServer], question: Callable[[RunningServer], _T]
) -> dict[Lane, _T]:
    # All at once, on a busy machine an upstream's answer would come later than is waited for it.
    with ThreadPoolExecutor(4) as threads:
        return dict(zip(lanes, threads.map(question, lanes.values()), strict=True))


def test_every_variant_that_calls_the_upstream_has_several_clients() -> None:
    serving = [each.key for each in AVAILABLE if each.serves("upstream")]
    assert [each.key for each in AVAILABLE if client_of(each)] == serving
    assert {name_of(lane) for lane in LANES} == set(UPSTREAM_CLIENTS) - {"httpx"}


@every_case("row", UPSTREAM, ids=lambda row: row.kind.replace(" ", "-"))
def test_the_statuses_are_those_in_the_table(row: Row, lanes: dict[Lane, RunningServer]) -> None:
    given = of_each(lanes, lambda server: ask(server.ready.port, row.request).status)
    assert given == {lane: row.status(lane[0]) for lane in lanes}


def test_the_answers_are_those_of_httpx(
    lanes: dict[Lane, RunningServer], running: dict[str, RunningServer]
) -> None:
    wanted = get("/upstream?latency_ms=1")

    def answer(server: RunningServer) -> object:
        return json.loads(ask(server.ready.port, wanted).body)

    product = answer(running["flask"])
    assert of_each(lanes, answer) == dict.fromkeys(lanes, product)


def test_the_documents_are_those_of_httpx(
    lanes: dict[Lane, RunningServer], running: dict[str, RunningServer]
) -> None:
    def upstream(server: RunningServer) -> object:
        document = json.loads(ask(server.ready.port, get("/openapi.json")).body)
        operation = document["paths"]["/upstream"]["get"]
        # Where there is another model of that name, the answer's has a longer one.
        del operation["responses"]["200"]["content"]["application/json"]["schema"]
        return operation

    documented = {lane: each for lane, each in lanes.items() if lane[0].framework == "fastapi"}
    assert of_each(documented, upstream) == dict.fromkeys(documented, upstream(running["fastapi"]))


@every_case("lane", LANES, ids=lambda lane: f"{lane[0].key}-{name_of(lane)}")
def test_its_calls_are_counted_and_its_client_is_named(
    lane: Lane, lanes: dict[Lane, RunningServer]
) -> None:
    server, name = lanes[lane], name_of(lane)
    before = server.telemetry.backends.get("upstream") if server.telemetry else None
    calls, failures = (before.calls, before.failures) if before else (0, 0)
    for target, status in (("latency_ms=1", 200), ("latency_ms=0&failure_percent=100", 502)):
        assert ask(server.ready.port, get(f"/upstream?{target}")).status == status

    def counted() -> bool:
        use = server.telemetry.backends.get("upstream") if server.telemetry else None
        return (
            use is not None
            and (use.calls, use.failures) >= (calls + 2, failures + 1)
            and use.in_use == 0
            and use.waiting == 0
        )

    asyncio.run(until(counted))
    assert server.telemetry is not None
    assert server.telemetry.backends["upstream"].client == client_words(name)
    shown = {each.key: each for each in server.ready.settings}
    assert shown["upstream_client"].value == client_words(name)
    assert set(UPSTREAM_CLIENTS[name].packages) <= set(server.ready.versions)
