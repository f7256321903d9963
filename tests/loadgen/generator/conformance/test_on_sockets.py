"""The same over real sockets: a scripted raw server, asked by both transports."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import httpx
import pytest

from loadgen.generator.client.transport import LoadTransport
from tests.loadgen.generator.conformance.cases import EVERYTHING
from tests.loadgen.generator.conftest import Run
from tests.loadgen.generator.framing_cases import CASES
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer

pytestmark = pytest.mark.slow

Transport = Callable[[], httpx.AsyncBaseTransport]
# Long enough for what was sent to be read before the reset, which would take it away.
RESET_AFTER_S = 0.1
MANY_AT_ONCE = 40
# One TLS context for all: making one takes longer than all the rest, and none is used.
TLS = httpx.create_ssl_context(verify=False, trust_env=False)


async def answer_to(make: Transport, answer: Answer, method: str = "GET") -> object:
    """All that a caller gets to see of a response, or the class of the exception."""
    async with ScriptedServer(answer).running() as server, make() as transport:
        request = httpx.Request(method, server.url)
        try:
            response = await transport.handle_async_request(request)
            body = await response.aread()
        except httpx.HTTPError as error:
            return type(error)
        return (
            response.status_code,
            response.headers.raw,
            response.extensions["http_version"],
            response.extensions["reason_phrase"],
            body,
        )


async def _gathered(work: Sequence[Coroutine[Any, Any, object]]) -> list[object]:
    """The results in order, not all at once: descriptors are limited."""
    results: list[object] = []
    for at in range(0, len(work), MANY_AT_ONCE):
        results += await asyncio.gather(*work[at : at + MANY_AT_ONCE])
    return results


def _compare(run: Run, asked: Sequence[tuple[str, Answer, str]]) -> None:
    """Method, answer and what to call it, for each."""

    async def main() -> None:
        stock, ours = [
            await _gathered([answer_to(make, answer, method) for method, answer, _ in asked])
            for make in (partial(httpx.AsyncHTTPTransport, verify=TLS), LoadTransport)
        ]
        names = [name for _, _, name in asked]
        assert dict(zip(names, ours, strict=True)) == dict(zip(names, stock, strict=True))

    run(main())


def test_every_response_comes_out_as_with_httpx(run: Run) -> None:
    _compare(
        run,
        [
            (method, Answer((data,), "close"), f"{method} {name}")
            for method, name, data in EVERYTHING
        ],
    )


@pytest.mark.parametrize("name", ["length", "chunked, trailers", "no framing: to the close"])
def test_reset_at_any_byte_it_comes_out_as_with_httpx(name: str, run: Run) -> None:
    data = CASES[name]
    _compare(
        run,
        [
            ("GET", Answer((data[:end],), "reset", RESET_AFTER_S), f"reset at {end}")
            for end in range(len(data) + 1)
        ],
    )


@pytest.mark.parametrize(
    "name", ["length", "chunked, trailers", "102, 103 first", "folded header", "zipped"]
)
def test_dripped_it_comes_out_as_with_httpx(name: str, run: Run) -> None:
    data = CASES[name]
    drops = tuple(data[at : at + 1] for at in range(len(data)))
    _compare(run, [("GET", Answer(drops, "close", 0.001), name)])


def test_upgrades_that_a_server_declines_are_ordinary_responses(run: Run) -> None:
    async def main() -> None:
        results = []
        for make in (httpx.AsyncHTTPTransport, LoadTransport):
            async with ScriptedServer(Answer((HELLO,))).running() as server, make() as transport:
                offer = {"Connection": "Upgrade", "Upgrade": "websocket"}
                request = httpx.Request("GET", server.url, headers=offer)
                response = await transport.handle_async_request(request)
                results.append((response.status_code, await response.aread()))
        assert results == [(200, b"hello")] * 2

    run(main())
