"""Takes an order: validated on the event loop, totalled in a thread of the pool."""

from fastapi import APIRouter, status

from servers.apps.fastapi.orders import REFUSALS, NewOrder, Receipt

router = APIRouter()


@router.post("/orders", status_code=status.HTTP_201_CREATED, responses=REFUSALS)
def create_order(order: NewOrder) -> Receipt:
    total = sum(line.quantity * line.unit_price_cents for line in order.lines)
    return Receipt(customer=order.customer, line_count=len(order.lines), total_cents=total)
