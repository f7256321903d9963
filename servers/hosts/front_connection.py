"""A reverse proxy's connections: each request goes to one of two upstream servers.

A client's connection has one connection to each upstream, made when it is first needed and kept.
Requests that arrive before the last one is answered wait for their turn.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Literal, cast

import httptools

from servers.catalog.migration_stages import APP_HEADER, NEW_APP
from servers.hosts import NONCE_PATH
from servers.process.loopback_socket import HOST

Upstream = Literal["old", "new"]
_MARK = (APP_HEADER.encode(), NEW_APP.encode())
_HOP_BY_HOP = (b"connection", b"keep-alive", b"proxy-connection")
_FIRST_FINAL_STATUS = 200
_BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(slots=True)
class Front:
    """What all connections share. ``ports`` are those of the upstream servers.

    ``sent`` counts the requests that each has been sent.
    """

    ports: dict[Upstream, int]
    nonce: str
    sent: dict[Upstream, int] = field(default_factory=lambda: {"old": 0, "new": 0})
    clients: "set[ClientSide]" = field(default_factory=set)

    @property
    def in_progress(self) -> int:
        """Requests that are not answered yet."""
        return sum(len(each.exchanges) for each in tuple(self.clients))


@dataclass(slots=True)
class Exchange:
    """A request and its answer. ``pending`` is what has not been sent to its upstream yet."""

    upstream: Upstream
    pending: list[bytes]
    is_head: bool
    is_own: bool
    is_complete: bool = False


class ClientSide(asyncio.Protocol):
    """A client's connection: parses its requests and passes them on."""

    def __init__(self, front: Front) -> None:
        self.exchanges: deque[Exchange] = deque()
        self._front = front
        self._parser = httptools.HttpRequestParser(self)
        self._upstreams: dict[Upstream, UpstreamSide] = {}
        self._connecting: asyncio.Task[None] | None = None
        self._url = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._is_chunked = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no such class
        self._front.clients.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._front.clients.discard(self)
        self.exchanges.clear()
        if self._connecting:
            self._connecting.cancel()
        for each in self._upstreams.values():
            each.transport.close()

    def pause_writing(self) -> None:
        for each in self._upstreams.values():
            each.transport.pause_reading()

    def resume_writing(self) -> None:
        for each in self._upstreams.values():
            each.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.fail(_BAD_REQUEST)

    def on_message_begin(self) -> None:
        """Forget the request before."""
        self._url, self._headers, self._is_chunked = b"", [], False

    def on_url(self, url: bytes) -> None:
        """A piece of path and query."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep it, but for what concerns this connection alone."""
        lower = name.lower()
        if lower == b"transfer-encoding":
            self._is_chunked = value.lower() == b"chunked"
        if lower not in _HOP_BY_HOP:
            self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Choose the upstream."""
        method = self._parser.get_method()
        head = [b"%s %s HTTP/1.1\r\n" % (method, self._url)]
        head += [b"%s: %s\r\n" % each for each in self._headers]
        is_new = any((name.lower(), value) == _MARK for name, value in self._headers)
        is_own = self._url == NONCE_PATH.encode()
        pending = [b"".join((*head, b"\r\n"))]
        exchange = Exchange("new" if is_new else "old", pending, method == b"HEAD", is_own)
        self.exchanges.append(exchange)
        if not is_own:
            self._front.sent[exchange.upstream] += 1
        self._forward(exchange)

    def on_body(self, body: bytes) -> None:
        """Pass on a piece of it."""
        if not self.exchanges:  # answered, and closed, in the middle of it
            return
        piece = b"%x\r\n%s\r\n" % (len(body), body) if self._is_chunked else body
        self.exchanges[-1].pending.append(piece)
        self._forward(self.exchanges[-1])

    def on_message_complete(self) -> None:
        """The request is whole."""
        if not self.exchanges:  # closed in the middle of it
            return
        if self._is_chunked:
            self.exchanges[-1].pending.append(b"0\r\n\r\n")
        self.exchanges[-1].is_complete = True
        self._forward(self.exchanges[-1])

    def _forward(self, exchange: Exchange) -> None:
        """Send what is pending, if it is this request's turn."""
        if exchange is not self.exchanges[0]:
            return
        if exchange.is_own:
            if exchange.is_complete:
                self._say_nonce()
            return
        upstream = self._upstreams.get(exchange.upstream)
        if upstream is None:
            if self._connecting is None:
                self._connecting = asyncio.get_running_loop().create_task(
                    self._connect(exchange.upstream)
                )
            return
        upstream.begin(exchange)
        upstream.transport.writelines(exchange.pending)
        exchange.pending.clear()

    async def _connect(self, key: Upstream) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, made = await loop.create_connection(
                lambda: UpstreamSide(self, key), HOST, self._front.ports[key]
            )
        except OSError:
            self.fail(_BAD_GATEWAY)
            return
        finally:
            self._connecting = None
        if self.transport.is_closing():
            made.transport.close()
            return
        self._upstreams[key] = made
        if self.exchanges:
            self._forward(self.exchanges[0])

    def _say_nonce(self) -> None:
        body = self._front.nonce.encode()
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        self.end_exchange(keeps=self._parser.should_keep_alive())

    def end_exchange(self, *, keeps: bool) -> None:
        """The first request is answered; the connection ends unless the answer ``keeps`` it.

        It ends, too, where the answer came before the whole request: what is still to come of that
        would be taken for the next one.
        """
        if not (self.exchanges.popleft().is_complete and keeps):
            self.transport.close()
        elif self.exchanges:
            self._forward(self.exchanges[0])

    def lose_upstream(self, upstream: "UpstreamSide") -> None:
        """It has closed its connection; without one in progress, the next request makes another."""
        if self._upstreams.get(upstream.key) is upstream:
            del self._upstreams[upstream.key]
        if upstream.has_begun and not self.transport.is_closing():
            if upstream.has_answered:
                self.transport.close()
            else:
                self.fail(_BAD_GATEWAY)

    def fail(self, answer: bytes) -> None:
        """Answer by an error, and close."""
        self.transport.write(answer)
        self.transport.close()


