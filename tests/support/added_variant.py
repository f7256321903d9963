"""The modules of a variant that is added to a copy of the source tree: Flask with msgspec."""

FLASK_MSGSPEC_APP = '''\
"""Flask with msgspec. It takes orders, and nothing else."""

from collections.abc import Collection

from flask import Flask

from servers.apps.factory.flask import flask_app


def create_app(modules: Collection[str]) -> Flask:
    """The application with these modules of this package."""
    return flask_app(__name__, modules)
'''
FLASK_MSGSPEC_ORDERS = '''\
"""Takes an order: validated by msgspec, totalled, answered with 201."""

import msgspec
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

shop = Blueprint("orders", __name__)
blueprint = shop


class OrderLine(msgspec.Struct):
    sku: str
    quantity: int
    unit_price_cents: int


class NewOrder(msgspec.Struct):
    customer: str
    lines: list[OrderLine]


@shop.post("/orders")
def create_order() -> ResponseReturnValue:
    order = msgspec.json.decode(request.get_data(), type=NewOrder)
    total = sum(line.quantity * line.unit_price_cents for line in order.lines)
    receipt = {
        "customer": order.customer,
        "line_count": len(order.lines),
        "total_cents": total,
    }
    return receipt, 201
'''
FLASK_MSGSPEC_QUOTES = '''\
"""Takes a quote, validated by msgspec, and answers what the handler got, in Python's form."""

import msgspec
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("quotes", __name__)


class NewQuote(msgspec.Struct):
    customer: str
    quantity: int
    price: float
    express: bool
    note: str | None = None


@blueprint.post("/quotes")
def create_quote() -> ResponseReturnValue:
    quote = msgspec.json.decode(request.get_data(), type=NewQuote)
    return {name: repr(value) for name, value in msgspec.structs.asdict(quote).items()}
'''
FLASK_MSGSPEC_ITEMS = '''\
"""The read API, as it is written by hand."""

from servers.apps.flask_manual.items import blueprint

__all__ = ["blueprint"]
'''
