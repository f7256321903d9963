"""FastAPI on uvicorn: one event loop; plain ``def`` handlers run in a pool of threads."""

import asyncio
import inspect
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from fastapi.responses import PlainTextResponse
from uvicorn.config import HTTP_PROTOCOLS
from uvicorn.importer import import_from_string
from uvicorn.server import ServerState

from servers.catalog.server_variant import ServerVariant
from servers.hosts import NONCE_PATH, MakeApp, Serving, settings_in_force
from servers.hosts.worker_socket import own_listener, port_of
from servers.process.loopback_socket import BACKLOG, KEEP_ALIVE_S
from servers.telemetry.loop_lag import LoopLag
from servers.telemetry.messages import Load, Setting

if TYPE_CHECKING:
    from anyio import CapacityLimiter

GRACE_S = 1
_POOL_THREADS = 40


def loop_and_parser(*, accelerated: bool) -> tuple[str, str]:
    """What uvicorn would choose by itself and silently; chosen here, the choice can be shown.

    On Windows uvloop's twin winloop, which uvicorn would not choose.
    """
    fast = (name for name in ("uvloop", "winloop") if accelerated and find_spec(name))
    return next(fast, "asyncio"), "httptools" if accelerated and find_spec("httptools") else "h11"


def loop_choice(loop: str) -> str:
    """The value of uvicorn's option ``loop`` for that loop.

    On Windows its "asyncio" is the proactor, with which psycopg does not work.
    """
    if loop == "winloop":
        return "winloop:new_event_loop"
    return "asyncio:SelectorEventLoop" if sys.platform == "win32" and loop == "asyncio" else loop


def with_nagle(parser: str) -> type[asyncio.Protocol]:
    """uvicorn's protocol with that parser, on connections without TCP_NODELAY.

    Uvloop sets it on each that it accepts.
    """
    protocol = cast("type[asyncio.Protocol]", import_from_string(HTTP_PROTOCOLS[parser]))

    class WithNagle(protocol):  # type: ignore[misc,valid-type]
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0)
            super().connection_made(transport)

    return WithNagle


class UvicornServing(Serving):
    """FastAPI on uvicorn."""

    def __init__(
        self, variant: ServerVariant, settings: Mapping[str, int], make_app: MakeApp, nonce: str
    ) -> None:
        app = make_app()

        async def faceoff() -> PlainTextResponse:
            return PlainTextResponse(nonce)

        app.add_api_route(NONCE_PATH, faceoff, include_in_schema=False)
        loop, parser = loop_and_parser(accelerated=variant.accelerated)
        config = uvicorn.Config(
            app,
            loop=loop_choice(loop),
            http=parser if settings["nodelay"] else with_nagle(parser),
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=GRACE_S,
            access_log=False,
            log_level="warning",
        )
        self._server = AnnouncingServer(config)
        self._pooled = variant.pooled
        self._pool: CapacityLimiter | None = None
        self._lag = LoopLag()
        self._own = own_listener(settings)
        self._threads = settings.get("threads", _POOL_THREADS)
        pool = Setting("threads", "Thread pool", f"{self._threads}", f"{_POOL_THREADS}")
        count = settings.get("workers", 1)
        self.settings = (
            *((pool,) if variant.pooled else ()),
            *settings_in_force.processes(settings),
            *uvicorn_settings(settings, loop, parser, own_defaults(loop, count)),
            settings_in_force.fastapi_validation(),
        )
        self.versions = uvicorn_versions(variant, loop, parser)

    def serve(self, listener: socket.socket, on_started: Callable[[], None]) -> None:
        def begin() -> None:
            self._lag.start(asyncio.get_running_loop())
            if self._pooled:
                self._pool = current_default_thread_limiter()
                self._pool.total_tokens = self._threads
            on_started()

        self._server.on_started = begin
        self._server.run(sockets=[listener, *self._own])

    def load(self) -> Load:
        state = self._server.server_state
        pool = self._pool
        return Load(
            in_progress=in_progress(state),
            busy=pool.borrowed_tokens if pool else None,
            capacity=int(pool.total_tokens) if pool else None,
            queued=pool.statistics().tasks_waiting if pool else None,
            connections=len(state.connections),
            loop_lag_ms=self._lag.worst_ms(),
            port=port_of(self._own),
        )

    def stop(self) -> None:
        self._server.should_exit = True


def in_progress(state: ServerState) -> int:
    """A finished task stays in the set until the loop comes round to it.

    A connection has one request in progress at the most.
    """
    return min(len(state.tasks), len(state.connections))


class AnnouncingServer(uvicorn.Server):
    """Tells when it has begun to listen."""

    on_started: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.on_started()


@dataclass(frozen=True, slots=True)
class UvicornDefaults:
    """What uvicorn does where nothing is set, which depends on what starts it."""

    backlog: int
    keep_alive_s: int
    access_log: bool
    nodelay: bool


def own_defaults(loop: str, workers: int) -> UvicornDefaults:
    """Of uvicorn's own command. uvloop sets TCP_NODELAY on every connection.

    Asyncio does not on those of the socket that uvicorn binds for several workers
    (Kludex/uvicorn#3149).
    """
    options = inspect.signature(uvicorn.Config).parameters
    return UvicornDefaults(
        backlog=options["backlog"].default,
        keep_alive_s=options["timeout_keep_alive"].default,
        access_log=options["access_log"].default,
        nodelay=workers == 1 or loop != "asyncio",
    )


def uvicorn_settings(
    settings: Mapping[str, int], loop: str, parser: str, defaults: UvicornDefaults
) -> tuple[Setting, ...]:
    """Those of uvicorn itself; its own choice of loop and parser is the fastest that is there."""
    usual_loop, usual_parser = loop_and_parser(accelerated=True)
    return (
        Setting("connection_limit", "Connection limit", "none", "none"),
        settings_in_force.backlog(defaults.backlog),
        settings_in_force.keep_alive(defaults.keep_alive_s),
        settings_in_force.nodelay(settings, default=defaults.nodelay),
        settings_in_force.access_log(default=defaults.access_log),
        Setting("event_loop", "Event loop", loop, usual_loop),
        Setting("parser", "HTTP parser", parser, usual_parser),
    )


def uvicorn_versions(
    variant: ServerVariant, loop: str, parser: str, *further: str
) -> dict[str, str]:
    """Of FastAPI and all below it."""
    found = tuple(name for name in (loop, parser) if name != "asyncio")
    packages = ("FastAPI", "Starlette", "Pydantic", "uvicorn", "anyio")
    return settings_in_force.versions(variant, *packages, *found, *further)
