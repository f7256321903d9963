"""Flask with flasgger: YAML written by hand validates and documents. It takes orders."""

from collections.abc import Collection

from flasgger import Swagger
from flask import Flask

from servers.apps.factory.flask import flask_app


def create_app(modules: Collection[str]) -> Flask:
    """The application with these modules of this package."""
    app = flask_app(__name__, modules)
    Swagger(app)
    return app
