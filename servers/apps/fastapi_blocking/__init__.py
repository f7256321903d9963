"""The trap: the same FastAPI routes as ``async def``, with blocking calls in them.

While one of them waits, the event loop stands still and nobody else is answered.
"""

from collections.abc import Collection
from importlib import import_module

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError

from servers.apps.fastapi import unprocessable
from servers.apps.fastapi_blocking import cpu, hello, orders, wait


def create_app(modules: Collection[str] = ()) -> FastAPI:
    """The application, ready for any ASGI server. ``modules`` are those wanted besides."""
    app = FastAPI(title="Faceoff")
    app.include_router(hello.router)
    app.include_router(wait.router)
    app.include_router(cpu.router)
    app.include_router(orders.router)
    for each in modules:  # what is not asked for costs no memory
        app.include_router(import_module(f"servers.apps.fastapi_blocking.{each}").router)
    app.add_exception_handler(RequestValidationError, unprocessable)
    return app
