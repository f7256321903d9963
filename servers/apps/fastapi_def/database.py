"""Reads and inserts orders in the database. A thread of the pool waits for each answer."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from fastapi import APIRouter, FastAPI, HTTPException, status
from psycopg import Connection

from servers.apps.fastapi.database import NO_SUCH_ORDER, REFUSALS, DelayMs, Order, OrderId
from servers.apps.fastapi.orders import NewOrder, OrderLine, Receipt
from servers.clients import queries
from servers.clients.database import Database, PoolExhaustedError, RefusedError, Row

database = Database()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    with database:
        yield


router = APIRouter(lifespan=lifespan, responses=REFUSALS)


# No dependency: that would take a thread while it waits for a connection, and who has one would
# wait for a thread.
@contextmanager
def connected() -> Iterator[Connection[Row]]:
    try:
        with database.connection() as connection:
            yield connection
    except PoolExhaustedError as error:
        raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, str(error)) from error
    except RefusedError as error:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, str(error)) from error


@router.get("/database/orders/{order_id}", responses=NO_SUCH_ORDER)
def read_order(order_id: OrderId, delay_ms: DelayMs = 0) -> Order:
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
def insert_order(order: NewOrder, delay_ms: DelayMs = 0) -> Receipt:
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
