"""What one request costs the client, in CPU, within this project: ``python -m
tests.benchmarks.client_cpu [SECONDS] [CONNECTIONS]``. (``check-instrument`` has the bars and more
peers.)

A trivial server has one core, the client another (on Linux; elsewhere the system places them). What
is printed is user and system time of the whole client process by the number of its requests, from
the first one on: starting Python is not counted. 64 connections unless it is told; each client runs
twice and the better run counts. The slow clients are left out above 64.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.util import find_spec

import httpx
import msgspec

from loadgen.generator.event_loop import event_loop

CONNECTIONS = 64
LEAN = ("LoadTransport, called directly", "aiohttp")
BODY = b'{"message":"Hello, World!"}'
ANSWER = (
    b"HTTP/1.1 200 OK\r\nServer: trivial\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
)
Send = Callable[[], Awaitable[object]]


class Result(msgspec.Struct):
    """Requests that were answered, and the CPU seconds that took."""

    requests: int
    cpu_s: float

    @property
    def us(self) -> float:
        return self.cpu_s / self.requests * 1e6


class _Trivial(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._transport.write(ANSWER * data.count(b"\r\n\r\n"))  # type: ignore[attr-defined]


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Trivial, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def _counted(sends: list[Send], seconds: float) -> Result:
    """Each send is called over and over, all of them at a time."""
    until = time.perf_counter() + seconds
    count = 0

    async def user(send: Send) -> None:
        nonlocal count
        while time.perf_counter() < until:
            await send()
            count += 1

    before = time.process_time()
    await asyncio.gather(*(user(send) for send in sends))
    return Result(count, time.process_time() - before)


async def _our_transport(url: str, seconds: float, connections: int) -> Result:
    from loadgen.generator.client.request import PreparedRequest
    from loadgen.generator.client.transport import LoadTransport

    request = PreparedRequest("GET", url)
    async with LoadTransport() as transport:
        send = partial(transport.handle_async_request, request)
        return await _counted([send] * connections, seconds)


async def _our_transport_in_a_client(url: str, seconds: float, connections: int) -> Result:
    from loadgen.generator.client.transport import LoadTransport

    async with httpx.AsyncClient(transport=LoadTransport()) as client:
        send = partial(client.send, client.build_request("GET", url))
        return await _counted([send] * connections, seconds)


async def _aiohttp(url: str, seconds: float, connections: int) -> Result:
    import aiohttp  # type: ignore[import-not-found,unused-ignore]

    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def send() -> None:
            async with session.get(url) as response:
                await response.read()

        return await _counted([send] * connections, seconds)


async def _httpx_per_user(url: str, seconds: float, connections: int) -> Result:
    clients = [httpx.AsyncClient(trust_env=False) for _ in range(connections)]
    try:
        return await _counted([partial(client.get, url) for client in clients], seconds)
    finally:
        await asyncio.gather(*(client.aclose() for client in clients))


async def _httpx_shared(url: str, seconds: float, connections: int) -> Result:
    limits = httpx.Limits(max_connections=connections)
    async with httpx.AsyncClient(trust_env=False, limits=limits, timeout=60) as client:
        return await _counted([partial(client.get, url)] * connections, seconds)


IN_PROCESS = {
    "LoadTransport, called directly": _our_transport,
    "LoadTransport in httpx.AsyncClient": _our_transport_in_a_client,
    "aiohttp": _aiohttp,
    "httpx, a client for each user": _httpx_per_user,
    "httpx, one shared client": _httpx_shared,
}


def _run(core: int, *command: str) -> str:
    taskset = ("taskset", "-c", str(core)) if shutil.which("taskset") else ()
    return subprocess.run([*taskset, *command], check=True, capture_output=True, text=True).stdout


def _wrk(url: str, seconds: float, connections: int) -> Result:
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = _run(1, "wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", url)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = re.search(r"(\d+) requests in", said)
    assert found, said
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Result(int(found[1]), cpu_s)


def _generator(url: str, seconds: float, connections: int) -> Result:
    options = ("--url", url, "--concurrency", str(connections), "--duration", str(seconds))
    totals = msgspec.json.decode(_run(1, sys.executable, "-m", "loadgen.generator", *options))
    requests = totals["requests"]["sent"]
    return Result(requests, totals["generator"]["cpu_us_per_request"] * requests / 1e6)


def _in_process(name: str, url: str, seconds: float, connections: int) -> Result:
    module = ("-m", "tests.benchmarks.client_cpu")
    said = _run(1, sys.executable, *module, "--client", name, url, str(seconds), str(connections))
    return msgspec.json.decode(said, type=Result)


def _clients(connections: int) -> dict[str, Callable[[str, float, int], Result]]:
    clients: dict[str, Callable[[str, float, int], Result]] = {}
    if shutil.which("wrk"):
        clients["wrk"] = _wrk
    clients["python -m loadgen.generator"] = _generator
    for name in IN_PROCESS if connections <= CONNECTIONS else LEAN:
        if name != "aiohttp" or find_spec("aiohttp"):
            clients[name] = partial(_in_process, name)
    return clients


def _compare(seconds: float, connections: int) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.client_cpu", "--serve"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        url = f"http://127.0.0.1:{int(server.stdout.readline())}/hello"
        wrk_us = None
        print(f"{'client':<36}{'µs CPU/request':>15}{'requests/s':>12}{'x wrk':>8}", flush=True)
        for name, measure in _clients(connections).items():
            best = min(
                (measure(url, seconds, connections) for _ in range(2)), key=lambda result: result.us
            )
            wrk_us = best.us if name == "wrk" else wrk_us
            ratio = f"{best.us / wrk_us:8.2f}" if wrk_us else ""
            rate = best.requests / seconds
            print(f"{name:<36}{best.us:15.2f}{rate:12,.0f}{ratio}", flush=True)
    finally:
        server.kill()
        server.wait()


def main(arguments: list[str]) -> None:
    """Compare; or be the server, or one of the clients, of a comparison."""
    with asyncio.Runner(loop_factory=event_loop) as runner:
        if arguments[:1] == ["--serve"]:
            if hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(0, {0})
            runner.run(_serve())
        elif arguments[:1] == ["--client"]:
            name, url, seconds, connections = arguments[1:]
            result = runner.run(IN_PROCESS[name](url, float(seconds), int(connections)))
            print(msgspec.json.encode(result).decode())
        else:
            seconds, connections = (*arguments, *("3", str(CONNECTIONS))[len(arguments) :])
            _compare(float(seconds), int(connections))


if __name__ == "__main__":
    main(sys.argv[1:])
