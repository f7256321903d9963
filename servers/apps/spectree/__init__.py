"""Flask with SpecTree: Pydantic models validate and document. It takes orders, and nothing else."""

from collections.abc import Collection

from flask import Flask

from servers.apps.factory import scenario_modules
from servers.apps.factory.flask import flask_app


def create_app(modules: Collection[str]) -> Flask:
    """The application with these modules of this package, each with the document of its routes."""
    app = flask_app(__name__, modules)
    for each in scenario_modules(__name__, modules):
        each.spec.register(app)
    return app
