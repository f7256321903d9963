"""Flask with SpecTree: Pydantic models validate and document. It takes orders, and nothing else."""

from collections.abc import Collection

from flask import Flask

from servers.apps.factory.flask import flask_app
from servers.apps.spectree.document import spec


def create_app(modules: Collection[str]) -> Flask:
    """The application with these modules of this package, and the document of its routes."""
    app = flask_app(__name__, modules)
    spec.register(app)
    return app
