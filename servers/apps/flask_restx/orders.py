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


receipt = namespace.model(
    "Receipt",
    {
        "customer": fields.String(required=True),
        "line_count": fields.Integer(required=True),
        "total_cents": fields.Integer(required=True),
    },
)


@namespace.route("orders")
class Orders(Resource):
    # Without these, the document would promise a 200 with no body, and nothing else.
    @namespace.response(HTTPStatus.CREATED, "The order was taken.", receipt)
    @namespace.response(HTTPStatus.BAD_REQUEST, "The body is no valid order.")
    @namespace.response(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is not called JSON.")
    @namespace.expect(new_order, validate=True)
    def post(self) -> tuple[dict[str, Any], int]:
        order = request.get_json()
        total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
        return {
            "customer": order["customer"],
            "line_count": len(order["lines"]),
            "total_cents": total,
        }, HTTPStatus.CREATED
