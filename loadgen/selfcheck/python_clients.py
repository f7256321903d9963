"""A Python client under load.

``python -m loadgen.selfcheck.python_clients NAME URL CONNECTIONS SECONDS``.

So many users, each with one request in flight. It says when it is ready, waits for a line on its
stdin, and prints how many requests were answered. What that cost is the parent's to ask.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial

import msgspec

from servers.process.parent_death import die_with_parent

Send = Callable[[], Awaitable[object]]


def _gate() -> None:
    """All that is needed has been imported and made: what comes now is the load."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


async def _count_answers(sends: list[Send], seconds: float) -> int:
    """Each send is called over and over, all of them at a time."""
    _gate()
    until = time.perf_counter() + seconds
    count = 0

    async def user(send: Send) -> None:
        nonlocal count
        while time.perf_counter() < until:
            await send()
            count += 1

    await asyncio.gather(*(user(send) for send in sends))
    return count


async def faceoff_direct(url: str, connections: int, seconds: float) -> int:
    """Answers by Faceoff's transport alone, as the generator calls it."""
    from loadgen.generator.client.request import PreparedRequest
    from loadgen.generator.client.transport import LoadTransport

    async with LoadTransport() as transport:
        send = partial(transport.handle_async_request, PreparedRequest("GET", url))
        return await _count_answers([send] * connections, seconds)


async def faceoff_in_httpx(url: str, connections: int, seconds: float) -> int:
    """Answers by one httpx client over Faceoff's transport."""
    import httpx

    from loadgen.generator.client.transport import LoadTransport

    async with httpx.AsyncClient(transport=LoadTransport()) as client:
        send = partial(client.send, client.build_request("GET", url))
        return await _count_answers([send] * connections, seconds)


async def aiohttp_client(url: str, connections: int, seconds: float) -> int:
    """Answers by one aiohttp session with a pool of ``connections``."""
    import aiohttp

    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def send() -> None:
            async with session.get(url) as response:
                await response.read()

        return await _count_answers([send] * connections, seconds)


async def httpx_per_user(url: str, connections: int, seconds: float) -> int:
    """Answers by an httpx client of its own for each connection."""
    import httpx

    # One TLS context for all: making one for each would be most of the work.
    context = httpx.create_ssl_context(trust_env=False)
    clients = [httpx.AsyncClient(trust_env=False, verify=context) for _ in range(connections)]
    try:
        return await _count_answers([partial(client.get, url) for client in clients], seconds)
    finally:
        await asyncio.gather(*(client.aclose() for client in clients))


async def httpx_shared(url: str, connections: int, seconds: float) -> int:
    """Answers by one httpx client with a pool of ``connections``."""
    import httpx

    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    async with httpx.AsyncClient(trust_env=False, limits=limits, timeout=60) as client:
        return await _count_answers([partial(client.get, url)] * connections, seconds)


def locust(url: str, connections: int, seconds: float, *, fast: bool) -> int:
    """Answers by Locust's users, whose client is geventhttpclient where ``fast``, else requests."""
    import gevent
    from locust import FastHttpUser, HttpUser, task
    from locust.env import Environment

    base: type[FastHttpUser] | type[HttpUser] = FastHttpUser if fast else HttpUser

    class Visitor(base):  # type: ignore[valid-type,misc,unused-ignore]
        host = url

        @task  # type: ignore[untyped-decorator,unused-ignore]
        def ask(self) -> None:
            self.client.get(url)

    environment = Environment(user_classes=[Visitor])
    runner = environment.create_local_runner()
    _gate()
    runner.start(connections, spawn_rate=connections)
    gevent.sleep(seconds)
    runner.quit()
    return int(environment.stats.total.num_requests)


_ON_ASYNCIO: dict[str, Callable[[str, int, float], Awaitable[int]]] = {
    "faceoff-direct": faceoff_direct,
    "faceoff-in-httpx": faceoff_in_httpx,
    "aiohttp": aiohttp_client,
    "aiohttp-uvloop": aiohttp_client,
    "httpx-per-user": httpx_per_user,
    "httpx-shared": httpx_shared,
}
# The others run as their documentation has them run: on asyncio's own loop.
_ON_THE_FASTEST_LOOP = {"faceoff-direct", "faceoff-in-httpx", "aiohttp-uvloop"}


async def _on_asyncio(name: str, url: str, connections: int, seconds: float) -> int:
    return await _ON_ASYNCIO[name](url, connections, seconds)


def main(name: str, url: str, connections: str, seconds: str) -> None:
    """Load, then print how many requests were answered."""
    die_with_parent()
    load = (url, int(connections), float(seconds))
    if name in _ON_ASYNCIO:
        from loadgen.generator.event_loop import event_loop

        make_loop = event_loop if name in _ON_THE_FASTEST_LOOP else asyncio.new_event_loop
        with asyncio.Runner(loop_factory=make_loop) as runner:
            answered = runner.run(_on_asyncio(name, *load))
    else:
        answered = locust(*load, fast=name == "locust-fast")
    sys.stdout.write(msgspec.json.encode({"requests": answered}).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])
