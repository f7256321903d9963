"""The same FastAPI routes as plain ``def``: Starlette runs them in its pool of 40 threads."""

from collections.abc import Collection

from fastapi import FastAPI

from servers.apps.factory.fastapi import fastapi_app


def create_app(modules: Collection[str]) -> FastAPI:
    """The application with these modules of this package."""
    return fastapi_app(__name__, modules)
