"""The read API: lists items, filters them, shows one, creates one."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from servers.apps.workload.items import KINDS, add_item, find_item, find_items

blueprint = Blueprint("items", __name__)

Errors = dict[str, str]


@blueprint.get("/items")
def list_items() -> ResponseReturnValue:
    kind, limit = request.args.get("kind"), request.args.get("limit", "50")
    errors: Errors = {}
    if kind not in (None, *KINDS):
        errors["kind"] = f"must be one of {', '.join(KINDS)}"
    if not limit.isdecimal() or not 1 <= int(limit) <= 50:
        errors["limit"] = "must be a whole number from 1 to 50"
    if errors:
        return {"errors": errors}, 422
    return [shown(each) for each in find_items(kind, int(limit))]


@blueprint.get("/items/<int:number>")
def read_item(number: int) -> ResponseReturnValue:
    found = find_item(number)
    if found is None:
        abort(404, "There is no such item.")
    return shown(found)


@blueprint.post("/items")
def create_item() -> ResponseReturnValue:
    new = request.get_json()
    errors = item_errors(new)
    if errors:
        return {"errors": errors}, 422
    return shown(add_item(new)), 201


def shown(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": item["number"],
        "name": item["name"],
        "kind": item["kind"],
        "price": item["price"],
    }


def item_errors(item: Any) -> Errors:
    """What is wrong with it, by field; empty when nothing is."""
    if not isinstance(item, dict):
        return {"item": "must be an object"}
    name, price = item.get("name"), item.get("price")
    errors: Errors = {}
    if not isinstance(name, str) or not 1 <= len(name) <= 40:
        errors["name"] = "must be a text of 1 to 40 characters"
    if item.get("kind") not in KINDS:
        errors["kind"] = f"must be one of {', '.join(KINDS)}"
    # To Python, True is a number.
    if not isinstance(price, int | float) or isinstance(price, bool) or not price >= 0:
        errors["price"] = "must be a number of at least 0"
    return errors
