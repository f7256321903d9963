"""FastAPI on gunicorn: processes with an event loop each."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from fastapi.responses import PlainTextResponse
from gunicorn.arbiter import Arbiter
from uvicorn_worker import UvicornWorker

from servers.catalog.server_variant import ServerVariant
from servers.hosts import NONCE_PATH, MakeApp, settings_in_force
from servers.hosts.gunicorn_server import DEFAULTS, GRACE_S, GunicornServing
from servers.hosts.uvicorn_server import (
    AnnouncingServer,
    UvicornDefaults,
    in_progress,
    loop_and_parser,
    uvicorn_settings,
    uvicorn_versions,
    with_nagle,
)
from servers.telemetry.loop_lag import LoopLag
from servers.telemetry.messages import Load, Setting

LOOP, PARSER = loop_and_parser(accelerated=True)
_DEFAULTS = UvicornDefaults(
    backlog=DEFAULTS.backlog, keep_alive_s=DEFAULTS.keepalive, access_log=False, nodelay=True
)
"""uvicorn-worker has gunicorn's socket, keep-alive and logs in place of uvicorn's own."""


class FastAPIWorker(UvicornWorker):  # type: ignore[misc] # no types either
    """uvicorn's worker for gunicorn, which tells how busy it is."""

    CONFIG_KWARGS: ClassVar[dict[str, Any]] = {
        "loop": LOOP,
        "http": PARSER,
        "access_log": False,
        "timeout_graceful_shutdown": GRACE_S,
    }
    on_serving: Callable[[Callable[[], Load]], None]

    async def _serve(self) -> None:
        # As in uvicorn-worker, which keeps the server to itself.
        self.config.app = self.wsgi
        self._server = AnnouncingServer(self.config)
        self._lag = LoopLag()
        self._server.on_started = self._begin_reports
        self._install_sigquit_handler()
        await self._server.serve(sockets=self.sockets)
        if not self._server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    def _begin_reports(self) -> None:
        self._lag.start(asyncio.get_running_loop())
        self.on_serving(self.load)

    def load(self) -> Load:
        """Read what this worker does now, for its next report."""
        state = self._server.server_state
        return Load(
            in_progress=in_progress(state),
            connections=len(state.connections),
            loop_lag_ms=self._lag.worst_ms(),
        )


class FastAPIGunicorn(GunicornServing):
    """FastAPI on gunicorn's arbiter and uvicorn's workers."""

    def __init__(
        self, variant: ServerVariant, settings: Mapping[str, int], make_app: MakeApp, nonce: str
    ) -> None:
        async def faceoff() -> PlainTextResponse:
            return PlainTextResponse(nonce)

        def make_with_nonce() -> Any:
            app = make_app()
            app.add_api_route(NONCE_PATH, faceoff, include_in_schema=False)
            return app

        name = f"{__name__}.{FastAPIWorker.__name__}"
        if not settings["nodelay"]:
            FastAPIWorker.CONFIG_KWARGS["http"] = with_nagle(PARSER)
        super().__init__(make_with_nonce, settings, name)
        self.settings = (
            *settings_in_force.processes(settings),
            Setting("worker_class", "Worker class", "uvicorn-worker", "sync"),
            *uvicorn_settings(settings, LOOP, PARSER, _DEFAULTS),
            settings_in_force.fastapi_validation(),
        )
        further = ("gunicorn", "uvicorn-worker")
        self.versions = uvicorn_versions(variant, LOOP, PARSER, *further)
