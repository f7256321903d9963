"""The same Flask routes as ``async def`` views, which Flask runs through asgiref.

Each request still occupies its thread, and starts an event loop in another one. A pool of
connections belongs to one loop, so nothing here calls a backing service.
"""

from collections.abc import Collection

from flask import Flask
from marshmallow import ValidationError

from servers.apps.flask import unprocessable
from servers.apps.flask_async import cpu, hello, orders, wait


def create_app(modules: Collection[str] = ()) -> Flask:
    """The application, ready for any WSGI server; ``modules`` are none of its."""
    app = Flask(__name__)
    app.register_blueprint(hello.blueprint)
    app.register_blueprint(wait.blueprint)
    app.register_blueprint(cpu.blueprint)
    app.register_blueprint(orders.blueprint)
    app.register_error_handler(ValidationError, unprocessable)
    return app
