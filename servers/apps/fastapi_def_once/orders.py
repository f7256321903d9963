"""Take an order and answer with a response, so that the pool is queued for once.

It is validated on the event loop and totalled in a thread of the pool.
"""

from typing import Any

from fastapi import APIRouter, status
from fastapi.responses import JSONResponse

from servers.apps.fastapi.orders import REFUSALS, NewOrder, Receipt

router = APIRouter()

RESPONSES: dict[int | str, dict[str, Any]] = {201: {"model": Receipt}, **REFUSALS}


@router.post("/orders", status_code=status.HTTP_201_CREATED, responses=RESPONSES)
def create_order(order: NewOrder) -> JSONResponse:
    total = sum(line.quantity * line.unit_price_cents for line in order.lines)
    receipt = {
        "customer": order.customer,
        "line_count": len(order.lines),
        "total_cents": total,
    }
    return JSONResponse(receipt, status.HTTP_201_CREATED)
