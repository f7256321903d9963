"""Flask with Cerberus. It takes orders, and nothing else."""

from collections.abc import Collection

from flask import Flask

from servers.apps.factory.flask import flask_app


def create_app(modules: Collection[str]) -> Flask:
    """The application with these modules of this package."""
    return flask_app(__name__, modules)
