"""The Flask app, unchanged, inside FastAPI: how a migration begins.

a2wsgi hands each request to a pool of threads, where Flask answers it. A route moves to FastAPI by
being added before the mount. This one process holds both frameworks, on purpose.
"""

import sys
from collections.abc import Collection
from typing import Any

from a2wsgi import WSGIMiddleware
from fastapi import FastAPI

from servers.flask_app import create_app as create_flask_app

THREADS = 10
"""a2wsgi's default."""


def create_app(modules: Collection[str] = (), threads: int = THREADS) -> FastAPI:
    """The application, ready for any ASGI server; ``state.bridge`` is what Flask runs in."""
    inner = create_flask_app(modules)

    def flask(environ: Any, start_response: Any) -> Any:
        environ["wsgi.errors"] = sys.stderr  # a2wsgi says stdout, which is for telemetry
        return inner(environ, start_response)

    app = FastAPI(title="Faceoff")
    app.state.bridge = WSGIMiddleware(flask, workers=threads)
    app.mount("/", app.state.bridge)
    return app
