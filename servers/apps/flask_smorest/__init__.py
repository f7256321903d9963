"""Flask with flask-smorest: one marshmallow schema validates and documents. It takes orders."""

from collections.abc import Collection

from flask import Flask
from flask_smorest import Api

from servers.apps.factory import scenario_modules
from servers.apps.factory.flask import flask_app


def create_app(modules: Collection[str]) -> Flask:
    """The application with these modules of this package, each a blueprint of one API."""
    app = flask_app(__name__, ())
    app.config["API_TITLE"] = "Faceoff"
    app.config["API_VERSION"] = "v1"
    app.config["OPENAPI_VERSION"] = "3.0.3"
    app.config["OPENAPI_URL_PREFIX"] = "/"  # without it, no document is served
    api = Api(app)
    for each in scenario_modules(__name__, modules):
        api.register_blueprint(each.blp)
    return app
