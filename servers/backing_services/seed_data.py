"""What the database holds from the start: the same rows wherever it is, computed from their keys.

The order of key n has 1 to 5 lines. Nothing is random, so that an answer can be foretold.
"""

from collections.abc import Iterator
from typing import NamedTuple

from servers.catalog.scenario_requests import ORDERS_IN_DATABASE

_FIRST = ("Ada", "Alan", "Barbara", "Donald", "Edsger", "Frances", "Grace", "Hedy", "Ken", "Radia")
_LAST = ("Abara", "Brandt", "Castillo", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ito")


class Order(NamedTuple):
    """A row of ``orders``."""

    id: int
    customer: str


class Line(NamedTuple):
    """A row of ``order_lines``; ``position`` counts from 1 within the order."""

    order_id: int
    position: int
    sku: str
    quantity: int
    unit_price_cents: int


def order(key: int) -> Order:
    """The order of that key, from 1."""
    return Order(key, f"{_FIRST[key % len(_FIRST)]} {_LAST[key % len(_LAST)]}")


def lines(key: int) -> tuple[Line, ...]:
    """Its lines, in their order."""
    return tuple(_line(key, position) for position in range(1, 2 + key % 5))


def orders() -> Iterator[Order]:
    """All of them."""
    return (order(key) for key in range(1, ORDERS_IN_DATABASE + 1))


def order_lines() -> Iterator[Line]:
    """Those of all orders."""
    return (line for key in range(1, ORDERS_IN_DATABASE + 1) for line in lines(key))


def _line(key: int, position: int) -> Line:
    # Strides prime to each other scatter the articles over the orders.
    article = (key * 37 + position * 101) % 1_000
    return Line(key, position, f"SKU-{article:04d}", 1 + (key + position) % 7, 199 + 25 * article)
