"""FastAPI on uvicorn: one event loop; plain ``def`` handlers run in a pool of threads."""

import asyncio
import platform
import socket
from collections.abc import Callable, Mapping
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from servers.messages import Setting
from servers.serving import BACKLOG, KEEP_ALIVE_S, NONCE_PATH
from servers.serving.loop_lag import LoopLag
from servers.telemetry import Load
from servers.variants import ServerVariant

if TYPE_CHECKING:
    from anyio import CapacityLimiter

_POOL_THREADS = 40


class UvicornServing:
    """Fulfils ``Serving``."""

    def __init__(
        self, variant: ServerVariant, settings: Mapping[str, int], app: FastAPI, nonce: str
    ) -> None:
        async def faceoff() -> PlainTextResponse:
            return PlainTextResponse(nonce)

        app.add_api_route(NONCE_PATH, faceoff, include_in_schema=False)
        # uvicorn would choose the same silently; chosen here, the choice can be shown.
        loop = "uvloop" if find_spec("uvloop") else "asyncio"
        parser = "httptools" if find_spec("httptools") else "h11"
        config = uvicorn.Config(
            app,
            loop=loop,
            http=parser,
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=1,
            access_log=False,
            log_level="warning",
        )
        self._server = _Server(config)
        self._pooled = variant.pooled
        self._pool: CapacityLimiter | None = None
        self._lag = LoopLag()
        self.settings = _settings(settings["workers"], loop, parser, pooled=variant.pooled)
        packages = ("FastAPI", "Starlette", "Pydantic", "uvicorn", "anyio")
        found = tuple(name for name in (loop, parser) if name != "asyncio")
        self.versions = {"Python": platform.python_version()} | {
            name: version(name) for name in packages + found
        }

    def serve(self, listener: socket.socket, on_started: Callable[[], None]) -> None:
        def started() -> None:
            self._lag.start(asyncio.get_running_loop())
            if self._pooled:
                self._pool = current_default_thread_limiter()
            on_started()

        self._server.on_started = started
        self._server.run(sockets=[listener])

    def load(self) -> Load:
        state = self._server.server_state
        pool = self._pool
        # A finished task stays in the set until the loop comes round to it; a connection has one
        # request in progress at the most.
        return Load(
            in_progress=min(len(state.tasks), len(state.connections)),
            busy=pool.borrowed_tokens if pool else None,
            capacity=int(pool.total_tokens) if pool else None,
            queued=pool.statistics().tasks_waiting if pool else None,
            connections=len(state.connections),
            loop_lag_ms=self._lag.worst_ms(),
        )

    def stop(self) -> None:
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """Tells when it has begun to listen."""

    on_started: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.on_started()


def _settings(workers: int, loop: str, parser: str, *, pooled: bool) -> tuple[Setting, ...]:
    pool = Setting("threads", "Thread pool", f"{_POOL_THREADS}", f"{_POOL_THREADS}")
    return (
        *((pool,) if pooled else ()),
        Setting("workers", "Workers", f"{workers}", "1"),
        Setting("connection_limit", "Connection limit", "none", "none"),
        Setting("backlog", "Backlog", f"{BACKLOG:,}", "2,048"),
        Setting("keep_alive", "Keep-alive", f"{KEEP_ALIVE_S} s", "5 s"),
        Setting("access_log", "Access log", "off", "on"),
        Setting("event_loop", "Event loop", loop, loop),
        Setting("parser", "HTTP parser", parser, parser),
        Setting("validation", "Validation", "Pydantic", "Pydantic"),
    )
