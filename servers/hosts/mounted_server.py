"""The Flask app inside FastAPI on uvicorn: a2wsgi's pool of threads answers."""

from collections.abc import Mapping

from starlette.routing import Mount

from servers.messages import Setting
from servers.mounted_app import THREADS
from servers.serving import MakeApp, told
from servers.serving.uvicorn_server import (
    UvicornServing,
    loop_and_parser,
    own_defaults,
    uvicorn_settings,
    uvicorn_versions,
)
from servers.telemetry import Load
from servers.variants import ServerVariant


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
            told.workers(1),
            *uvicorn_settings(settings, loop, parser, own_defaults(loop, workers=1)),
            told.flask_validation(variant),
        )
        both = ("a2wsgi", "Flask", "Werkzeug")
        self.versions = uvicorn_versions(variant, loop, parser, *both)

    def load(self) -> Load:
        loop = super().load()
        return told.pool_load(
            self._executor,
            self._threads,
            loop.in_progress,
            connections=loop.connections,
            loop_lag_ms=loop.loop_lag_ms,
        )
