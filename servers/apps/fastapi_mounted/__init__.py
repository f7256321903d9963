"""The Flask app inside FastAPI: how a migration begins. This one process holds both frameworks.

a2wsgi hands each request to a pool of threads, where Flask answers it with its own code unchanged.
Two things have to be added for it: the end of a chunked body (``end_chunked_body``), and a place
for ``wsgi.errors``. A route that is added to FastAPI before the mount moves with its own methods
only: Flask goes on answering the other methods of that path, HEAD and OPTIONS among them.
"""

import sys
from collections.abc import Collection, Iterable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware
from fastapi import FastAPI

from servers.apps.flask import create_app as create_flask_app

THREADS = 10
"""a2wsgi's default."""


def create_app(modules: Collection[str], threads: int = THREADS) -> FastAPI:
    """The application, ready for any ASGI server; ``state.bridge`` is what Flask runs in."""
    inner = create_flask_app(modules)

    def flask(environ: Any, start_response: Any) -> Iterable[bytes]:
        environ["wsgi.errors"] = sys.stderr  # a2wsgi says stdout, which is for telemetry
        end_chunked_body(environ)
        return inner(environ, start_response)

    app = FastAPI(title="Faceoff")
    app.state.bridge = WSGIMiddleware(flask, workers=threads)
    app.mount("/", app.state.bridge)
    return app


def end_chunked_body(environ: MutableMapping[str, Any]) -> None:
    """Let Flask read a body that came in chunks.

    Werkzeug reads no body of unknown length unless the server says that the stream ends with the
    body. a2wsgi's stream does, but a2wsgi 1.10 does not say so: Flask would find the body empty.
    """
    if "CONTENT_LENGTH" not in environ:
        environ["wsgi.input_terminated"] = True
