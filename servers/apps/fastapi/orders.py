"""Takes an order: validated by Pydantic, totalled, answered with 201."""

from typing import Annotated

from fastapi import APIRouter, status
from pydantic import BaseModel, Field

router = APIRouter()

# What FastAPI refuses by itself stands in its document when it is declared.
REFUSALS: dict[int | str, dict[str, str]] = {
    400: {"description": "The body is no readable text, or nested too deeply."}
}


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


@router.post("/orders", status_code=status.HTTP_201_CREATED, responses=REFUSALS)
async def create_order(order: NewOrder) -> Receipt:
    total = sum(line.quantity * line.unit_price_cents for line in order.lines)
    return Receipt(customer=order.customer, line_count=len(order.lines), total_cents=total)
