"""Takes an order: validated by Pydantic through flask-openapi3, totalled, answered with 201."""

from typing import Annotated, Any

from flask_openapi3 import APIBlueprint
from pydantic import BaseModel, Field

api = APIBlueprint("orders", __name__)


class OrderLine(BaseModel):
    sku: Annotated[str, Field(min_length=1, max_length=40)]
    quantity: Annotated[int, Field(ge=1, le=1_000)]
    unit_price_cents: Annotated[int, Field(ge=0, le=10_000_000)]


class NewOrder(BaseModel):
    customer: Annotated[str, Field(min_length=1, max_length=100)]
    lines: Annotated[list[OrderLine], Field(min_length=1, max_length=500)]


class Receipt(BaseModel):
    customer: str
    line_count: int
    total_cents: int


@api.post("/orders", responses={201: Receipt})
def create_order(body: NewOrder) -> tuple[dict[str, Any], int]:
    total = sum(line.quantity * line.unit_price_cents for line in body.lines)
    receipt = {
        "customer": body.customer,
        "line_count": len(body.lines),
        "total_cents": total,
    }
    return receipt, 201
