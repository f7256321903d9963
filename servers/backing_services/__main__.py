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
from servers.backing_services.process_tree_usage import ProcessTreeUsage
from servers.catalog.backing_services import BACKING_SERVICES, BackingService, backing_service
from servers.process import parent_death
from servers.process.descriptor_limit import raise_descriptor_limit
from servers.process.import_string import import_object
from servers.process.output_streams import prepare_streams
from servers.process.packages import Package, missing_text
from servers.telemetry.messages import ServiceReady
from servers.telemetry.reporter import Reporter

LEAVE_WITHIN_S = 2.5


def main(arguments: Sequence[str] | None = None) -> int:
    """Provide the service until stdin closes; returns the exit code."""
    parent_death.die_with_parent()
    if parent_death.is_started_by_hand():
        prepare_streams()
    parser = argparse.ArgumentParser(
        prog="python -m servers.backing_services",
        description="Provide a backing service on a free port of 127.0.0.1, until stdin closes.",
        epilog="\n".join(
            f"The {each.key} may be an existing one: its URL in {each.external_url}."
            for each in BACKING_SERVICES
            if each.external_url
        ),
    )
    parser.add_argument("key", choices=[each.key for each in BACKING_SERVICES])
    entry = backing_service(parser.parse_args(arguments).key)
    raise_descriptor_limit()
    with asyncio.Runner(loop_factory=_loop_factory(entry)) as runner:
        try:
            return runner.run(_provide(entry.key, _starting(entry)))
        except KeyboardInterrupt:
            return 130


def _starting(entry: BackingService) -> Coroutine[Any, Any, Service]:
    """Imports what this service needs, and nothing of the others."""
    start: Callable[..., Coroutine[Any, Any, Service]] = import_object(entry.start)
    return start(os.environ.pop(entry.external_url, "")) if entry.external_url else start()


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
            _exit(0)
        _exit(await _watch(key, service.result(), leaving, leave))
    except UnavailableError as error:
        _exit(REFUSED, str(error))
    except ModuleNotFoundError as error:
        needed = Package(import_name=(error.name or "").partition(".")[0])
        title = backing_service(key).title
        sentence = missing_text(title, (needed,)) if needed.import_name else ""
        _exit(REFUSED if sentence else 1, sentence or traceback.format_exc())
    except Exception:
        _exit(1, traceback.format_exc())


async def _watch(
    key: str, service: Service, leaving: "asyncio.Task[Any]", leave: Callable[[], None]
) -> int:
    ready = ServiceReady(
        key=key,
        pid=os.getpid(),
        url=service.url,
        product=service.product,
        version=service.version,
        simulated=service.simulated,
        reason=service.reason,
    )
    Reporter(ready, ProcessTreeUsage().read, leave).start()
    ended = asyncio.create_task(service.wait_ended())
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


def _exit(code: int, sentence: str = "") -> NoReturn:
    """End here: a thread may still wait for a host that does not answer; nobody waits for it."""
    if sentence:
        sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
    os._exit(code)


def _loop_factory(entry: BackingService) -> Any:
    if not entry.uses_uvloop or sys.platform == "win32":
        return None
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


if __name__ == "__main__":
    sys.exit(main())
