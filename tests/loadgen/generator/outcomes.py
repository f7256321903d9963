"""What becomes of a request, with httpx's own transport and with ours, on the same bytes."""

import asyncio
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import httpcore
import httpx

from loadgen.generator.client.connection import Connection
from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.request import wire_of

URL = "http://127.0.0.1:8000/path?a=1"


@lru_cache
def _request(method: str) -> httpx.Request:
    """Parsing the URL takes a third of the time of an outcome, of which there are thousands."""
    return httpx.Request(method, URL)


class Outcome(NamedTuple):
    """``reusable``: another request may follow on the same connection."""

    error: type[Exception] | None = None
    status: int = 0
    version: bytes = b""
    reason: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    reusable: bool = False


async def _of(response: httpx.Response) -> Outcome:
    return Outcome(
        None,
        response.status_code,
        response.extensions["http_version"],
        response.extensions["reason_phrase"],
        tuple(response.headers.raw),
        await response.aread(),
    )


async def outcome_of(transport: httpx.AsyncBaseTransport, request: httpx.Request) -> object:
    """Status and body, or the class of the exception."""
    try:
        response = await transport.handle_async_request(request)
        return response.status_code, await response.aread()
    except httpx.HTTPError as error:
        return type(error)


class Stream(httpcore.AsyncMockStream):
    """Answers with fixed parts, then closes; remembers what was written, and whether it was read to
    the end.
    """

    def __init__(self, parts: Iterable[bytes]) -> None:
        super().__init__(list(parts))
        self.written = b""
        self.ended = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        data = await super().read(max_bytes, timeout)
        self.ended |= not data
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        self.written += buffer


class _Backend(httpcore.AsyncNetworkBackend):
    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    async def connect_tcp(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        return self._stream


def stock_transport(stream: Stream) -> httpx.AsyncHTTPTransport:
    """httpx's own transport, all of it but the sockets."""
    transport = httpx.AsyncHTTPTransport.__new__(httpx.AsyncHTTPTransport)
    transport._pool = httpcore.AsyncConnectionPool(network_backend=_Backend(stream))
    return transport


async def stock_outcome(parts: Iterable[bytes], method: str = "GET") -> Outcome:
    """What httpx makes of these parts, after which the server closes."""
    stream = Stream([part for part in parts if part])
    async with stock_transport(stream) as transport:
        try:
            response = await transport.handle_async_request(_request(method))
            outcome = await _of(response)
        except httpx.HTTPError as error:
            return Outcome(type(error))
        idle = any(connection.is_idle() for connection in transport._pool.connections)
        return outcome._replace(reusable=idle and not stream.ended)


class Socket(asyncio.Transport):
    """Takes what is written, and knows whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def abort(self) -> None:
        self.closed = True


async def our_outcome(
    parts: Iterable[bytes], method: str = "GET", group: ConnectionRegistry | None = None
) -> Outcome:
    """What our connection makes of them."""
    connection = Connection(
        ConnectionRegistry() if group is None else group, asyncio.get_running_loop()
    )
    connection.connection_made(Socket())
    answer = connection.send(wire_of(_request(method)), 0.0, 1e9)
    usable = False
    for part in parts:
        if part and not answer.done():
            connection.data_received(part)
    if answer.done():
        usable = connection.usable
    connection.eof_received()
    connection.connection_lost(None)
    try:
        outcome = await _of(answer.result())
    except httpx.HTTPError as error:
        return Outcome(type(error))
    return outcome._replace(reusable=usable)
