"""An ``httpx.AsyncBaseTransport`` for measuring: HTTP/1.1 to plain ``http://`` addresses, and lean.

It behaves as httpx's own transport does, and raises the same exceptions, but for what is meant:

- a response is returned when it has arrived whole, and an error of its body is raised by then;
- a deadline holds for the whole request; httpx's timeouts for connecting and for a silent server
  are kept too where a client sets them;
- bytes after a response close the connection, instead of being taken for the next response;
- upgrades and CONNECT are refused; there is no proxy, no redirect, no TLS, and the environment is
  not looked at;
- bodies have a limit, and so have heads at exactly 100 KiB, wherever they were cut.
"""

import asyncio
import contextlib
from collections.abc import Callable
from time import perf_counter

import httpx

from loadgen.generator.client.connection import Connection
from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.request import Origin, PreparedRequest, Wire, closing_wire, wire_of
from loadgen.generator.client.response import LazyResponse

# Less than half of what servers grant: uvicorn closes idle connections after 5 s.
KEEPALIVE_S = 2.0


class LoadTransport(httpx.AsyncBaseTransport):
    """Sends requests, each over a connection of its own while it is under way.

    Connections that are free are kept, and the one that was used last is used first. Transports
    that share a ``group`` share what is worth sharing; so each user of a load may have one of its
    own.
    """

    def __init__(
        self,
        *,
        timeout_s: float = 60.0,
        keepalive_s: float = KEEPALIVE_S,
        group: ConnectionRegistry | None = None,
    ) -> None:
        self.timeout_s = timeout_s
        self._keepalive_s = keepalive_s
        self._group = ConnectionRegistry() if group is None else group
        self._free: dict[Origin, list[Connection]] = {}
        self._port: int | None = None
        self._requests_per_connection = 0
        self._closed = False

    async def handle_async_request(self, request: httpx.Request) -> LazyResponse:
        """The whole response; raises httpx.TransportError."""
        if request.__class__ is PreparedRequest:
            wire: Wire = request.wire
        else:
            await request.aread()
            wire = wire_of(request)
        begun = now = perf_counter()
        timeout_s = self.timeout_s if wire.timeout_s is None else wire.timeout_s
        free = self._free.get(wire.origin)
        connection = self._take(free, now) if free else None
        if connection is None:
            connection = await self._connected(wire, timeout_s)
            now = perf_counter()
            timeout_s -= now - begun
        if self._requests_per_connection:
            wire = self._counted(connection, request, wire)
        try:
            response = await connection.send(wire, now, timeout_s)
        except BaseException:
            connection.abort()
            raise
        response.sent_at = now
        if connection.usable:
            self._keep(connection, wire.origin)
        return response

    async def aclose(self) -> None:
        """Close what is free; what is under way is closed when it ends."""
        self._closed = True
        for connections in self._free.values():
            for connection in connections:
                connection.abort()
        self._free.clear()

    def go_by(self, port: int | None) -> None:
        """Connect to this port of the requests' address from now on, to their own where it is None.

        The free connections by another are closed.
        """
        if port != self._port:
            self._port = port
            for connections in self._free.values():
                for connection in connections:
                    connection.abort()
            self._free.clear()

    def limit(self, requests_per_connection: int) -> None:
        """Send so many requests over each connection, the last with ``Connection: close``.

        0: as many as the server takes.
        """
        self._requests_per_connection = requests_per_connection

    def keep_only(self, origin: Origin) -> None:
        """Close the free connections to anywhere else."""
        for other in [each for each in self._free if each != origin]:
            for connection in self._free.pop(other):
                connection.abort()

    def _counted(self, connection: Connection, request: httpx.Request, wire: Wire) -> Wire:
        """Count this request; what is to be sent for it, which may be the connection's last."""
        connection.counted += 1
        if connection.counted < self._requests_per_connection:
            return wire
        if isinstance(request, PreparedRequest):
            return request.closing_wire
        return closing_wire(request, wire)

    def _take(self, free: list[Connection], now: float) -> Connection | None:
        while free:
            connection = free.pop()
            if connection.usable and now - connection.heard_at < self._keepalive_s:
                return connection
            connection.abort()
        return None

    def _keep(self, connection: Connection, origin: Origin) -> None:
        if self._closed:
            connection.abort()
        else:
            self._free.setdefault(origin, []).append(connection)

    async def _connected(self, wire: Wire, timeout_s: float) -> Connection:
        limit_s = timeout_s if wire.connect_timeout_s is None else wire.connect_timeout_s
        host, port = wire.origin
        connection = Connection(self._group, asyncio.get_running_loop())
        try:
            async with asyncio.timeout(min(limit_s, timeout_s)):
                await self._connect(connection, host, port)
        except BaseException as error:
            connection.give_up()
            if isinstance(error, TimeoutError):
                late = f"No connection to {host} port {port} in time."
                raise httpx.ConnectTimeout(late) from error
            if isinstance(error, OSError):
                raise httpx.ConnectError(str(error)) from error
            raise
        return connection

    async def _connect(self, connection: Connection, host: str, port: int) -> None:
        """By the port of one process where there is one; it may have ended a moment ago."""
        loop = asyncio.get_running_loop()
        if self._port is not None:
            with contextlib.suppress(ConnectionRefusedError):
                await loop.create_connection(lambda: connection, host, self._port)
                return
        await loop.create_connection(lambda: connection, host, port)


def own_transports(registry: ConnectionRegistry) -> Callable[[], LoadTransport]:
    """What makes one transport for each sender, their connections in this registry."""
    return lambda: LoadTransport(group=registry)
