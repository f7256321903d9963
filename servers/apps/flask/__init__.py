"""The Flask contestant: one blueprint per scenario. Mirrored by ``servers.apps.fastapi``."""

from collections.abc import Collection
from importlib import import_module

from flask import Flask
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from servers.apps.flask import cpu, hello, orders, wait


def create_app(modules: Collection[str] = ()) -> Flask:
    """The application, ready for any WSGI server. ``modules`` are those wanted besides."""
    app = Flask(__name__)
    app.register_blueprint(hello.blueprint)
    app.register_blueprint(wait.blueprint)
    app.register_blueprint(cpu.blueprint)
    app.register_blueprint(orders.blueprint)
    for each in modules:  # what is not asked for costs no memory
        app.register_blueprint(import_module(f"servers.apps.flask.{each}").blueprint)
    app.register_error_handler(ValidationError, unprocessable)
    return app


def unprocessable(error: ValidationError) -> ResponseReturnValue:
    """422 with marshmallow's messages by field, as marshmallow's own Flask example does."""
    return {"errors": error.messages}, 422
