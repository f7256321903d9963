"""Stock httpx as a client, to show what the client does to a benchmark."""

import asyncio
import ssl
from time import perf_counter
from typing import NamedTuple

import httpx

from loadgen.generator.request import Origin, PreparedRequest
from loadgen.generator.transport import KEEPALIVE_S

# Nothing is encrypted here; a context of its own would take each client 20 ms to make.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class StockResponse(NamedTuple):
    """What is needed of a response; times as those of ``LazyResponse``."""

    status_code: int
    latency_s: float
    sent_at: float


class StockClient:
    """An ``httpx.AsyncClient`` as it comes, asked as people ask it.

    Its limits are lifted and the environment is not looked at: its pool and its proxies are not
    what is to be measured. Several users may ``join`` it; the last one to close it does.
    """

    def __init__(self) -> None:
        limits = httpx.Limits(
            max_connections=None, max_keepalive_connections=None, keepalive_expiry=KEEPALIVE_S
        )
        self._client = httpx.AsyncClient(
            verify=_NO_TLS, trust_env=False, limits=limits, timeout=None
        )
        self._users = 1

    def join(self) -> "StockClient":
        """One more user of it."""
        self._users += 1
        return self

    @property
    def closed(self) -> bool:
        """Whether it can be used no more."""
        return self._users == 0

    async def handle_async_request(self, request: PreparedRequest) -> StockResponse:
        """Send and read the whole response; raises httpx.TransportError.

        The deadline is for all of it: httpx's own are for each read.
        """
        begun = perf_counter()
        limit_s = request.wire.timeout_s
        try:
            async with asyncio.timeout(limit_s):
                response = await self._client.request(
                    request.method, request.url, headers=request.headers, content=request.content
                )
        except TimeoutError as error:
            raise httpx.ReadTimeout(f"No complete answer within {limit_s} s.") from error
        return StockResponse(response.status_code, perf_counter() - begun, begun)

    def keep_only(self, origin: Origin) -> None:
        """Connections to elsewhere close by themselves, after 2 s."""

    async def aclose(self) -> None:
        """Leave it; with the last user its connections go."""
        self._users -= 1
        if self._users == 0:
            await self._client.aclose()
