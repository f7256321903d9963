"""The transport inside httpx.AsyncClient, and its responses."""

from collections.abc import AsyncIterator

import httpx
import pytest

from loadgen.generator.client.request import PreparedRequest
from loadgen.generator.client.transport import LoadTransport
from tests.loadgen.generator.conftest import Run
from tests.loadgen.generator.framing_cases import CASES, OK
from tests.loadgen.generator.outcomes import outcome_of
from tests.loadgen.generator.scripted_server import HELLO, Answer, ScriptedServer

pytestmark = pytest.mark.slow


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
            assert await outcome_of(transport, request) == (200, b"hello")
            assert server.requests[0].endswith(b"\r\n\r\n5\r\nhello\r\n0\r\n\r\n")

    run(main())


def test_proxies_of_the_environment_are_not_looked_at(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async def main() -> None:
        async with ScriptedServer().running() as server, LoadTransport() as transport:
            assert await outcome_of(transport, httpx.Request("GET", server.url)) == (200, b"hello")

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
