"""A new item, checked."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from servers.apps.migration.shop import NEW_ID

blueprint = Blueprint("create", __name__)


@blueprint.post("/items")
def create_item() -> ResponseReturnValue:
    body = request.get_json()
    if not isinstance(body, dict) or type(body.get("name")) is not str:
        abort(400)
    if type(body.get("price_cents")) is not int:
        abort(400)
    item = {"id": NEW_ID, "name": body["name"], "price_cents": body["price_cents"]}
    return item, 201, {"Location": f"/items/{NEW_ID}"}
