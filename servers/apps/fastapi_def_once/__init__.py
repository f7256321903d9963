"""Plain ``def`` handlers that return a response, so that they take one trip to the pool of threads.

FastAPI validates what a ``def`` handler returns in the pool, too: a declared answer queues there a
second time, behind all handlers that wait. A response is not validated, and is sent as it is. The
document is the same, since the model of the answer is declared beside it.
"""

from collections.abc import Collection

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError

from servers.apps.fastapi import unprocessable
from servers.apps.fastapi_def_once import cpu, hello, orders, wait


def create_app(modules: Collection[str] = ()) -> FastAPI:
    """The application, ready for any ASGI server; ``modules`` are none of its."""
    app = FastAPI(title="Faceoff")
    app.include_router(hello.router)
    app.include_router(wait.router)
    app.include_router(cpu.router)
    app.include_router(orders.router)
    app.add_exception_handler(RequestValidationError, unprocessable)
    return app
