"""The FastAPI contestant: one router per scenario. Mirrored by ``servers.apps.flask``.

The handlers here are ``async def``; ``fastapi_def`` has the same ones as plain ``def``,
``fastapi_def_once`` those that return a response themselves, ``fastapi_blocking`` those that block
the event loop.
"""

from collections.abc import Collection

from fastapi import FastAPI

from servers.apps.factory.fastapi import fastapi_app


def create_app(modules: Collection[str]) -> FastAPI:
    """The application with these modules of this package."""
    return fastapi_app(__name__, modules)
