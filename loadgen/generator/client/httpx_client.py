"""Stock httpx as a client, to show what the client does to a benchmark."""

import asyncio
import ssl
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

import httpx

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.request import Origin, PreparedRequest
from loadgen.generator.client.transport import KEEPALIVE_S

# Nothing is encrypted here; a context of its own would take each client 20 ms to make.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class HttpxResponse(NamedTuple):
    """What is needed of a response; times as those of ``LazyResponse``."""

    status_code: int
    latency_s: float
    sent_at: float


class SharedClient:
    """An ``httpx.AsyncClient`` as it comes, for one or several users; the last one closes it.

    Its limits are lifted and the environment is not looked at: its pool and its proxies are not
    what is to be measured.
    """

    def __init__(self) -> None:
        limits = httpx.Limits(
            max_connections=None, max_keepalive_connections=None, keepalive_expiry=KEEPALIVE_S
        )
        self.client = httpx.AsyncClient(
            verify=_NO_TLS,
            trust_env=False,
            limits=limits,
            timeout=None,  # noqa: S113 - the caller has one deadline for the whole request
        )
        self._users = 0

    def join(self) -> None:
        """One more user of it."""
        self._users += 1

    async def leave(self) -> None:
        """One user less; with the last one its connections go."""
        self._users -= 1
        if self._users == 0:
            await self.client.aclose()

    @property
    def closed(self) -> bool:
        """Whether it can be used no more."""
        return self.client.is_closed


class HttpxClient:
    """Sends one user's requests by stock httpx, asked as people ask it."""

    def __init__(self, shared: SharedClient | None = None) -> None:
        self._shared = SharedClient() if shared is None else shared
        self._shared.join()
        self._port: int | None = None
        self._requests_per_connection = self._counted = 0

    async def handle_async_request(self, request: PreparedRequest) -> HttpxResponse:
        """Send and read the whole response; raises httpx.TransportError.

        The deadline is for all of it: httpx's own are for each read.
        """
        url = request.url if self._port is None else request.url.copy_with(port=self._port)
        headers = self._closing(request.headers) if self._is_last() else request.headers
        begun = perf_counter()
        limit_s = request.wire.timeout_s
        try:
            async with asyncio.timeout(limit_s):
                response = await self._shared.client.request(
                    request.method, url, headers=headers, content=request.content
                )
        except TimeoutError as error:
            raise httpx.ReadTimeout(f"No complete answer within {limit_s} s.") from error
        return HttpxResponse(response.status_code, perf_counter() - begun, begun)

    def go_by(self, port: int | None) -> None:
        """Ask this port of the requests' address from now on."""
        self._port = port

    def limit(self, requests_per_connection: int) -> None:
        """Send ``Connection: close`` with one of so many requests, with none for 0.

        httpx does not say which connection a request takes: where users share a client, each of its
        connections carries so many on average.
        """
        self._requests_per_connection = requests_per_connection

    def keep_only(self, origin: Origin) -> None:
        """Connections to elsewhere close by themselves, after 2 s."""

    def _is_last(self) -> bool:
        """Count a request; whether its connection is to be closed after it."""
        if not self._requests_per_connection:
            return False
        self._counted += 1
        if self._counted < self._requests_per_connection:
            return False
        self._counted = 0
        return True

    @staticmethod
    def _closing(headers: httpx.Headers) -> httpx.Headers:
        closing = headers.copy()
        closing["Connection"] = "close"
        return closing

    async def aclose(self) -> None:
        """Leave the client; with its last user its connections go."""
        await self._shared.leave()


def separate_clients(_registry: ConnectionRegistry) -> Callable[[], HttpxClient]:
    """What makes a sender with an ``httpx.AsyncClient`` of its own."""
    return HttpxClient


def shared_client(_registry: ConnectionRegistry) -> Callable[[], HttpxClient]:
    """What makes senders that share one ``httpx.AsyncClient``, a new one once that is closed."""
    shared: SharedClient | None = None

    def join() -> HttpxClient:
        nonlocal shared
        if shared is None or shared.closed:
            shared = SharedClient()
        return HttpxClient(shared)

    return join
