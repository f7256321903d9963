"""The products that a page shows and a catalogue lists: made up, and always the same ones."""

from datetime import date, timedelta
from functools import cache
from typing import TypedDict

_THINGS = ("Lamp", "Bücherregal", "Kettle", "Frühstücksbrett", "Chair", "Ampèremeter", "Rug", "Cup")
# What a template has to escape, and what is more than one byte long in UTF-8.
_FROM = (
    ("Möbel & Söhne", "DE"),
    ("Ångström AB", "SE"),
    ("O'Hara <Crafts>", "IE"),
    ('"Le Chêne" S.à r.l.', "FR"),
    ("東京木工", "JP"),
)
_TAGS = ("new", "oak & ash", "< 5 kg", "hand-made", "größer")
_FIRST_DAY = date(2015, 1, 1)


class Price(TypedDict):
    amount_cents: int
    currency: str


class Supplier(TypedDict):
    name: str
    country: str


class Product(TypedDict):
    """As a database driver would hand it over: plain values, dates as ISO 8601."""

    id: int
    sku: str
    name: str
    description: str | None
    price: Price
    list_price: Price | None
    supplier: Supplier
    tags: list[str]
    stock: int
    released_on: str
    discontinued_on: str | None


def products(count: int) -> list[Product]:
    """The first ``count`` of them. They are shared by all requests: only to be read."""
    return [_product(n) for n in range(1, count + 1)]


@cache
def _product(n: int) -> Product:
    # Cached: to make it for each request would cost as much as what is compared.
    thing, (supplier, country) = _THINGS[n % len(_THINGS)], _FROM[n % len(_FROM)]
    cents = 199 + n * 7_919 % 100_000
    released = _FIRST_DAY + timedelta(days=n * 37 % 4_000)
    return {
        "id": n,
        "sku": f"SKU-{n:05d}",
        "name": f"{thing} No. {n}",
        "description": None if n % 3 == 0 else f"{thing} by {supplier}, {10 + n % 90} cm wide",
        "price": {"amount_cents": cents, "currency": "EUR"},
        "list_price": {"amount_cents": cents + 500, "currency": "EUR"} if n % 4 == 0 else None,
        "supplier": {"name": supplier, "country": country},
        "tags": [tag for place, tag in enumerate(_TAGS) if n >> place & 1],
        "stock": n * 13 % 250,
        "released_on": released.isoformat(),
        "discontinued_on": (released + timedelta(days=900)).isoformat() if n % 5 == 0 else None,
    }
