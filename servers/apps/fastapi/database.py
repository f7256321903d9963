"""Reads and inserts orders in the database. The event loop serves others between the answers.

The pool is open for as long as the app is.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, HTTPException, Path, Query, status
from psycopg import AsyncConnection
from pydantic import BaseModel

from servers.apps.fastapi.orders import NewOrder, OrderLine, Receipt
from servers.clients import queries
from servers.clients.database import AsyncDatabase, PoolExhaustedError, RefusedError, Row

database = AsyncDatabase()

# What a handler raises stands in FastAPI's document when it is declared.
REFUSALS: dict[int | str, dict[str, str]] = {
    400: {"description": "The body cannot be read, or the database takes no such value."},
    503: {"description": "All connections to the database are taken."},
}
NO_SUCH_ORDER: dict[int | str, dict[str, str]] = {404: {"description": "There is no such order."}}


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with database:
        yield


router = APIRouter(lifespan=lifespan, responses=REFUSALS)

OrderId = Annotated[int, Path(ge=1, le=2_147_483_647)]
DelayMs = Annotated[int, Query(ge=0, le=10_000)]


class Order(BaseModel):
    id: int
    customer: str
    lines: list[OrderLine]
    total_cents: int


@asynccontextmanager
async def connected() -> AsyncIterator[AsyncConnection[Row]]:
    try:
        async with database.connection() as connection:
            yield connection
    except PoolExhaustedError as error:
        raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, str(error)) from error
    except RefusedError as error:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, str(error)) from error


@router.get("/database/orders/{order_id}", responses=NO_SUCH_ORDER)
async def read_order(order_id: OrderId, delay_ms: DelayMs = 0) -> Order:
    async with connected() as connection:
        cursor = connection.cursor()
        if delay_ms:
            await cursor.execute(queries.SLEEP, [delay_ms / 1000])
        await cursor.execute(queries.ORDER, [order_id])
        order = await cursor.fetchone()
        await cursor.execute(queries.LINES, [order_id])
        lines = await cursor.fetchall()
    if order is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such order.")
    total = sum(line["quantity"] * line["unit_price_cents"] for line in lines)
    return Order(**order, lines=[OrderLine(**line) for line in lines], total_cents=total)


@router.post("/database/orders", status_code=status.HTTP_201_CREATED)
async def insert_order(order: NewOrder, delay_ms: DelayMs = 0) -> Receipt:
    async with connected() as connection, connection.transaction():
        cursor = connection.cursor()
        if delay_ms:
            await cursor.execute(queries.SLEEP, [delay_ms / 1000])
        await cursor.execute(queries.INSERT_ORDER, [order.customer])
        [inserted] = await cursor.fetchall()
        lines = order.model_dump()["lines"]
        await cursor.executemany(queries.INSERT_LINE, queries.lines(inserted["id"], lines))
    total = sum(line.quantity * line.unit_price_cents for line in order.lines)
    return Receipt(customer=order.customer, line_count=len(order.lines), total_cents=total)
