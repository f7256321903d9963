"""The FastAPI contestant: one router per scenario. Mirrored by ``flask_app``.

The handlers here are ``async def``; ``sync`` holds the same ones as plain ``def``.
"""

from fastapi import FastAPI

from servers.fastapi_app import cpu, hello, orders, wait


def create_app() -> FastAPI:
    """The application, ready for any ASGI server."""
    app = FastAPI(title="Faceoff")
    app.include_router(hello.router)
    app.include_router(wait.router)
    app.include_router(cpu.router)
    app.include_router(orders.router)
    return app
