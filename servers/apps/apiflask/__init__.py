"""APIFlask: one marshmallow schema validates and documents. It takes orders, and nothing else."""

from collections.abc import Collection

from apiflask import APIFlask

from servers.apps.factory import scenario_modules


def create_app(modules: Collection[str]) -> APIFlask:
    """The application with the blueprints of these modules of this package."""
    app = APIFlask(__name__, title="Faceoff")
    for each in scenario_modules(__name__, modules):
        app.register_blueprint(each.bp)
    return app
