"""The Flask app inside FastAPI on uvicorn: a2wsgi's pool of threads answers."""

from collections.abc import Mapping

from starlette.routing import Mount

from servers.apps.fastapi_mounted import THREADS
from servers.catalog.server_variant import ServerVariant
from servers.hosts import MakeApp, settings_in_force
from servers.hosts.uvicorn_server import (
    UvicornServing,
    loop_and_parser,
    own_defaults,
    uvicorn_settings,
    uvicorn_versions,
)
from servers.telemetry.messages import Load, Setting


class MountedServing(UvicornServing):
    """Flask in FastAPI, on uvicorn."""

    def __init__(
        self, variant: ServerVariant, settings: Mapping[str, int], make_app: MakeApp, nonce: str
    ) -> None:
        threads = settings["threads"]
        app = make_app(threads=threads)
        super().__init__(variant, settings, lambda: app, nonce)
        # What is mounted at the root takes all that comes after it.
        app.router.routes.sort(key=lambda route: isinstance(route, Mount))
        self._threads = threads
        self._executor = app.state.bridge.executor
        loop, parser = loop_and_parser(accelerated=variant.accelerated)
        self.settings = (
            Setting("threads", "Threads", f"{threads}", f"{THREADS}"),
            settings_in_force.workers(1),
            *uvicorn_settings(settings, loop, parser, own_defaults(loop, workers=1)),
            settings_in_force.flask_validation(variant),
        )
        both = ("a2wsgi", "Flask", "Werkzeug")
        self.versions = uvicorn_versions(variant, loop, parser, *both)

    def load(self) -> Load:
        loop = super().load()
        return settings_in_force.pool_load(
            self._executor,
            self._threads,
            loop.in_progress,
            connections=loop.connections,
            loop_lag_ms=loop.loop_lag_ms,
        )
