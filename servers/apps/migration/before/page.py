"""The shop as HTML."""

from flask import Blueprint, Response, render_template_string, request
from flask.typing import ResponseReturnValue

from servers.apps.migration.shop import ITEMS, PAGE

blueprint = Blueprint("page", __name__)


@blueprint.get("/shop/")
def show_shop() -> ResponseReturnValue:
    if request.args.get("season") == "winter":
        return Response("The winter shop has closed.", 410, mimetype="text/plain")
    return render_template_string(PAGE, items=ITEMS.values())
