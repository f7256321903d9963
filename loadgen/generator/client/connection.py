"""One connection to the server, on an asyncio protocol: one request, one future, one response."""

import asyncio
import math
from time import perf_counter

import httpx

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.request import Wire
from loadgen.generator.client.response import LazyResponse
from loadgen.generator.client.response_parser import ResponseParser


class Connection(asyncio.Protocol):
    """Times are ``time.perf_counter`` in seconds.

    ``usable`` tells whether another request may be sent once this one is answered, ``heard_at``
    when the last one was. ``deadline`` is when the request under way fails. ``counted`` is how many
    requests were sent over it while their number was limited.
    """

    __slots__ = (
        "_begun_at",
        "_group",
        "_last_call",
        "_loop",
        "_parser",
        "_plain",
        "_transport",
        "_waiter",
        "_wire",
        "counted",
        "deadline",
        "heard_at",
        "usable",
    )

    _wire: Wire

    def __init__(self, group: ConnectionRegistry, loop: asyncio.AbstractEventLoop) -> None:
        self._group = group
        self._loop = loop
        self._parser = ResponseParser(group.heads, body_limit=group.body_limit)
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[LazyResponse] | None = None
        self._plain = False
        self._begun_at = self._last_call = 0.0
        self.counted = 0
        self.deadline = math.inf
        self.heard_at = perf_counter()
        self.usable = True

    def send(self, wire: Wire, now: float, timeout_s: float) -> "asyncio.Future[LazyResponse]":
        """Write a request. The future gets its response, or an httpx.TransportError."""
        self._waiter = waiter = self._loop.create_future()
        self._wire = wire
        self._plain = wire.plain
        self._begun_at = now
        self.deadline = now + timeout_s
        if wire.head_only:
            self._parser.begin(head_only=True)
        if wire.read_timeout_s is not None:
            self._last_call = self.deadline
            self.deadline = min(self._last_call, now + wire.read_timeout_s)
        assert self._transport is not None
        self._transport.write(wire.data)
        return waiter

    def abort(self) -> None:
        """Close at once, and forget the request under way."""
        self.usable = False
        self._waiter = None
        self.deadline = math.inf
        if self._transport is not None:
            self._transport.abort()

    def give_up(self) -> None:
        """Abort while it is being made: then uvloop does not always tell that it is lost."""
        self.abort()
        self._group.discard(self)

    def fail(self, error: httpx.TransportError) -> None:
        """End the request under way with an error, and the connection with it."""
        waiter = self._waiter
        self.abort()
        if waiter is not None and not waiter.done():
            waiter.set_exception(error)

    def expire(self, now: float) -> None:
        """The deadline has passed: if a request is still under way, it fails."""
        self.deadline = math.inf
        if self._waiter is not None:
            waited = now - self._begun_at
            self.fail(httpx.ReadTimeout(f"No complete answer within {waited:.3g} s."))

    def forgive(self, seconds: float) -> None:
        """This process stood still for so long: that is nobody's latency, and no server's delay."""
        if self._waiter is not None:
            self._begun_at += seconds
            self._last_call += seconds
            self.deadline += seconds

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are asyncio's in all but their class.
        self._transport = transport  # type: ignore[assignment]
        if self.usable:
            self._group.add(self)
        else:
            self.abort()  # given up while it was being made

    def data_received(self, data: bytes) -> None:
        group = self._group
        group.bytes_received += len(data)
        head = group.heads.last
        waiter = self._waiter
        if self._plain and len(data) == head.whole and waiter and data.startswith(head.raw):
            # The usual case: a whole response in one piece, with a head that is known already.
            self.heard_at = now = perf_counter()
            self._plain = False
            self._waiter = None
            if not waiter.done():
                waiter.set_result(LazyResponse(head, data, now - self._begun_at))
        else:
            self._parse(data)

    def _parse(self, data: bytes) -> None:
        if self._waiter is None:
            self.abort()  # nobody asked for anything
            return
        self._plain = False
        self.heard_at = perf_counter()
        if self._wire.read_timeout_s is not None:
            self.deadline = min(self._last_call, self.heard_at + self._wire.read_timeout_s)
        try:
            complete = self._parser.feed(data)
        except httpx.RemoteProtocolError as error:
            self.fail(error)
            return
        if complete:
            self._finish(self._waiter)

    def _finish(self, waiter: "asyncio.Future[LazyResponse]") -> None:
        parser = self._parser
        assert parser.head is not None
        response = LazyResponse(parser.head, parser.body, self.heard_at - self._begun_at)
        self.usable = parser.clean and not self._wire.closing
        self._waiter = None
        self._plain = False
        parser.begin(head_only=False)
        if not waiter.done():
            waiter.set_result(response)
        if not self.usable:
            self.abort()

    def eof_received(self) -> None:
        self.usable = False
        if self._waiter is None:
            return
        self.heard_at = perf_counter()
        try:
            self._parser.eof()
        except httpx.RemoteProtocolError as error:
            self.fail(error)
        else:
            self._finish(self._waiter)

    def connection_lost(self, exc: Exception | None) -> None:
        self._group.discard(self)
        self._transport = None
        if exc is None:
            self.eof_received()
            return
        # The loop hands on what our own code raised too: that is not the server's doing.
        lost = httpx.ReadError if isinstance(exc, OSError) else httpx.TransportError
        error = lost(str(exc))
        error.__cause__ = exc
        self.fail(error)
