"""Flask with flask-openapi3: Pydantic models validate and document. It takes orders."""

from collections.abc import Collection

from flask_openapi3 import Info, OpenAPI

from servers.apps.factory import scenario_modules


def create_app(modules: Collection[str]) -> OpenAPI:
    """The application with the API blueprints of these modules of this package."""
    app = OpenAPI(__name__, info=Info(title="Faceoff", version="1.0.0"))
    for each in scenario_modules(__name__, modules):
        app.register_api(each.api)
    return app
