"""The same FastAPI routes as plain ``def``: Starlette runs them in its pool of 40 threads."""

from collections.abc import Collection
from importlib import import_module

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError

from servers.apps.fastapi import unprocessable
from servers.apps.fastapi_def import cpu, hello, orders, wait


def create_app(modules: Collection[str] = ()) -> FastAPI:
    """The application, ready for any ASGI server. ``modules`` are those wanted besides."""
    app = FastAPI(title="Faceoff")
    app.include_router(hello.router)
    app.include_router(wait.router)
    app.include_router(cpu.router)
    app.include_router(orders.router)
    for each in modules:  # what is not asked for costs no memory
        app.include_router(import_module(f"servers.apps.fastapi_def.{each}").router)
    app.add_exception_handler(RequestValidationError, unprocessable)
    return app
