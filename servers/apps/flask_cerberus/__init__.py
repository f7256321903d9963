"""Flask with Cerberus. It takes orders, and nothing else."""

from collections.abc import Collection

from flask import Flask

from servers.apps.flask_cerberus import orders


def create_app(modules: Collection[str] = ()) -> Flask:
    """The application, ready for any WSGI server; ``modules`` are none of its."""
    app = Flask(__name__)
    app.register_blueprint(orders.blueprint)
    return app
