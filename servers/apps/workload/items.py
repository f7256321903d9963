"""The items of the read API: the same for every application. Nothing is stored.

A server that is asked twice answers twice the same: what differs between two servers is theirs.
"""

from typing import Any

Item = dict[str, Any]

ITEMS: tuple[Item, ...] = (
    {"number": 1, "name": "Emma", "kind": "book", "price": 9.5},
    {"number": 2, "name": "Go", "kind": "game", "price": 40.0},
    {"number": 3, "name": "Ulysses", "kind": "book", "price": 14.0},
    {"number": 4, "name": "Plane", "kind": "tool", "price": 55.25},
    {"number": 5, "name": "Chess", "kind": "game", "price": 25.0},
)
KINDS = ("book", "game", "tool")
MOST = 50


def find_items(kind: str | None = None, limit: int = MOST) -> list[Item]:
    """At most ``limit`` items of that kind, of any kind where it is None."""
    return [each for each in ITEMS if kind in (None, each["kind"])][:limit]


def find_item(number: int) -> Item | None:
    """The item of that number; None where there is none."""
    return next((each for each in ITEMS if each["number"] == number), None)


def add_item(new: Item) -> Item:
    """The item as it would be stored: with the next number."""
    return {"number": len(ITEMS) + 1, **new}
