"""Takes an order: validated by marshmallow through flask-smorest, totalled, answered with 201."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

blp = Blueprint("orders", __name__)


class OrderLine(Schema):
    sku = fields.String(required=True, validate=Length(1, 40))
    quantity = fields.Integer(required=True, validate=Range(1, 1_000))
    unit_price_cents = fields.Integer(required=True, validate=Range(0, 10_000_000))


class NewOrder(Schema):
    customer = fields.String(required=True, validate=Length(1, 100))
    lines = fields.List(fields.Nested(OrderLine), required=True, validate=Length(1, 500))


class Receipt(Schema):
    customer = fields.String(required=True)
    line_count = fields.Integer(required=True)
    total_cents = fields.Integer(required=True)


@blp.route("/orders")
class Orders(MethodView):
    @blp.arguments(NewOrder)
    @blp.response(201, Receipt)
    def post(self, order: dict[str, Any]) -> dict[str, Any]:
        total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
        return {
            "customer": order["customer"],
            "line_count": len(order["lines"]),
            "total_cents": total,
        }
