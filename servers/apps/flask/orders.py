"""Takes an order: validated by marshmallow, totalled, answered with 201."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

blueprint = Blueprint("orders", __name__)


class OrderLine(Schema):
    sku = fields.String(required=True, validate=Length(1, 40))
    quantity = fields.Integer(required=True, strict=True, validate=Range(1, 1_000))
    unit_price_cents = fields.Integer(required=True, strict=True, validate=Range(0, 10_000_000))


class NewOrder(Schema):
    customer = fields.String(required=True, validate=Length(1, 100))
    lines = fields.List(fields.Nested(OrderLine), required=True, validate=Length(1, 500))


new_order = NewOrder()


@blueprint.post("/orders")
def create_order() -> ResponseReturnValue:
    order = new_order.load(request.get_json())
    total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
    receipt = {
        "customer": order["customer"],
        "line_count": len(order["lines"]),
        "total_cents": total,
    }
    return receipt, 201
