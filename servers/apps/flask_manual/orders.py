"""Takes an order: checked by hand, totalled, answered with 201."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("orders", __name__)

Errors = dict[str, str]


@blueprint.post("/orders")
def create_order() -> ResponseReturnValue:
    order = request.get_json()
    errors = order_errors(order)
    if errors:
        return {"errors": errors}, 422
    total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
    receipt = {
        "customer": order["customer"],
        "line_count": len(order["lines"]),
        "total_cents": total,
    }
    return receipt, 201


def order_errors(order: Any) -> Errors:
    """What is wrong, by field; empty when nothing is."""
    if not isinstance(order, dict):
        return {"order": "must be an object"}
    errors = text_errors(order, "customer", longest=100)
    lines = order.get("lines")
    if not isinstance(lines, list) or not 1 <= len(lines) <= 500:
        return errors | {"lines": "must be a list of 1 to 500 order lines"}
    for number, line in enumerate(lines):
        errors |= {f"lines.{number}.{name}": said for name, said in line_errors(line).items()}
    return errors


def line_errors(line: Any) -> Errors:
    if not isinstance(line, dict):
        return {"line": "must be an object"}
    return (
        text_errors(line, "sku", longest=40)
        | number_errors(line, "quantity", 1, 1_000)
        | number_errors(line, "unit_price_cents", 0, 10_000_000)
    )


def text_errors(fields: dict[str, Any], name: str, longest: int) -> Errors:
    value = fields.get(name)
    if isinstance(value, str) and 1 <= len(value) <= longest:
        return {}
    return {name: f"must be a text of 1 to {longest} characters"}


def number_errors(fields: dict[str, Any], name: str, least: int, most: int) -> Errors:
    value = fields.get(name)
    # To Python, True is a whole number.
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return {}
    return {name: f"must be a whole number from {least} to {most}"}
