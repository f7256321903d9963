"""The FastAPI contestant: one router per scenario. Mirrored by ``servers.apps.flask``.

The handlers here are ``async def``; ``fastapi_def`` has the same ones as plain ``def``,
``fastapi_def_once`` those that return a response themselves, ``fastapi_blocking`` those that block
the event loop.
"""

from collections.abc import Collection
from importlib import import_module

from fastapi import FastAPI, Request
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from servers.apps.fastapi import cpu, hello, orders, wait


def create_app(modules: Collection[str] = ()) -> FastAPI:
    """The application, ready for any ASGI server. ``modules`` are those wanted besides."""
    app = FastAPI(title="Faceoff")
    app.include_router(hello.router)
    app.include_router(wait.router)
    app.include_router(cpu.router)
    app.include_router(orders.router)
    for each in modules:  # what is not asked for costs no memory
        app.include_router(import_module(f"servers.apps.fastapi.{each}").router)
    app.add_exception_handler(RequestValidationError, unprocessable)
    return app


async def unprocessable(request: Request, error: Exception) -> JSONResponse:
    """FastAPI's own 422, also where the refused input cannot be repeated in it.

    FastAPI repeats the input in its refusal, and would answer 500 where JSON cannot hold it: NaN, a
    number beyond the range of a float, half a character.
    """
    assert isinstance(error, RequestValidationError)
    try:
        return await request_validation_exception_handler(request, error)
    except ValueError:
        shown = ("type", "loc", "msg")
        detail = [{name: each[name] for name in shown} for each in error.errors()]
        return JSONResponse({"detail": detail}, 422)
