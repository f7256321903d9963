"""Several processes behind one socket; a light supervisor starts, adds up and ends them."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence

import msgspec

from servers.catalog.server_variant import ServerVariant
from servers.launcher import RunningServer
from servers.process import loopback_socket
from servers.process.child_environment import given_settings
from servers.process.child_process import Child
from servers.process.exit_outcome import Outcome
from servers.process.parent_death import on_stdin_closed
from servers.telemetry.gauge import Gauge, combine_processes
from servers.telemetry.messages import Load, Telemetry
from servers.telemetry.reporter import Reporter

_GRACE_S = 2.0


async def supervise(
    variant: ServerVariant,
    settings: Mapping[str, int],
    listener: socket.socket,
    nonce: str,
    modules: Sequence[str] = (),
) -> int:
    """Serve with ``settings["workers"]`` processes until stdin closes.

    They live and die together: the exit code is 1 when one died by itself, and stderr says which.
    """
    count = settings["workers"]
    leaving = asyncio.Event()
    loop = asyncio.get_running_loop()

    def leave() -> None:
        loop.call_soon_threadsafe(leaving.set)

    on_stdin_closed(leave)
    workers: list[RunningServer] = []
    try:
        for _ in range(count):  # one by one: if one cannot start, those before it are stopped
            workers.append(await _start(variant, settings, listener, nonce, modules))  # noqa: PERF401
        asked = asyncio.create_task(leaving.wait())
        announcing = asyncio.create_task(_announce(workers, listener, leave))
        ends = [asyncio.create_task(each.wait()) for each in workers]
        await asyncio.wait([asked, *ends], return_when=asyncio.FIRST_COMPLETED)
        announcing.cancel()
        for each in workers:
            if each.outcome and not asked.done():
                _tell(each, each.outcome, count)
        return 0 if asked.done() else 1
    finally:
        await asyncio.gather(*(each.stop(_GRACE_S) for each in workers))


async def _start(
    variant: ServerVariant,
    settings: Mapping[str, int],
    listener: socket.socket,
    nonce: str,
    modules: Sequence[str],
) -> RunningServer:
    chosen = variant.set_options(settings)
    chosen += [word for each in modules for word in ("--with", each)]
    worker = ("--worker-of", nonce, "--listener", f"{listener.fileno()}")
    child = await Child.start(
        "servers",
        *("--variant", variant.key, *chosen, *worker),
        pass_fds=(listener.fileno(),),
        environment=given_settings(),
    )
    child.send(loopback_socket.share_socket(listener, child.pid))
    return RunningServer(child)


async def _announce(
    workers: list[RunningServer], listener: socket.socket, on_deaf: Callable[[], None]
) -> None:
    """Once all are ready, be ready; then report their sums."""
    first, *others = await asyncio.gather(*(each.announced for each in workers))
    port = listener.getsockname()[1]
    gauge = Gauge()

    def read(seq: int) -> Telemetry:
        latest = [each.telemetry for each in workers if each.telemetry is not None]
        return combine_processes(gauge.read(seq, Load()), latest)

    ports = tuple(port for each in (first, *others) for port in each.process_ports)
    ready = msgspec.structs.replace(first, pid=os.getpid(), port=port, process_ports=ports)
    Reporter(ready, read, on_deaf).start()


def _tell(worker: RunningServer, outcome: Outcome, count: int) -> None:
    said = "\n".join(worker.last_lines)
    sentence = f"One of {count} workers, process {worker.pid}, ended: {outcome.describe()}."
    sys.stderr.write(f"{said}\n{sentence}\n" if said else f"{sentence}\n")
