"""All items, or the first ones, once a supplier has said what there is."""

import time

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from servers.apps.migration.shop import ITEMS

blueprint = Blueprint("list", __name__)


@blueprint.get("/items")
def list_items() -> ResponseReturnValue:
    limit = request.args.get("limit", 10, type=int)
    if supplier_ms := request.args.get("supplier_ms", 0, type=int):
        time.sleep(supplier_ms / 1000)
    return jsonify(list(ITEMS.values())[:limit])
