"""The shop as a Flask app: a blueprint for each route that moves."""

from collections.abc import Iterable
from importlib import import_module

from flask import Flask, Response, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from servers.apps.migration.shop import NOBODY, SECRET_KEY, SESSION_LIFETIME, customer


def create_flask_app(routes: Iterable[str]) -> Flask:
    """The app with these routes."""
    app = Flask(__name__)
    app.secret_key = SECRET_KEY
    app.permanent_session_lifetime = SESSION_LIFETIME
    for each in routes:
        app.register_blueprint(import_module(f"{__name__}.{each}").blueprint)
    app.before_request(forget_customer)
    app.before_request(refuse_retired_clients)
    app.after_request(name_version_and_customer)
    app.register_error_handler(HTTPException, error_as_json)
    return app


def forget_customer() -> None:
    """The thread has answered others before."""
    customer.set(NOBODY)


def refuse_retired_clients() -> None:
    if request.headers.get("X-Client") == "retired":
        abort(403)


def name_version_and_customer(response: Response) -> Response:
    response.headers["X-Shop-Version"] = "1"
    response.headers["X-Shop-Customer"] = customer.get()
    return response


def error_as_json(error: HTTPException) -> ResponseReturnValue:
    headers = [each for each in error.get_headers() if each[0] != "Content-Type"]
    return {"error": error.name}, error.code or 500, headers
