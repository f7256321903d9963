"""Takes an order: validated by Pydantic through SpecTree, totalled, answered with 201."""

from typing import Annotated

from flask import Blueprint
from pydantic import BaseModel, Field
from spectree import Response

from servers.apps.spectree.document import spec

blueprint = Blueprint("orders", __name__)


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


@blueprint.post("/orders")
@spec.validate(resp=Response(HTTP_201=Receipt))
def create_order(json: NewOrder) -> tuple[Receipt, int]:
    total = sum(line.quantity * line.unit_price_cents for line in json.lines)
    return Receipt(customer=json.customer, line_count=len(json.lines), total_cents=total), 201
