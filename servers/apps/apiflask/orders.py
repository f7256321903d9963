"""Takes an order: validated by marshmallow through APIFlask, totalled, answered with 201."""

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, List, Nested, String
from apiflask.validators import Length, Range

bp = APIBlueprint("orders", __name__)


class OrderLine(Schema):
    sku = String(required=True, validate=Length(1, 40))
    quantity = Integer(required=True, validate=Range(1, 1_000))
    unit_price_cents = Integer(required=True, validate=Range(0, 10_000_000))


class NewOrder(Schema):
    customer = String(required=True, validate=Length(1, 100))
    lines = List(Nested(OrderLine), required=True, validate=Length(1, 500))


class Receipt(Schema):
    customer = String(required=True)
    line_count = Integer(required=True)
    total_cents = Integer(required=True)


@bp.post("/orders")
@bp.input(NewOrder, arg_name="order")
@bp.output(Receipt, status_code=201)
def create_order(order: dict[str, Any]) -> dict[str, Any]:
    total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
    return {
        "customer": order["customer"],
        "line_count": len(order["lines"]),
        "total_cents": total,
    }
