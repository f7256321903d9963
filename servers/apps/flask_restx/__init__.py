"""Flask with Flask-RESTX, which documents as it validates. It takes orders, and nothing else."""

from collections.abc import Collection

from flask import Flask
from flask_restx import Api

from servers.apps.flask_restx import orders


def create_app(modules: Collection[str] = ()) -> Flask:
    """The application, ready for any WSGI server; ``modules`` are none of its."""
    app = Flask(__name__)
    api = Api(app, title="Faceoff")
    api.add_namespace(orders.namespace, path="/")
    return app
