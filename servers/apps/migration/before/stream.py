"""The basket of who has logged in, line by line."""

from flask import Blueprint, Response, abort, session
from flask.typing import ResponseReturnValue

from servers.apps.migration.shop import basket, customer

blueprint = Blueprint("stream", __name__)


@blueprint.get("/basket")
def stream_basket() -> ResponseReturnValue:
    if "name" not in session:
        abort(401)
    customer.set(session["name"])
    lines = basket(session["name"])
    return Response((each for each in lines), mimetype="text/plain")
