"""What is sent at present, and by which client."""

import asyncio
from typing import TYPE_CHECKING, Protocol

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.connection_spread import ConnectionSpread
from loadgen.generator.client.request import Origin, PreparedRequest
from loadgen.generator.request_cycle import NextRequest
from loadgen.model.clients import DEFAULT_CLIENT, ClientKey, client
from servers.process.import_string import import_object

if TYPE_CHECKING:
    from collections.abc import Callable


class Response(Protocol):
    """``latency_s`` is from before the first byte was sent, at ``sent_at``, to the last received.

    ``sent_at`` is by ``time.perf_counter``.
    """

    @property
    def status_code(self) -> int: ...
    @property
    def latency_s(self) -> float: ...
    @property
    def sent_at(self) -> float: ...


class Sender(Protocol):
    """One client, for one request at a time."""

    async def handle_async_request(self, request: PreparedRequest, /) -> Response:
        """The whole response; raises httpx.TransportError."""

    def go_by(self, port: int | None) -> None:
        """Connect to this port of the server from now on, to the request's own where it is None."""

    def limit(self, requests_per_connection: int) -> None:
        """Close each connection after so many requests from now on, none for 0."""

    def keep_only(self, origin: Origin) -> None:
        """Close the free connections to anywhere else."""

    async def aclose(self) -> None:
        """Close what is free."""


class RequestSource:
    """What all users send at present: ``next_request`` gives one after the other.

    ``generation`` counts how often that has changed. All requests go to ``origin``, so many over
    each connection as ``requests_per_connection`` says, any number where it is 0.
    """

    next_request: NextRequest
    origin: Origin

    def __init__(self, group: ConnectionRegistry) -> None:
        self._group = group
        self._factories: dict[ClientKey, Callable[[], Sender]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self.client = DEFAULT_CLIENT
        self.generation = 0
        self.requests_per_connection = 0
        self.spread = ConnectionSpread()

    def change(
        self,
        next_request: NextRequest,
        origin: Origin,
        client: ClientKey,
        ports: tuple[int, ...] = (),
        requests_per_connection: int = 0,
    ) -> None:
        """Send these from now on, over connections that are spread over these ports."""
        self.requests_per_connection = requests_per_connection
        if ports != self.spread.ports:
            self.spread = ConnectionSpread(ports)
        self.next_request = next_request
        self.origin = origin
        self.client = client
        self.generation += 1

    def sender(self) -> Sender:
        """What sends one request at a time."""
        if self.client not in self._factories:
            self._factories[self.client] = import_object(client(self.client).make)(self._group)
        return self._factories[self.client]()

    def retire(self, sender: Sender) -> None:
        """Close a sender, in a task of its own: who used it may be cancelled at any moment."""
        closing = asyncio.get_running_loop().create_task(sender.aclose())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    async def stop(self) -> None:
        """Wait until all senders that were retired are closed."""
        if self._closing:
            await asyncio.wait(self._closing)


class ConnectionSlot:
    """One connection's place in the load: it sends one request at a time, by ``sender``.

    ``generation`` is that of the job it sends; where that is old, it is to be renewed.
    """

    __slots__ = ("_client", "_job", "_port", "_spread", "generation", "sender")

    def __init__(self, job: RequestSource) -> None:
        self._job = job
        self._client = job.client
        self.generation = job.generation
        self.sender = job.sender()
        self._spread = job.spread
        self._port = job.spread.take()
        self.sender.go_by(self._port)
        self.sender.limit(job.requests_per_connection)

    def renew(self) -> None:
        """Go to where requests go now, by the client that is to send them."""
        job = self._job
        self.generation = job.generation
        if self._spread is not job.spread:
            self._spread = job.spread
            self._port = job.spread.take(self._port)
        if self._client == job.client:
            self.sender.keep_only(job.origin)
        else:
            job.retire(self.sender)
            self.sender = job.sender()
            self._client = job.client
        self.sender.go_by(self._port)
        self.sender.limit(job.requests_per_connection)

    def leave(self) -> None:
        """Close its connection."""
        self._spread.give_back(self._port)
        self._job.retire(self.sender)
