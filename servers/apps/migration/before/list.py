"""All items, or the first ones."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from servers.apps.migration.shop import ITEMS

blueprint = Blueprint("list", __name__)


@blueprint.get("/items")
def list_items() -> ResponseReturnValue:
    limit = request.args.get("limit", 10, type=int)
    return jsonify(list(ITEMS.values())[:limit])
