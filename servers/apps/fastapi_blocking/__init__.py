"""The trap: the same FastAPI routes as ``async def``, with blocking calls in them.

While one of them waits, the event loop stands still and nobody else is answered.
"""

from collections.abc import Collection

from fastapi import FastAPI

from servers.apps.factory.fastapi import fastapi_app


def create_app(modules: Collection[str]) -> FastAPI:
    """The application with these modules of this package."""
    return fastapi_app(__name__, modules)
