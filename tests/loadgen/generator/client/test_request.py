"""The bytes of a request are those that httpx's own transport sends."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from loadgen.generator.client.request import PreparedRequest, wire_of
from tests.loadgen.generator.outcomes import URL, Stream, stock_transport
from tests.loadgen.generator.scripted_server import HELLO
from tests.support.every_case import every_case


async def _chunks() -> AsyncIterator[bytes]:
    yield b"hello"


REQUESTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "get": ("GET", URL, {}),
    "head": ("HEAD", URL, {}),
    "no path": ("GET", "http://127.0.0.1", {}),
    "port 80": ("GET", "http://127.0.0.1:80/", {}),
    "IPv6": ("GET", "http://[::1]:8000/", {}),
    "query": ("GET", URL, {"params": {"a": "ü &"}}),
    "path beyond ASCII": ("GET", "http://127.0.0.1/grüße/%20", {}),
    "fragment": ("GET", "http://127.0.0.1/a#b", {}),
    "headers in their case and order": ("GET", URL, {"headers": {"X-B": "1", "x-A": "2\t 3"}}),
    "host not first": ("GET", URL, {"headers": {"X": "1", "Host": "localhost"}}),
    "json": ("POST", URL, {"json": {"a": [1, 2]}}),
    "form": ("POST", URL, {"data": {"a": "1"}}),
    "put nothing": ("PUT", URL, {}),
    "delete with a body": ("DELETE", URL, {"content": b"hello"}),
    "close": ("GET", URL, {"headers": {"Connection": "close"}}),
    "streamed": ("POST", URL, {"content": _chunks()}),
    "own method": ("PURGE", URL, {}),
}

CLOSING = [name for name in REQUESTS if name != "streamed"]


@every_case("name", CLOSING)
def test_the_last_request_of_a_connection_is_the_same_with_one_more_header(name: str) -> None:
    method, url, parts = REQUESTS[name]
    prepared = PreparedRequest(method, url, timeout_s=3.0, address="127.0.0.1", **parts)
    others = [field for field in prepared.headers.raw if field[0].lower() != b"connection"]
    headers = [*others, (b"Connection", b"close")]
    asked = wire_of(httpx.Request(method, prepared.url, headers=headers, content=prepared.content))
    assert prepared.closing_wire.data == asked.data
    assert prepared.closing_wire.closing
    assert not prepared.closing_wire.plain
    assert prepared.closing_wire.origin == prepared.wire.origin
    assert prepared.closing_wire.timeout_s == 3.0


REFUSED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "line feed in value": ("GET", URL, {"headers": {"X": "a\nY: b"}}),
    "NUL in value": ("GET", URL, {"headers": {"X": "a\0"}}),
    "blank in name": ("GET", URL, {"headers": {"X Y": "a"}}),
    "blank in method": ("GET X", URL, {}),
    "blank around value": ("GET", URL, {"headers": {"X": " a"}}),
    "tab around value": ("GET", URL, {"headers": {"X": "a\t"}}),
    "ftp": ("GET", "ftp://127.0.0.1/", {}),
}


@every_case("name", REQUESTS)
def test_same_bytes(name: str) -> None:
    async def main() -> tuple[bytes, bytes]:
        method, url, parts = REQUESTS[name]
        stream = Stream([HELLO])
        request = httpx.Request(method, url, **parts)
        await request.aread()
        async with stock_transport(stream) as transport:
            await transport.handle_async_request(request)
        return stream.written, wire_of(request).data

    stock, ours = asyncio.run(main())
    assert ours == stock


@pytest.mark.parametrize("name", REFUSED)
def test_same_refusal(name: str) -> None:
    method, url, parts = REFUSED[name]
    request = httpx.Request(method, url, **parts)

    async def main() -> None:
        async with stock_transport(Stream([HELLO])) as transport:
            await transport.handle_async_request(request)

    with pytest.raises(httpx.TransportError) as stock:
        asyncio.run(main())
    with pytest.raises(httpx.TransportError) as ours:
        wire_of(request)
    assert ours.type is stock.type


@pytest.mark.parametrize("length", ["3", "9"])
def test_a_wrong_length_is_refused(length: str) -> None:
    # httpx's own transport lets h11's exception through here, which is none of httpx's.
    request = httpx.Request("POST", URL, content=b"hello", headers={"Content-Length": length})
    with pytest.raises(httpx.LocalProtocolError, match="not as long"):
        wire_of(request)


def test_a_missing_host_is_refused() -> None:
    request = httpx.Request("GET", URL)
    del request.headers["host"]
    with pytest.raises(httpx.LocalProtocolError, match="lacks its Host"):
        wire_of(request)


@pytest.mark.parametrize(
    ("method", "url", "error"),
    [
        ("GET", "https://127.0.0.1/", httpx.UnsupportedProtocol),
        ("CONNECT", URL, httpx.LocalProtocolError),
    ],
)
def test_what_is_not_spoken_is_said(method: str, url: str, error: type[Exception]) -> None:
    with pytest.raises(error, match="not"):
        wire_of(httpx.Request(method, url))


def test_prepared_once() -> None:
    request = PreparedRequest("POST", "http://localhost:81/", content=b"a", address="127.0.0.2")
    assert request.wire.origin == ("127.0.0.2", 81)
    assert b"\r\nHost: localhost:81\r\n" in request.wire.data.replace(b" HTTP/1.1", b"", 1)
    assert request.wire.data.endswith(b"\r\n\r\na")
    assert request.wire.plain
    assert not PreparedRequest("HEAD", URL).wire.plain
    assert not PreparedRequest("GET", URL, headers={"connection": "Close"}).wire.plain
