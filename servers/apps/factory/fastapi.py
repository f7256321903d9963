"""A FastAPI app made of the routers of its package."""

from collections.abc import Collection

from fastapi import FastAPI, Request
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from servers.apps.factory import scenario_modules


def fastapi_app(package: str, modules: Collection[str]) -> FastAPI:
    """The app, ready for any ASGI server, with the routers of these modules of ``package``."""
    app = FastAPI(title="Faceoff")
    for each in scenario_modules(package, modules):
        app.include_router(each.router)
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
