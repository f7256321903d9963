"""Each difference that is meant still is one."""

import asyncio
import time

import httpx
import pytest

from loadgen.generator.client.transport import LoadTransport
from tests.loadgen.generator.conformance.cases import EVERYTHING
from tests.loadgen.generator.conformance.differences import DIFFERENCES, LEFT_OVER
from tests.loadgen.generator.conftest import Run
from tests.loadgen.generator.framing_cases import OK
from tests.loadgen.generator.outcomes import our_outcome, outcome_of, stock_outcome
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer

pytestmark = pytest.mark.slow


def test_the_table_names_cases_that_exist() -> None:
    names = {name for _, name, _ in EVERYTHING}
    for difference in DIFFERENCES:
        assert difference.cases <= names, difference.what
        assert all(difference[:4])


def test_bytes_after_a_response_differ_in_exactly_these_cases() -> None:
    async def differing() -> set[str]:
        return {
            name
            for method, name, data in EVERYTHING
            if await stock_outcome([data], method) != await our_outcome([data], method)
        }

    assert asyncio.run(differing()) == LEFT_OVER.cases


def test_bytes_after_a_response_are_never_the_next_answer(run: Run) -> None:
    stray = HELLO.replace(b"200 OK", b"404 No")

    async def main() -> None:
        seconds = []
        for make in (httpx.AsyncHTTPTransport, LoadTransport):
            script = ScriptedServer(Answer((HELLO + stray,)), Answer())
            async with script.running() as server, make() as transport:
                request = httpx.Request("GET", server.url)
                assert await outcome_of(transport, request) == (200, b"hello")
                seconds.append(await outcome_of(transport, request))
        assert seconds == [(404, b"hello"), (200, b"hello")]

    run(main())


def test_a_dripping_body_ends_at_the_deadline(run: Run) -> None:
    timeouts = {"timeout": {"connect": 5.0, "read": 0.35, "write": 5.0, "pool": 5.0}}
    drip = Answer((OK + b"Content-Length: 12\r\n\r\n", *[b"a"] * 12), pause_s=0.04)

    async def main() -> None:
        async with ScriptedServer(drip).running() as server:
            request = httpx.Request("GET", server.url, extensions=timeouts)
            async with httpx.AsyncHTTPTransport() as stock:
                assert await outcome_of(stock, request) == (200, b"a" * 12)
            async with LoadTransport(timeout_s=0.2) as ours:
                begun = time.monotonic()
                assert await outcome_of(ours, request) is httpx.ReadTimeout
                assert 0.19 < time.monotonic() - begun < 3

    run(main())


def test_switching_protocols_is_refused(run: Run) -> None:
    switching = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
    offer = {"Connection": "Upgrade", "Upgrade": "x"}

    async def main() -> None:
        async with ScriptedServer(Answer((switching,), "close")).running() as server:
            request = httpx.Request("GET", server.url, headers=offer)
            async with httpx.AsyncHTTPTransport() as stock:
                response = await stock.handle_async_request(request)
                assert response.status_code == 101
                await response.aclose()
            async with LoadTransport() as ours:
                assert await outcome_of(ours, request) is httpx.RemoteProtocolError

    run(main())


def test_tunnels_are_refused_before_anything_is_sent(run: Run) -> None:
    async def main() -> None:
        async with ScriptedServer().running() as server:
            request = httpx.Request("CONNECT", server.url)
            async with httpx.AsyncHTTPTransport() as stock:
                response = await stock.handle_async_request(request)
                assert response.status_code == 200
                await response.aclose()
            asked = len(server.requests)
            async with LoadTransport() as ours:
                with pytest.raises(httpx.LocalProtocolError):
                    await ours.handle_async_request(request)
            assert len(server.requests) == asked == 1

    run(main())
