"""Reads and inserts orders in the database. A thread waits for its connection and for each answer.

The pool is opened by the first request.
"""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

from servers.apps.flask.orders import new_order
from servers.clients import queries
from servers.clients.database import Database, PoolExhaustedError, RefusedError

blueprint = Blueprint("database", __name__)
database = Database()


class DelayQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    delay_ms = fields.Integer(load_default=0, validate=Range(0, 10_000))


delay_query = DelayQuery()


@blueprint.errorhandler(PoolExhaustedError)
def exhausted(error: PoolExhaustedError) -> ResponseReturnValue:
    return {"error": str(error)}, 503


@blueprint.errorhandler(RefusedError)
def refused(error: RefusedError) -> ResponseReturnValue:
    return {"error": str(error)}, 400


@blueprint.get("/database/orders/<int(min=1, max=2147483647):order_id>")
def read_order(order_id: int) -> ResponseReturnValue:
    query = delay_query.load(request.args)
    with database.connection() as connection:
        cursor = connection.cursor()
        if query["delay_ms"]:
            cursor.execute(queries.SLEEP, [query["delay_ms"] / 1000])
        cursor.execute(queries.ORDER, [order_id])
        order = cursor.fetchone()
        cursor.execute(queries.LINES, [order_id])
        lines = cursor.fetchall()
    if order is None:
        return {"error": "There is no such order."}, 404
    total = sum(line["quantity"] * line["unit_price_cents"] for line in lines)
    return {**order, "lines": lines, "total_cents": total}


@blueprint.post("/database/orders")
def insert_order() -> ResponseReturnValue:
    query = delay_query.load(request.args)
    order = new_order.load(request.get_json())
    with database.connection() as connection, connection.transaction():
        cursor = connection.cursor()
        if query["delay_ms"]:
            cursor.execute(queries.SLEEP, [query["delay_ms"] / 1000])
        cursor.execute(queries.INSERT_ORDER, [order["customer"]])
        [inserted] = cursor.fetchall()
        cursor.executemany(queries.INSERT_LINE, queries.lines(inserted["id"], order["lines"]))
    total = sum(line["quantity"] * line["unit_price_cents"] for line in order["lines"])
    receipt = {
        "customer": order["customer"],
        "line_count": len(order["lines"]),
        "total_cents": total,
    }
    return receipt, 201
