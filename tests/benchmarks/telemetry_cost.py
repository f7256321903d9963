"""What reporting costs a server: ``python -m tests.benchmarks.telemetry_cost [PAIRS] [VARIANT..]``.

One server is asked the same ``hello`` over 64 connections, in turns of half a second in which it
reports ten times a second or not at all, on off, off on: so that nothing differs but the reports.
It has one core, the sender another (where the system lets a program choose). Told are the ratios of
requests a second, and of the server's CPU time for a request, which hardly minds what else the
machine does: medians over all pairs, with their 95 % bootstrap intervals. The bar: at most 2 % less
throughput with reports. Exit code 1 when more is shown.
"""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import msgspec
import numpy as np
import psutil

from loadgen.generator.client.request import PreparedRequest
from loadgen.generator.client.transport import LoadTransport
from loadgen.generator.event_loop import event_loop
from servers.process.child_environment import child_environment
from servers.process.child_process import PROJECT_ROOT
from servers.telemetry.messages import Ready
from servers.telemetry.reporter import INTERVAL_S

CONNECTIONS = 64
TURN_S = 0.5
PAIRS = 40
BAR = 0.02
_VARIANTS = ("flask", "fastapi")
_PROGRAM = """
import socket, sys
from servers.process import native_threads as threads
from servers.__main__ import main

# It reports when it is told to, instead of after a while.
told = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
threads.sleep = lambda seconds: told.recv(1)
sys.exit(main(sys.argv[2:]))
"""


class Server(NamedTuple):
    """Who is asked, where, and what tells it to report."""

    pid: int
    url: str
    prompt: socket.socket


class Turn(NamedTuple):
    """What came of one turn: requests a second, and CPU seconds of the server for each."""

    per_s: float
    cpu_s: float


@contextlib.contextmanager
def served(variant: str) -> Iterator[Server]:
    """A server child on the last core."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = f"{listener.getsockname()[1]}"
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, port, "--variant", variant],
            cwd=PROJECT_ROOT,
            env=child_environment(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        prompt, _ = listener.accept()
    assert process.stdin is not None
    assert process.stdout is not None
    with process, prompt:
        try:
            keep_to(process.pid, -1)
            ready = msgspec.json.decode(process.stdout.readline(), type=Ready)
            # Nobody is interested, but its reports may not fill the pipe.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            yield Server(process.pid, f"http://127.0.0.1:{ready.port}/hello", prompt)
        finally:
            process.stdin.close()
            process.wait()


def keep_to(pid: int, place: int) -> None:
    """On the first or the last of the processors that may be used."""
    with contextlib.suppress(AttributeError, psutil.Error):
        process = psutil.Process(pid)
        process.cpu_affinity([process.cpu_affinity()[place]])  # type: ignore[attr-defined,unused-ignore]


async def turn(server: Server, reports: bool, seconds: float = TURN_S) -> Turn:
    """Ask it for so long."""
    request, process = PreparedRequest("GET", server.url), psutil.Process(server.pid)
    async with LoadTransport() as transport:
        send = partial(transport.handle_async_request, request)
        counts = [0] * CONNECTIONS
        before, began = process.cpu_times(), time.perf_counter()

        async def user(n: int) -> None:
            while time.perf_counter() - began < seconds:
                await send()
                counts[n] += 1

        async def remind() -> None:
            while time.perf_counter() - began < seconds:
                # As often where it does not report: the sender does the same in both.
                if reports:
                    server.prompt.send(b".")
                await asyncio.sleep(INTERVAL_S)

        await asyncio.gather(remind(), *map(user, range(CONNECTIONS)))
        after, took_s = process.cpu_times(), time.perf_counter() - began
    used_s = after.user + after.system - before.user - before.system
    return Turn(sum(counts) / took_s, used_s / sum(counts))


async def ratios(server: Server, pairs: int) -> list[Turn]:
    """With reports over without, of each pair of turns."""
    await turn(server, reports=True, seconds=2.0)  # warms up
    found = []
    for n in range(pairs):
        told = {reports: await turn(server, reports) for reports in (n % 2 == 0, n % 2 == 1)}
        found.append(Turn(*(a / b for a, b in zip(told[True], told[False], strict=True))))
    return found


def interval(values: list[float]) -> tuple[float, float, float]:
    """The median, and its 95 % interval."""
    random = np.random.default_rng(1)
    picks = np.median(random.choice(np.array(values), (10_000, len(values))), axis=1)
    low, high = np.quantile(picks, (0.025, 0.975))
    return float(np.median(values)), float(low), float(high)


def main() -> int:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    keep_to(os.getpid(), 0)
    dear = False
    for variant in sys.argv[2:] or _VARIANTS:
        with served(variant) as server, asyncio.Runner(loop_factory=event_loop) as runner:
            found = runner.run(ratios(server, pairs))
        throughput, cpu = interval([t.per_s for t in found]), interval([t.cpu_s for t in found])
        print(
            "{}: throughput × {:.4f} ({:.4f} to {:.4f}), ".format(variant, *throughput)
            + "CPU per request × {:.4f} ({:.4f} to {:.4f}), ".format(*cpu)
            + f"{pairs} pairs",
            flush=True,
        )
        dear = dear or throughput[2] < 1 - BAR
    return int(dear)


if __name__ == "__main__":
    sys.exit(main())
