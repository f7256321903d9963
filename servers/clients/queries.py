"""What is asked of the database, in words that PostgreSQL and its stand-in both understand."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

SLEEP: Final = "SELECT pg_sleep(%s)"
ORDER: Final = "SELECT id, customer FROM orders WHERE id = %s"
LINES: Final = (
    "SELECT sku, quantity, unit_price_cents FROM order_lines WHERE order_id = %s ORDER BY position"
)
INSERT_ORDER: Final = "INSERT INTO orders (customer) VALUES (%s) RETURNING id"
INSERT_LINE: Final = (
    "INSERT INTO order_lines (order_id, position, sku, quantity, unit_price_cents)"
    " VALUES (%s, %s, %s, %s, %s)"
)


def lines(order_id: int, ordered: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """The rows of an order's lines, for INSERT_LINE."""
    return [
        (order_id, position, line["sku"], line["quantity"], line["unit_price_cents"])
        for position, line in enumerate(ordered, 1)
    ]
