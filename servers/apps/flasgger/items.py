"""The read API, as YAML says: lists items, filters them, shows one, creates one."""

from flasgger import swag_from
from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from servers.apps.workload.items import KINDS, add_item, find_item, find_items

blueprint = Blueprint("items", __name__)


@blueprint.get("/items")
@swag_from("items.yml")
def list_items() -> ResponseReturnValue:
    # flasgger validates bodies only.
    kind, limit = request.args.get("kind"), request.args.get("limit", "50")
    if kind not in (None, *KINDS) or not limit.isdecimal() or not 1 <= int(limit) <= 50:
        abort(400, "The filter is not valid.")
    return [dict(each) for each in find_items(kind, int(limit))]


@blueprint.get("/items/<int:number>")
@swag_from("item.yml")
def read_item(number: int) -> ResponseReturnValue:
    found = find_item(number)
    if found is None:
        abort(404, "There is no such item.")
    return found


@blueprint.post("/items")
@swag_from("new_item.yml", validation=True)
def create_item() -> ResponseReturnValue:
    new = request.get_json()
    return add_item({"name": new["name"], "kind": new["kind"], "price": new["price"]}), 201
