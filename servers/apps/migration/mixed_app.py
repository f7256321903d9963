"""FastAPI with the routes that have moved, and the Flask app with the others mounted in it."""

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from a2wsgi import WSGIMiddleware
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.middleware.sessions import SessionMiddleware

from servers.apps.fastapi_mounted import end_chunked_body
from servers.apps.migration.after.flask_errors import add_flask_errors
from servers.apps.migration.after.flask_hooks import FlaskHooks
from servers.apps.migration.after.flask_methods import FlaskMethods
from servers.apps.migration.after.flask_session import FlaskSession
from servers.apps.migration.shop import SECRET_KEY
from servers.catalog.migration_stages import FASTAPI_ALONE, ROUTES, Route, route_module

PREFIX = "/api"
"""What a proxy in front of the shop cuts off each path."""


def create_mixed_app(
    stage: int, moved: Sequence[Route], traps: frozenset[str], threads: int
) -> FastAPI:
    """The app of that stage; ``traps`` are those left open.

    Flask, where it is still there, answers in so many threads.
    """
    app = FastAPI(
        title="Shop",
        redirect_slashes="slashes" in traps,
        openapi_url=None,  # the Flask app has no document, and its paths are taken by nothing else
    )
    if "root_path" in traps:
        app.root_path = PREFIX  # as the parameter does, which FastAPI warns of by now
    for each in moved:
        app.include_router(_module(each.key, traps).router)
    if "slashes" not in traps:
        _add_slash_redirects(app, moved)
    if "errors" not in traps:
        add_flask_errors(app)
    if "cookies" in traps:
        app.add_middleware(SessionMiddleware, secret_key=SECRET_KEY)
    else:
        app.add_middleware(FlaskSession)
    if "methods" not in traps:
        app.add_middleware(FlaskMethods, moved=moved)
    if "hooks" not in traps:
        app.add_middleware(FlaskHooks, overwrites="variables" in traps)
    if stage < FASTAPI_ALONE:
        _mount_flask(app, [each.key for each in ROUTES if each not in moved], traps, threads)
    return app


def _module(route: str, traps: frozenset[str]) -> Any:
    return import_module(f"servers.apps.migration.{route_module(route, traps)}")


def _add_slash_redirects(app: FastAPI, moved: Iterable[Route]) -> None:
    """308 to the path with a slash, for each that ends with one, as Flask does."""

    async def add_slash(request: Request) -> RedirectResponse:
        return RedirectResponse(request.url.replace(path=f"{request.url.path}/"), 308)

    for each in moved:
        for path in each.paths:
            if path.rule.endswith("/"):
                methods = [*path.methods, "HEAD"]
                app.add_route(path.rule.rstrip("/"), add_slash, methods=methods)


def _mount_flask(app: FastAPI, routes: list[str], traps: frozenset[str], threads: int) -> None:
    from servers.apps.migration.before import create_flask_app

    inner = create_flask_app(routes)

    def flask(environ: Any, start_response: Any) -> Iterable[bytes]:
        environ["wsgi.errors"] = sys.stderr
        if "chunked" not in traps:
            end_chunked_body(environ)
        return inner(environ, start_response)

    app.state.bridge = WSGIMiddleware(flask, workers=threads)
    app.mount("/", app.state.bridge)
