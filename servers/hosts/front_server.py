"""A strangler front: one address for the old app and the new one, each a server of its own."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec

from msgspec.structs import replace

from servers.catalog.migration import MIGRATION
from servers.catalog.migration_stages import FLASK_ALONE, stage_title
from servers.catalog.server_variant import ServerVariant
from servers.hosts import MakeApp, Serving, settings_in_force
from servers.hosts.front_connection import ClientSide, Front
from servers.launcher import RunningServer, start_server
from servers.process.loopback_socket import BACKLOG
from servers.process.reporting_child import LaunchError
from servers.telemetry.gauge import combine_processes
from servers.telemetry.loop_lag import LoopLag
from servers.telemetry.messages import Load, Setting, Telemetry

_GRACE_S = 1.5
_ASYNCIO_BACKLOG = 100


class FrontServing(Serving):
    """A reverse proxy before Flask alone and the shop at another stage.

    The client marks what is for the new app. No app runs in this process.
    """

    def __init__(
        self, variant: ServerVariant, settings: Mapping[str, int], make_app: MakeApp, nonce: str
    ) -> None:
        self._chosen = {each.key: settings[each.key] for each in MIGRATION.settings}
        self._nonce = nonce
        self._front: Front | None = None
        self._running: tuple[RunningServer, ...] = ()
        self._lag = LoopLag()
        self._counted = (0, 0)
        self._leave: Callable[[], None] = _ignore
        stage = settings["stage"]
        loop = "uvloop" if find_spec("uvloop") else "asyncio"
        behind = f"stages {FLASK_ALONE} and {stage}"
        self.settings = (
            # No library has a default of it: it differs from none.
            Setting("upstreams", "Behind the front", behind, behind),
            settings_in_force.workers(1),
            settings_in_force.backlog(_ASYNCIO_BACKLOG),
            settings_in_force.nodelay(settings, default=True),
            Setting("event_loop", "Event loop", loop, "asyncio"),
            Setting("parser", "HTTP parser", "httptools", "httptools"),
        )
        self.versions = settings_in_force.versions(
            variant, "httptools", *(() if loop == "asyncio" else (loop,))
        )

    def serve(self, listener: socket.socket, on_started: Callable[[], None]) -> None:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            failed = runner.run(self._serve(listener, on_started))
        if failed:
            raise SystemExit(1)

    async def _serve(self, listener: socket.socket, on_started: Callable[[], None]) -> bool:
        """Until it is to stop; whether an upstream server ended by itself."""
        loop, leaving = asyncio.get_running_loop(), asyncio.Event()

        def leave() -> None:
            loop.call_soon_threadsafe(leaving.set)

        self._leave = leave
        async with contextlib.AsyncExitStack() as stack:
            old, new = [
                await self._start(stack, each) for each in (FLASK_ALONE, self._chosen["stage"])
            ]
            front = Front({"old": old.ready.port, "new": new.ready.port}, self._nonce)
            server = await loop.create_server(
                lambda: ClientSide(front), sock=listener, backlog=BACKLOG
            )
            self._front, self._running = front, (old, new)
            self._lag.start(loop)
            on_started()
            asked = loop.create_task(leaving.wait())
            ends = [loop.create_task(each.wait()) for each in (old, new)]
            await asyncio.wait([asked, *ends], return_when=asyncio.FIRST_COMPLETED)
            server.close()
            for client in tuple(front.clients):
                client.transport.close()
            for task in (asked, *ends):
                task.cancel()
            failed = not leaving.is_set()
            for each in (old, new):
                if failed and each.outcome:
                    _tell("\n".join(each.last_lines))
                    _tell(f"An app behind the front ended: {each.outcome.describe()}.")
        return failed

    async def _start(self, stack: contextlib.AsyncExitStack, stage: int) -> RunningServer:
        try:
            server = await start_server(MIGRATION.key, {**self._chosen, "stage": stage})
        except LaunchError as error:
            _tell("\n".join(error.last_lines))
            _tell(f"Behind the front, {stage_title(stage)} did not start: {error}")
            raise SystemExit(1) from None
        stack.push_async_callback(server.stop, _GRACE_S)
        return server

    def load(self) -> Load:
        front = self._front
        if front is None:
            return Load()
        return Load(
            in_progress=front.in_progress,
            connections=len(front.clients),
            loop_lag_ms=self._lag.worst_ms(),
            new_app_percent=self._new_percent(front),
        )

    def _new_percent(self, front: Front) -> float | None:
        """Of the requests since the last report; None where there were none."""
        now = front.sent["old"], front.sent["new"]
        old, new = (after - before for after, before in zip(now, self._counted, strict=True))
        self._counted = now
        return 100 * new / (old + new) if old + new else None

    def workers(self) -> Sequence[Telemetry]:
        """Both apps as one: they are no processes between which connections are spread."""
        reports = [each.telemetry for each in self._running if each.telemetry is not None]
        if self._front is None or len(reports) < len(self._running):
            return ()
        connections, in_progress = len(self._front.clients), self._front.in_progress
        both = combine_processes(reports[0], reports[1:])
        return [replace(both, connections=connections, in_progress=in_progress)]

    def stop(self) -> None:
        self._leave()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where it is installed; on Windows asyncio, whose loop starts processes."""
    if not find_spec("uvloop"):
        return None
    import uvloop

    return uvloop.new_event_loop


def _ignore() -> None:
    """Before it serves there is nothing to stop."""


def _tell(text: str) -> None:
    if text:
        sys.stderr.write(f"{text}\n")
