"""A service child: ``python -m servers.backing_services database``."""

import argparse
import asyncio
import os
import sys
import threading
import traceback
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NoReturn

from servers.backing_services.backing_service import REFUSED, Service, UnavailableError
from servers.backing_services.launcher import EXTERNAL_DATABASE_URL
from servers.backing_services.process_tree_usage import ProcessTreeUsage
from servers.process import parent_death
from servers.process.loopback_socket import raise_descriptor_limit
from servers.process.output_streams import prepare_streams
from servers.telemetry.messages import ServiceReady
from servers.telemetry.reporter import Reporter

KEYS = ("database", "cache", "upstream")
LEAVE_WITHIN_S = 2.5


def main(arguments: Sequence[str] | None = None) -> int:
    """Provide the service until stdin closes; returns the exit code."""
    parent_death.die_with_parent()
    if parent_death.is_started_by_hand():
        prepare_streams()
    parser = argparse.ArgumentParser(
        prog="python -m servers.backing_services",
        description="Provide a backing service on a free port of 127.0.0.1, until stdin closes.",
        epilog=f"The database may be an existing one: its URL in {EXTERNAL_DATABASE_URL}.",
    )
    parser.add_argument("key", choices=KEYS)
    key = parser.parse_args(arguments).key
    raise_descriptor_limit()
    with asyncio.Runner(loop_factory=_loop_factory(key)) as runner:
        try:
            return runner.run(_provide(key, _starting(key)))
        except KeyboardInterrupt:
            return 130


def _starting(key: str) -> Coroutine[Any, Any, Service]:
    # Each imports what the others can do without.
    if key == "database":
        from servers.backing_services.database import start_database

        return start_database(os.environ.pop(EXTERNAL_DATABASE_URL, ""))
    if key == "cache":
        from servers.backing_services.cache import start_cache

        return start_cache()
    from servers.backing_services.upstream_server import start_upstream

    return start_upstream()


async def _provide(key: str, starting: Coroutine[Any, Any, Service]) -> int:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def leave() -> None:
        loop.call_soon_threadsafe(asked.set)
        watchdog = threading.Timer(LEAVE_WITHIN_S, os._exit, (0,))
        watchdog.daemon = True
        watchdog.start()

    parent_death.on_stdin_closed(leave)
    service: asyncio.Task[Service] = asyncio.create_task(starting)
    leaving = asyncio.create_task(asked.wait())
    await asyncio.wait({service, leaving}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if not service.done():
            service.cancel()
            await asyncio.wait({service})
            if not service.cancelled() and not service.exception():
                await service.result().stop()
            _left(0)
        _left(await _watched(key, service.result(), leaving, leave))
    except UnavailableError as error:
        _left(REFUSED, str(error))
    except Exception:
        _left(1, traceback.format_exc())


async def _watched(
    key: str, service: Service, leaving: "asyncio.Task[Any]", leave: Callable[[], None]
) -> int:
    ready = ServiceReady(
        key, os.getpid(), service.url, service.title, service.simulated, service.reason
    )
    Reporter(ready, ProcessTreeUsage().read, leave).start()
    ended = asyncio.create_task(service.ended())
    try:
        await asyncio.wait({ended, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not ended.done():
            return 0
        sentence, status = ended.result()
        sys.stderr.write(f"{sentence}\n")
        return status or 1
    finally:
        ended.cancel()
        await service.stop()


def _left(code: int, sentence: str = "") -> NoReturn:
    """End here: a thread may still wait for a host that does not answer; nobody waits for it."""
    if sentence:
        sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
    os._exit(code)


def _loop_factory(key: str) -> Any:
    if key != "upstream" or sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


if __name__ == "__main__":
    sys.exit(main())
