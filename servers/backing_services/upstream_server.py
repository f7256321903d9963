"""The external API that the servers call: slow, jittery and faulty as the request says.

``GET /product?latency_ms=50&jitter_ms=0&failure_percent=0``. No framework: it must never be the
limit itself, and neither contestant's framework shall serve both.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

import uvicorn

from servers.backing_services.backing_service import Ended
from servers.catalog.low_discrepancy import golden_fraction
from servers.process.loopback_socket import BACKLOG, HOST, KEEP_ALIVE_S, bind

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]

PRODUCT = b'{"product":"Walnut desk","stock":12,"price_cents":24900}'
_FAILED = b'{"detail":"The upstream fails as it was asked to."}'
_UNKNOWN = b'{"detail":"There is only /product."}'


class Product:
    """The ASGI application. ``seed`` decides the jitter."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._calls = 0

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Answer one request."""
        if scope["path"] != "/product":
            return await _answer(send, 404, _UNKNOWN)
        asked = {key: _number(value) for key, value in parse_qsl(scope["query_string"].decode())}
        fails = self._fails(asked.get("failure_percent", 0.0))
        jitter_ms = asked.get("jitter_ms", 0.0) * self._random.random()
        await asyncio.sleep((asked.get("latency_ms", 0.0) + jitter_ms) / 1000)
        return await _answer(send, 503 if fails else 200, _FAILED if fails else PRODUCT)

    def _fails(self, percent: float) -> bool:
        """Of any 100 calls in a row about ``percent`` fail, and also of every second of them.

        Two lanes that take turns get their equal shares.
        """
        self._calls += 1
        return golden_fraction(self._calls) < percent / 100


class Upstream:
    """Fulfils ``Service``."""

    product = "Upstream"
    version = ""
    simulated = False
    reason = ""

    def __init__(self, server: uvicorn.Server, serving: "asyncio.Task[None]", url: str) -> None:
        self._server = server
        self._serving = serving
        self.url = url

    async def wait_ended(self) -> Ended:
        await asyncio.wait({self._serving})
        return Ended("The upstream ended.")

    async def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        await asyncio.wait({self._serving})


async def start_upstream() -> Upstream:
    """Serve it from this process."""
    listener = bind()
    listener.listen(BACKLOG)
    config = uvicorn.Config(
        Product(),
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        lifespan="off",
        interface="asgi3",
        ws="none",
        access_log=False,
        server_header=False,
        log_level="warning",
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    # From here on the system takes connections, and uvicorn answers them as soon as it is up.
    return Upstream(server, serving, f"http://{HOST}:{listener.getsockname()[1]}")


async def _answer(send: _Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 60_000.0)
    except ValueError:
        return 0.0
