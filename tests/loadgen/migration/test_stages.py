"""The shop at each stage answers as before where all traps are mended, and each trap bites.

In this process, without servers: the command's own test asks real ones.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import Collection
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI
from flask import Flask

from loadgen.migration.comparison import StageComparison, compare_stages
from loadgen.migration.exchange import StageAnswers, ask_probes, log_in
from loadgen.migration.probes import PROBES
from servers.apps.migration import create_app
from servers.apps.migration.after import list as after_list
from servers.apps.migration.hasty import pool_list
from servers.catalog.migration_stages import FASTAPI_ALONE, FLASK_ALONE, MOUNTED, TRAPS

STAGES = range(MOUNTED, FASTAPI_ALONE + 1)

METHODS = ("HEAD", "OPTIONS")
MOVED_PATHS = (("/items/1", "DELETE"), ("/items", "PUT"), ("/shop/", "POST"), ("/basket", "POST"))
COOKIES = {"POST /login", "POST /logout, logged in"}

# What each trap changes at the stage where it shows, and nothing else.
BITES: dict[str, tuple[int, set[str]]] = {
    "chunked": (
        MOUNTED,
        {"POST /items, chunked", "POST /files, chunked", "POST /files, sent once"},
    ),
    "methods": (
        FASTAPI_ALONE,
        {f"{method} {path}" for path, wrong in MOVED_PATHS for method in (*METHODS, wrong)}
        | {"OPTIONS /files", "GET /files", "POST /me, wrong method"},
    ),
    "slashes": (FASTAPI_ALONE, {"GET /items/1/", "GET /shop, no slash"}),
    "hooks": (FASTAPI_ALONE, {each.title for each in PROBES}),
    "cookies": (7, COOKIES | {"GET /me, logged in before", "GET /basket, logged in"}),
    "errors": (
        FASTAPI_ALONE,
        {f"GET /items/{each}" for each in ("99, unknown", "abc", "-1", "1.0", "007", "1/")}
        | {f"POST /items, {each}" for each in ("no name", "broken JSON", "a list", "as text")}
        | {"POST /files, no file", "POST /login, no name"}
        | {"GET /me, nobody", "GET /basket, nobody", "GET /nothing, no such path"},
    ),
    "converters": (2, {"GET /items/abc", "GET /items/1.0"}),
    "queries": (3, {f"GET /items?limit={each}" for each in ("1&limit=2", "abc", "")}),
    "returns": (
        7,
        {"POST /items", "POST /items, chunked", "GET /shop/?season=winter"} | COOKIES,
    ),
    "context": (
        FASTAPI_ALONE,
        {"GET /items", "HEAD /items", "HEAD /basket"}
        | {f"GET /items?limit={each}" for each in ("2", "1&limit=2", "abc", "")}
        | {f"POST /files{each}" for each in ("", ", chunked", ", sent once", ", no file")}
        | {f"GET /basket, {each}" for each in ("nobody", "logged in", "logged in before")},
    ),
    "redirects": (
        FASTAPI_ALONE,
        {f"POST /files{each}" for each in ("", ", chunked", ", sent once", ", no file")},
    ),
    "root_path": (MOUNTED, {"GET /shop, no slash"}),
    "variables": (
        MOUNTED,
        {f"GET /{path}, logged in{when}" for path in ("me", "basket") for when in ("", " before")},
    ),
    "pool": (FASTAPI_ALONE, set()),  # the answers are the same: see below
}


class FlaskTransport(httpx.AsyncBaseTransport):
    """Asks a Flask app as waitress does, which reads a chunked body before it calls the app."""

    def __init__(self, app: Flask) -> None:
        self._wsgi = httpx.WSGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        headers = {k: v for k, v in request.headers.items() if k != "transfer-encoding"}
        whole = httpx.Request(request.method, request.url, headers=headers, content=body)
        found = self._wsgi.handle_request(whole)
        return httpx.Response(found.status_code, headers=found.headers, content=found.read())


class SendsFirst(httpx.AsyncBaseTransport):
    """Reads the whole body before the app answers, as a connection sends it."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        body = b"".join([each async for each in request.stream])
        sent = httpx.Request(
            request.method, request.url, headers=request.headers, stream=httpx.ByteStream(body)
        )
        return await self._transport.handle_async_request(sent)


async def answers(stage: int, traps: Collection[str], cookies: dict[str, str]) -> StageAnswers:
    app = create_app((), stage, threads=2, **dict.fromkeys(traps, 1))
    transport: httpx.AsyncBaseTransport
    if isinstance(app, Flask):
        transport = FlaskTransport(app)
    else:
        # An unhandled error is an answer of 500, as behind a server.
        transport = SendsFirst(httpx.ASGITransport(app, raise_app_exceptions=False))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
        cookies.update(cookies or await log_in(client))
        first = await ask_probes(client, cookies)
    if not isinstance(app, Flask) and stage < FASTAPI_ALONE:
        app.state.bridge.executor.shutdown()
    return StageAnswers(stage, first, first)


async def compared(stages: Collection[int], traps: Collection[str] = ()) -> list[StageComparison]:
    cookies: dict[str, str] = {}
    return compare_stages([await answers(each, traps, cookies) for each in (FLASK_ALONE, *stages)])


def test_all_stages_answer_as_before_where_every_trap_is_mended() -> None:
    for stage in asyncio.run(compared(STAGES)):
        assert stage.differing == (), stage.stage


@pytest.mark.parametrize("trap", [each.key for each in TRAPS])
def test_each_trap_is_found_where_it_bites_and_nowhere_else(trap: str) -> None:
    stage, titles = BITES[trap]
    (found,) = asyncio.run(compared([stage], [trap]))
    assert {each.probe.title for each in found.differing} == titles


def test_all_traps_together_are_found() -> None:
    (found,) = asyncio.run(compared([FASTAPI_ALONE], [each.key for each in TRAPS]))
    assert {each.probe.title for each in found.differing} == {each.title for each in PROBES}


def test_no_two_requests_are_called_alike() -> None:
    assert len({each.title for each in PROBES}) == len(PROBES)


@pytest.mark.parametrize(("traps", "at_a_time"), [(("pool",), 40), ((), 48)])
def test_a_plain_function_waits_in_one_of_forty_threads(
    traps: tuple[str, ...], at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """48 requests at once for a list that waits for a supplier: how many of them wait at a time."""
    waiting, release = Counter[str](), threading.Event()

    async def wait_awaited(seconds: float) -> None:
        waiting["now"] += 1
        while not release.is_set():
            await sleep(0.001)

    def wait_blocked(seconds: float) -> None:
        waiting["now"] += 1
        release.wait()

    sleep = asyncio.sleep
    monkeypatch.setattr(after_list, "asyncio", SimpleNamespace(sleep=wait_awaited))
    monkeypatch.setattr(pool_list, "time", SimpleNamespace(sleep=wait_blocked))

    async def ask_all() -> int:
        app = create_app((), FASTAPI_ALONE, **dict.fromkeys(traps, 1))
        assert isinstance(app, FastAPI)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
            asking = [asyncio.create_task(client.get("/items?supplier_ms=1")) for _ in range(48)]
            while waiting["now"] < at_a_time:
                await sleep(0.001)
            for _ in range(100):  # nobody else comes
                await sleep(0)
            found = waiting["now"]
            release.set()
            assert {each.status_code for each in await asyncio.gather(*asking)} == {200}
        return found

    assert asyncio.run(ask_all()) == at_a_time
