"""Reads and inserts orders in the database. The event loop waits for each answer."""

from fastapi import APIRouter, HTTPException, status

from servers.apps.fastapi.database import NO_SUCH_ORDER, REFUSALS, DelayMs, Order, OrderId
from servers.apps.fastapi.orders import NewOrder, OrderLine, Receipt
from servers.apps.fastapi_def.database import connected, lifespan
from servers.clients import queries

router = APIRouter(lifespan=lifespan, responses=REFUSALS)


@router.get("/database/orders/{order_id}", responses=NO_SUCH_ORDER)
async def read_order(order_id: OrderId, delay_ms: DelayMs = 0) -> Order:
    with connected() as connection:
        cursor = connection.cursor()
        if delay_ms:
            cursor.execute(queries.SLEEP, [delay_ms / 1000])
        cursor.execute(queries.ORDER, [order_id])
        order = cursor.fetchone()
        cursor.execute(queries.LINES, [order_id])
        lines = cursor.fetchall()
    if order is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such order.")
    total = sum(line["quantity"] * line["unit_price_cents"] for line in lines)
    return Order(**order, lines=[OrderLine(**line) for line in lines], total_cents=total)


@router.post("/database/orders", status_code=status.HTTP_201_CREATED)
async def insert_order(order: NewOrder, delay_ms: DelayMs = 0) -> Receipt:
    with connected() as connection, connection.transaction():
        cursor = connection.cursor()
        if delay_ms:
            cursor.execute(queries.SLEEP, [delay_ms / 1000])
        cursor.execute(queries.INSERT_ORDER, [order.customer])
        [inserted] = cursor.fetchall()
        lines = order.model_dump()["lines"]
        cursor.executemany(queries.INSERT_LINE, queries.lines(inserted["id"], lines))
    total = sum(line.quantity * line.unit_price_cents for line in order.lines)
    return Receipt(customer=order.customer, line_count=len(order.lines), total_cents=total)
