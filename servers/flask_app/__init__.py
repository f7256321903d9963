"""The Flask contestant: one blueprint per scenario. Mirrored by ``fastapi_app``."""

from flask import Flask
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from servers.flask_app import cpu, hello, orders, wait


def create_app() -> Flask:
    """The application, ready for any WSGI server."""
    app = Flask(__name__)
    app.register_blueprint(hello.blueprint)
    app.register_blueprint(wait.blueprint)
    app.register_blueprint(cpu.blueprint)
    app.register_blueprint(orders.blueprint)
    app.register_error_handler(ValidationError, unprocessable)
    return app


def unprocessable(error: ValidationError) -> ResponseReturnValue:
    """422 with marshmallow's messages by field, as marshmallow's own Flask example does."""
    return {"errors": error.messages}, 422
