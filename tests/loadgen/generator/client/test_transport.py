"""The transport on real sockets, beside httpx's own."""

import asyncio
import random
import time
from typing import Any

import httpx
import pytest

from loadgen.generator.client.connection import Connection
from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.failure_kinds import kind_of
from loadgen.generator.client.request import PreparedRequest
from loadgen.generator.client.transport import LoadTransport
from tests.loadgen.generator.conftest import Run
from tests.loadgen.generator.framing_cases import CASES, CHUNKED, OK
from tests.loadgen.generator.outcomes import outcome_of
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer, Then

pytestmark = pytest.mark.slow

CHUNKED_HELLO = CHUNKED + b"5\r\nhello\r\n0\r\n\r\n"
REAL = {
    "length": (Answer(), True),
    "in single bytes": (Answer(tuple(HELLO[at : at + 1] for at in range(len(HELLO)))), True),
    "chunked": (Answer((CHUNKED_HELLO[:50], CHUNKED_HELLO[50:58], CHUNKED_HELLO[58:])), True),
    "100 first": (Answer((b"HTTP/1.1 100 Continue\r\n\r\n", HELLO), pause_s=0.01), True),
    "long": (Answer((OK + b"Content-Length: 3000000\r\n\r\n", b"a" * 3_000_000)), True),
    "to the close": (Answer((CASES["no framing: to the close"],), "close"), False),
    "1.0": (Answer((CASES["1.0 with length"],), "close"), False),
    "close": (Answer((CASES["length and close"],), "close"), False),
    "closed unanswered": (Answer((), "close"), False),
    "closed in head": (Answer((HELLO[:20],), "close"), False),
    "closed in body": (Answer((HELLO[:-2],), "close"), False),
    "closed in chunk": (Answer((CHUNKED_HELLO[:-9],), "close"), False),
    "reset unanswered": (Answer((), "reset"), False),
    "reset in body": (Answer((HELLO[:-2],), "reset", pause_s=0.05), False),
    "nonsense": (Answer((b"nonsense\r\n\r\n",), "hold"), False),
}


@pytest.mark.parametrize("case", REAL)
def test_two_requests_come_out_as_with_httpx(case: str, run: Run) -> None:
    answer, reused = REAL[case]

    async def main() -> None:
        results = []
        for make in (httpx.AsyncHTTPTransport, LoadTransport):
            async with ScriptedServer(answer).running() as server, make() as transport:
                request = httpx.Request("GET", server.url)
                outcomes = [await outcome_of(transport, request) for _ in range(2)]
                results.append((outcomes, server.connections, server.requests))
        (stock, connections, _), (ours, our_connections, _) = results
        assert ours == stock
        assert our_connections == connections == (1 if reused else 2)

    run(main())


def test_nobody_listens(run: Run) -> None:
    async def main() -> None:
        async with ScriptedServer().running() as server:
            url = server.url
        for transport in (httpx.AsyncHTTPTransport(), LoadTransport()):
            async with transport:
                with pytest.raises(httpx.ConnectError) as caught:
                    await transport.handle_async_request(httpx.Request("GET", url))
        assert kind_of(caught.value) == "refused"

    run(main())


def test_the_deadline_holds_for_a_body_that_drips(run: Run) -> None:
    drip = Answer((OK + b"Content-Length: 9999\r\n\r\n", *[b"a"] * 500), "hold", pause_s=0.02)
    frozen = Answer((), "hold")

    async def main() -> None:
        async with LoadTransport(timeout_s=0.2) as transport:
            for answer in (drip, frozen):
                async with ScriptedServer(answer).running() as server:
                    begun = time.monotonic()
                    with pytest.raises(httpx.ReadTimeout, match="No complete answer within"):
                        await transport.handle_async_request(httpx.Request("GET", server.url))
                    assert 0.19 < time.monotonic() - begun < 3
                    await server.until_open(0)

    run(main())


def test_a_request_has_a_deadline_of_its_own(run: Run) -> None:
    async def main() -> None:
        async with ScriptedServer(Answer((), "hold")).running() as server, LoadTransport() as sent:
            with pytest.raises(httpx.ReadTimeout):
                await sent.handle_async_request(PreparedRequest("GET", server.url, timeout_s=0.1))

    run(main())


def test_a_connection_that_the_server_closed_while_idle_is_replaced(run: Run) -> None:
    async def main() -> None:
        group = ConnectionRegistry()
        async with (
            ScriptedServer().running() as server,
            LoadTransport(group=group) as transport,
        ):
            for _ in range(3):
                assert await outcome_of(transport, httpx.Request("GET", server.url)) == (
                    200,
                    b"hello",
                )
                for writer in server.open:
                    writer.close()
                while len(group):  # noqa: ASYNC110 (it tells nobody)
                    await asyncio.sleep(0.001)
            assert server.connections == 3

    run(main())


