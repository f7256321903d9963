"""What the shop sells. Nothing ever changes, so that equal requests have equal answers."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

SECRET_KEY = "faceoff-migration"  # noqa: S105 (a server on 127.0.0.1 without secrets)
SESSION_LIFETIME = timedelta(days=36_500)
"""So long that the cookie of the race's requests stays good."""
COOKIE = "session"
NEW_ID = 4
NOBODY = "nobody"
customer: ContextVar[str] = ContextVar("customer", default=NOBODY)
"""Who a view has found to be logged in; a header of the answer names them."""


@dataclass(frozen=True)
class Item:
    id: int
    name: str
    price_cents: int


ITEMS: dict[int, Item] = {
    number: Item(id=number, name=name, price_cents=price)
    for number, name, price in ((1, "Lamp", 4_900), (2, "Chair", 12_900), (3, "Möbel & Co", 900))
}
PAGE = """<!doctype html>
<title>Shop</title>
<ul>
{%- for item in items %}
<li>{{ item.name }}: {{ item.price_cents }}</li>
{%- endfor %}
</ul>
"""


def basket(name: str) -> list[str]:
    """Its lines."""
    return [f"{name}: {item.name}\n" for item in ITEMS.values()]
