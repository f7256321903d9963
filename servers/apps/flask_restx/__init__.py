"""Flask with Flask-RESTX, which documents as it validates. It takes orders, and nothing else."""

from collections.abc import Collection

from flask import Flask
from flask_restx import Api

from servers.apps.factory import scenario_modules
from servers.apps.factory.flask import flask_app


def create_app(modules: Collection[str]) -> Flask:
    """The application with these modules of this package, each a namespace of one API."""
    app = flask_app(__name__, ())
    api = Api(app, title="Faceoff")
    for each in scenario_modules(__name__, modules):
        api.add_namespace(each.namespace, path="/")
    return app
