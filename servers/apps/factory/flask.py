"""A Flask app made of the blueprints of its package."""

from collections.abc import Collection

from flask import Flask

from servers.apps.factory import scenario_modules


def flask_app(package: str, modules: Collection[str]) -> Flask:
    """The app, ready for any WSGI server, with the blueprints of these modules of ``package``."""
    app = Flask(package)
    for each in scenario_modules(package, modules):
        app.register_blueprint(each.blueprint)
    return app
