"""The same FastAPI routes as plain ``def``: Starlette runs them in its pool of 40 threads."""

from fastapi import FastAPI

from servers.fastapi_app.sync import cpu, hello, orders, wait


def create_app() -> FastAPI:
    """The application, ready for any ASGI server."""
    app = FastAPI(title="Faceoff")
    app.include_router(hello.router)
    app.include_router(wait.router)
    app.include_router(cpu.router)
    app.include_router(orders.router)
    return app
