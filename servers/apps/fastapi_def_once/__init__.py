"""Plain ``def`` handlers that return a response, so that they take one trip to the pool of threads.

FastAPI validates what a ``def`` handler returns in the pool, too: a declared answer queues there a
second time, behind all handlers that wait. A response is not validated, and is sent as it is. The
document is the same, since the model of the answer is declared beside it.
"""

from collections.abc import Collection

from fastapi import FastAPI

from servers.apps.factory.fastapi import fastapi_app


def create_app(modules: Collection[str]) -> FastAPI:
    """The application with these modules of this package."""
    return fastapi_app(__name__, modules)
