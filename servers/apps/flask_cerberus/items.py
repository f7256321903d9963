"""The read API: lists items, filters them, shows one, creates one."""

from typing import Any

from cerberus import Validator
from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from servers.apps.workload.items import KINDS, add_item, find_item, find_items

blueprint = Blueprint("items", __name__)

ITEM_FILTER = {
    "kind": {"type": "string", "allowed": KINDS, "default": None, "nullable": True},
    "limit": {"type": "integer", "coerce": int, "min": 1, "max": 50, "default": 50},
}
NEW_ITEM = {
    "name": {"type": "string", "required": True, "minlength": 1, "maxlength": 40},
    "kind": {"type": "string", "required": True, "allowed": KINDS},
    "price": {"type": "number", "required": True, "min": 0},
}


@blueprint.get("/items")
def list_items() -> ResponseReturnValue:
    validator = Validator(ITEM_FILTER, purge_unknown=True)
    if not validator.validate(request.args.to_dict()):
        return {"errors": validator.errors}, 422
    wanted = validator.document
    return [shown(each) for each in find_items(wanted["kind"], wanted["limit"])]


@blueprint.get("/items/<int:number>")
def read_item(number: int) -> ResponseReturnValue:
    found = find_item(number)
    if found is None:
        abort(404, "There is no such item.")
    return shown(found)


@blueprint.post("/items")
def create_item() -> ResponseReturnValue:
    body = request.get_json()
    if not isinstance(body, dict):
        return {"errors": {"_schema": ["Invalid input type."]}}, 422
    validator = Validator(NEW_ITEM)
    if not validator.validate(body):
        return {"errors": validator.errors}, 422
    return shown(add_item(validator.document)), 201


def shown(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": item["number"],
        "name": item["name"],
        "kind": item["kind"],
        "price": item["price"],
    }