def test_a_connection_idle_for_too_long_is_replaced(run: Run) -> None:
    async def main() -> None:
        async with ScriptedServer().running() as server, LoadTransport(keepalive_s=0) as transport:
            for _ in range(2):
                assert await outcome_of(transport, httpx.Request("GET", server.url)) == (
                    200,
                    b"hello",
                )
            await server.until_open(1)
            assert server.connections == 2

    run(main())


def test_what_comes_unasked_closes_the_connection(run: Run) -> None:
    async def main() -> None:
        async with ScriptedServer().running() as server, LoadTransport() as transport:
            assert await outcome_of(transport, httpx.Request("GET", server.url)) == (200, b"hello")
            next(iter(server.open)).write(HELLO)
            await server.until_open(0)
            assert await outcome_of(transport, httpx.Request("GET", server.url)) == (200, b"hello")

    run(main())


def test_a_cancelled_request_takes_its_connection_with_it(run: Run) -> None:
    async def main() -> None:
        group = ConnectionRegistry()
        held = ScriptedServer(Answer((), "hold"), Answer())
        async with held.running() as server, LoadTransport(group=group) as transport:
            request = httpx.Request("GET", server.url)
            task = asyncio.create_task(transport.handle_async_request(request))
            await server.until_open(1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await server.until_open(0)
            assert len(group) == 0
            if not server.requests:  # it was cancelled before it was sent
                await outcome_of(transport, httpx.Request("GET", server.url))

    run(main())


def test_as_many_at_once_as_one_likes_each_over_its_own_connection(run: Run) -> None:
    async def main() -> None:
        slow = Answer(pause_s=0.02)
        async with ScriptedServer(slow).running() as server, LoadTransport() as transport:
            request = PreparedRequest("GET", server.url)
            outcomes = await asyncio.gather(*(outcome_of(transport, request) for _ in range(50)))
            assert outcomes == [(200, b"hello")] * 50
            assert server.connections == 50
            await asyncio.gather(*(outcome_of(transport, request) for _ in range(50)))
            assert server.connections == 50
            await transport.aclose()
            await server.until_open(0)

    run(main())


def test_the_latency_of_a_first_request_does_not_count_connecting() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        connect = loop.create_connection

        async def slow(*args: Any, **kwargs: Any) -> Any:
            await asyncio.sleep(0.2)
            return await connect(*args, **kwargs)

        loop.create_connection = slow  # type: ignore[method-assign]
        async with ScriptedServer().running() as server, LoadTransport() as transport:
            response = await transport.handle_async_request(httpx.Request("GET", server.url))
            assert response.latency_s < 0.15
            late = LoadTransport(timeout_s=0.05)
            with pytest.raises(httpx.ConnectTimeout):
                await late.handle_async_request(httpx.Request("GET", server.url))

    asyncio.run(main())


def test_a_connection_given_up_while_it_is_made_is_closed_all_the_same() -> None:
    async def main() -> None:
        group = ConnectionRegistry()
        connection = Connection(group, asyncio.get_running_loop())
        connection.give_up()
        async with ScriptedServer().running() as server:
            await asyncio.get_running_loop().create_connection(
                lambda: connection, "127.0.0.1", server.port
            )
            await server.until_open(0)
            assert len(group) == 0

    asyncio.run(main())


@pytest.mark.parametrize("seed", range(4))
def test_whatever_a_server_sends_ends_by_the_deadline_in_a_kind_of_failure(seed: int) -> None:
    rng = random.Random(seed)
    pieces = [HELLO, OK, CHUNKED, b"5\r\n", b"hello", b"\r\n", b"0\r\n\r\n", b"\0", b"HTTP/1.1 "]
    kinds = set[str]()
    thens: list[Then] = ["keep", "close", "reset", "hold"]

    async def one() -> None:
        parts = tuple(rng.choice(pieces) for _ in range(rng.randrange(5)))
        server = ScriptedServer(Answer(parts, rng.choice(thens)))
        async with server.running(), LoadTransport(timeout_s=0.3) as transport:
            begun = time.monotonic()
            try:
                await transport.handle_async_request(httpx.Request("GET", server.url))
            except httpx.TransportError as error:
                kinds.add(kind_of(error))
            assert time.monotonic() - begun < 3

    async def main() -> None:
        await asyncio.gather(*(one() for _ in range(25)))

    asyncio.run(main())
    assert kinds == {"reset", "timeout", "protocol"}
