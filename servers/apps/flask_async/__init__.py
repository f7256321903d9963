"""The same Flask routes as ``async def`` views, which Flask runs through asgiref.

Each request still occupies its thread, and starts an event loop in another one. A pool of
connections belongs to one loop, so nothing here calls a backing service.
"""

from collections.abc import Collection

from flask import Flask
from marshmallow import ValidationError

from servers.apps.factory.flask import flask_app
from servers.apps.flask import unprocessable


def create_app(modules: Collection[str]) -> Flask:
    """The application with these modules of this package."""
    app = flask_app(__name__, modules)
    app.register_error_handler(ValidationError, unprocessable)
    return app