class UpstreamSide(asyncio.Protocol):
    """A connection to an upstream server, whose answers go to the client byte by byte.

    ``has_begun`` tells that a request has been sent and not been answered to its end,
    ``has_answered`` that the client has got a part of that answer.
    """

    def __init__(self, client: ClientSide, key: Upstream) -> None:
        self.key: Upstream = key
        self.has_begun = self.has_answered = False
        self._client = client
        self._is_head = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no such class

    def connection_lost(self, error: Exception | None) -> None:
        self._client.lose_upstream(self)

    def pause_writing(self) -> None:
        self._client.transport.pause_reading()

    def resume_writing(self) -> None:
        self._client.transport.resume_reading()

    def begin(self, exchange: Exchange) -> None:
        """Expect the answer to that request."""
        if not self.has_begun:
            self.has_begun, self.has_answered = True, False
            self._is_head = exchange.is_head
            self._parser = httptools.HttpResponseParser(self)

    def data_received(self, data: bytes) -> None:
        if not self.has_begun:  # an answer that nobody asked for
            self.transport.close()
            return
        self.has_answered = True
        self._client.transport.write(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._client.transport.close()

    def on_headers_complete(self) -> None:
        """An answer to HEAD ends here."""
        if self._is_head:
            self._end()

    def on_message_complete(self) -> None:
        """The answer is whole, unless it was one of 1xx, which another follows."""
        if self.has_begun and self._parser.get_status_code() >= _FIRST_FINAL_STATUS:
            self._end()

    def _end(self) -> None:
        self.has_begun = False
        self._client.end_exchange(keeps=self._parser.should_keep_alive())
