"""The Flask contestant: one blueprint per scenario. Mirrored by ``servers.apps.fastapi``."""

from collections.abc import Collection

from flask import Flask
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from servers.apps.factory.flask import flask_app


def create_app(modules: Collection[str]) -> Flask:
    """The application with these modules of this package."""
    app = flask_app(__name__, modules)
    app.register_error_handler(ValidationError, unprocessable)
    return app


def unprocessable(error: ValidationError) -> ResponseReturnValue:
    """422 with marshmallow's messages by field, as marshmallow's own Flask example does."""
    return {"errors": error.messages}, 422
