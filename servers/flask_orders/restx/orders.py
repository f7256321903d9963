"""Takes an order: validated by Flask-RESTX's models, totalled, answered with 201."""

from http import HTTPStatus
from typing import Any

from flask import request
from flask_restx import Namespace, Resource, fields

namespace = Namespace("orders")

order_line = namespace.model(
    "OrderLine",
    {
        "sku": fields.String(required=True, min_length=1, max_length=40),
        "quantity": fields.Integer(required=True, min=1, max=1_000),
        "unit_price_cents": fields.Integer(required=True, min=0, max=10_000_000),
    },
)
new_order = namespace.model(
    "NewOrder",
    {
        "customer": fields.String(required=True, min_length=1, max_length=100),
        "lines": fields.List(fields.Nested(order_line), required=True, min_items=1, max_items=500),
    },
)


@namespace.route("orders")
class Orders(Resource):  # type: ignore[misc] # Flask-RESTX has no types
    @namespace.expect(new_order, validate=True)  # type: ignore[untyped-decorator]
    def post(self) -> tuple[dict[str, Any], int]:
        order = request.get_json()
        total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
        receipt = {
            "customer": order["customer"],
            "line_count": len(order["lines"]),
            "total_cents": total,
        }
        return receipt, HTTPStatus.CREATED
