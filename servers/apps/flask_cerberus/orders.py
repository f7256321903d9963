"""Takes an order: validated by Cerberus, totalled, answered with 201."""

from cerberus import Validator
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("orders", __name__)

ORDER_LINE = {
    "sku": {"type": "string", "required": True, "minlength": 1, "maxlength": 40},
    "quantity": {"type": "integer", "required": True, "min": 1, "max": 1_000},
    "unit_price_cents": {"type": "integer", "required": True, "min": 0, "max": 10_000_000},
}
NEW_ORDER = {
    "customer": {"type": "string", "required": True, "minlength": 1, "maxlength": 100},
    "lines": {
        "type": "list",
        "required": True,
        "minlength": 1,
        "maxlength": 500,
        "schema": {"type": "dict", "schema": ORDER_LINE},
    },
}


@blueprint.post("/orders")
def create_order() -> ResponseReturnValue:
    body = request.get_json()
    if not isinstance(body, dict):
        return {"errors": {"_schema": ["Invalid input type."]}}, 422
    validator = Validator(NEW_ORDER)  # it keeps the errors, so each request has its own
    if not validator.validate(body):
        return {"errors": validator.errors}, 422
    order = validator.document
    total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
    receipt = {
        "customer": order["customer"],
        "line_count": len(order["lines"]),
        "total_cents": total,
    }
    return receipt, 201
