"""The transport on real sockets, beside httpx's own, and inside httpx.AsyncClient."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx
import pytest
import uvloop

from loadgen.generator.connection import Connection
from loadgen.generator.failures import kind_of
from loadgen.generator.group import ConnectionGroup
from loadgen.generator.request import PreparedRequest
from loadgen.generator.transport import LoadTransport
from tests.loadgen.generator.framing_cases import CASES, CHUNKED, OK
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer

Run = Callable[[Coroutine[Any, Any, None]], None]
CHUNKED_HELLO = CHUNKED + b"5\r\nhello\r\n0\r\n\r\n"


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Run:
    """Run to the end, or fail after 10 s."""

    def run(main: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(_within_10_s(main))

    return run


async def _within_10_s(main: Coroutine[Any, Any, None]) -> None:
    await asyncio.wait_for(main, 10)


async def _outcome(transport: httpx.AsyncBaseTransport, request: httpx.Request) -> object:
    """Status and body, or the class of the exception."""
    try:
        response = await transport.handle_async_request(request)
        return response.status_code, await response.aread()
    except httpx.HTTPError as error:
        return type(error)


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
                outcomes = [await _outcome(transport, request) for _ in range(2)]
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


def test_a_clients_own_timeouts_are_kept(run: Run) -> None:
    slow = Answer((HELLO[:20], HELLO[20:30], HELLO[30:]), pause_s=0.15)

    async def main() -> None:
        async with ScriptedServer(slow).running() as server:
            async with httpx.AsyncClient(transport=LoadTransport(), timeout=0.25) as client:
                assert (await client.get(server.url)).text == "hello"
            async with httpx.AsyncClient(transport=LoadTransport(), timeout=0.05) as client:
                with pytest.raises(httpx.ReadTimeout):
                    await client.get(server.url)

    run(main())


def test_a_request_has_a_deadline_of_its_own(run: Run) -> None:
    async def main() -> None:
        async with ScriptedServer(Answer((), "hold")).running() as server, LoadTransport() as sent:
            with pytest.raises(httpx.ReadTimeout):
                await sent.handle_async_request(PreparedRequest("GET", server.url, timeout_s=0.1))

    run(main())


def test_a_connection_that_the_server_closed_while_idle_is_replaced(run: Run) -> None:
    async def main() -> None:
        group = ConnectionGroup()
        async with (
            ScriptedServer().running() as server,
            LoadTransport(group=group) as transport,
        ):
            for _ in range(3):
                assert await _outcome(transport, httpx.Request("GET", server.url)) == (
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
                assert await _outcome(transport, httpx.Request("GET", server.url)) == (
                    200,
                    b"hello",
                )
            await server.until_open(1)
            assert server.connections == 2

    run(main())


def test_what_comes_unasked_closes_the_connection(run: Run) -> None:
    async def main() -> None:
        async with ScriptedServer().running() as server, LoadTransport() as transport:
            assert await _outcome(transport, httpx.Request("GET", server.url)) == (200, b"hello")
            next(iter(server.open)).write(HELLO)
            await server.until_open(0)
            assert await _outcome(transport, httpx.Request("GET", server.url)) == (200, b"hello")

    run(main())


def test_a_cancelled_request_takes_its_connection_with_it(run: Run) -> None:
    async def main() -> None:
        group = ConnectionGroup()
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
                await _outcome(transport, httpx.Request("GET", server.url))

    run(main())


def test_as_many_at_once_as_one_likes_each_over_its_own_connection(run: Run) -> None:
    async def main() -> None:
        slow = Answer(pause_s=0.02)
        async with ScriptedServer(slow).running() as server, LoadTransport() as transport:
            request = PreparedRequest("GET", server.url)
            outcomes = await asyncio.gather(*(_outcome(transport, request) for _ in range(50)))
            assert outcomes == [(200, b"hello")] * 50
            assert server.connections == 50
            await asyncio.gather(*(_outcome(transport, request) for _ in range(50)))
            assert server.connections == 50
            await transport.aclose()
            await server.until_open(0)

    run(main())


def test_inside_a_client_it_is_like_any_other_transport(run: Run) -> None:
    json = OK + b'Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a": 1}\n'
    answers = (Answer((json,)), Answer((CASES["zipped"],)), Answer((CASES["302"],)), Answer())

    async def main() -> None:
        async with (
            ScriptedServer(*answers).running() as server,
            httpx.AsyncClient(transport=LoadTransport()) as client,
        ):
            response = await client.get(server.url, params={"q": "ü"})
            assert response.json() == {"a": 1}
            assert response.headers["content-type"] == "application/json"
            assert (response.http_version, response.reason_phrase) == ("HTTP/1.1", "OK")
            assert response.is_closed
            assert response.elapsed.total_seconds() > 0
            assert b"GET /path?q=%C3%BC HTTP/1.1\r\nHost: 127.0.0.1" in server.requests[0]
            assert (await client.get(server.url)).text == "hello hello"
            redirect = await client.post(server.url, json=[1])
            assert redirect.headers["location"] == "/elsewhere"
            assert server.requests[-1].endswith(b"\r\n\r\n[1]")
            async with client.stream("GET", server.url) as streamed:
                assert [part async for part in streamed.aiter_bytes(2)] == [b"he", b"ll", b"o"]
            assert server.connections == 1

    run(main())


def test_a_body_that_is_streamed_is_sent_chunked(run: Run) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"hel"
        yield b"lo"

    async def main() -> None:
        async with ScriptedServer().running() as server, LoadTransport() as transport:
            request = httpx.Request("POST", server.url, content=body())
            assert await _outcome(transport, request) == (200, b"hello")
            assert server.requests[0].endswith(b"\r\n\r\n5\r\nhello\r\n0\r\n\r\n")

    run(main())


def test_proxies_of_the_environment_are_not_looked_at(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async def main() -> None:
        async with ScriptedServer().running() as server, LoadTransport() as transport:
            assert await _outcome(transport, httpx.Request("GET", server.url)) == (200, b"hello")

    run(main())


def test_content_needs_no_reading_first(run: Run) -> None:
    async def main() -> None:
        zipped = Answer((CASES["zipped"],))
        async with (
            ScriptedServer(Answer(), Answer(), zipped).running() as server,
            LoadTransport() as transport,
        ):
            request = PreparedRequest("GET", server.url)
            responses = [await transport.handle_async_request(request) for _ in range(3)]
            assert [each.content for each in responses] == [b"hello", b"hello", b"hello hello"]
            assert all(0 < each.latency_s < 1 for each in responses)
            assert responses[0].headers["content-length"] == "5"
            assert not hasattr(responses[0], "no_such_thing")

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
        group = ConnectionGroup()
        connection = Connection(group, asyncio.get_running_loop())
        connection.give_up()
        async with ScriptedServer().running() as server:
            await asyncio.get_running_loop().create_connection(
                lambda: connection, "127.0.0.1", server.port
            )
            await server.until_open(0)
            assert len(group) == 0

    asyncio.run(main())
