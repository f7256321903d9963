"""Takes an order: validated by the schema in ``orders.yml``, totalled, answered with 201."""

from flasgger import swag_from
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("orders", __name__)


@blueprint.post("/orders")
@swag_from("orders.yml", validation=True)
def create_order() -> ResponseReturnValue:
    order = request.get_json()
    total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
    receipt = {
        "customer": order["customer"],
        "line_count": len(order["lines"]),
        "total_cents": total,
    }
    return receipt, 201
