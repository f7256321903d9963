"""Takes an order: validated by marshmallow and totalled, in an event loop of its own."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from servers.apps.flask.orders import new_order

blueprint = Blueprint("orders", __name__)


@blueprint.post("/orders")
async def create_order() -> ResponseReturnValue:
    order = new_order.load(request.get_json())
    total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
    receipt = {
        "customer": order["customer"],
        "line_count": len(order["lines"]),
        "total_cents": total,
    }
    return receipt, 201
