"""One item by its number."""

from flask import Blueprint, abort, jsonify
from flask.typing import ResponseReturnValue

from servers.apps.migration.shop import ITEMS

blueprint = Blueprint("read", __name__)


@blueprint.get("/items/<int:item_id>")
def read_item(item_id: int) -> ResponseReturnValue:
    if item_id not in ITEMS:
        abort(404)
    return jsonify(ITEMS[item_id])
