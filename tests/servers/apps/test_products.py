"""The products are always the same, of every kind, and made only once."""

import json
from datetime import date

from servers.apps.workload.products import products


def test_they_are_the_same_however_many_are_asked_for() -> None:
    assert products(0) == []
    assert products(3) == products(50)[:3]
    assert products(3)[2] is products(4)[2]


def test_their_keys_are_unique_and_their_values_plain() -> None:
    listed = products(10_000)
    assert len({each["sku"] for each in listed}) == 10_000
    assert json.loads(json.dumps(listed)) == listed
    assert all(each["price"]["amount_cents"] > 0 and each["stock"] >= 0 for each in listed)
    for each in listed:
        released, gone = each["released_on"], each["discontinued_on"]
        assert gone is None or date.fromisoformat(released) < date.fromisoformat(gone)


def test_a_page_has_something_to_escape() -> None:
    shown = "".join(each["supplier"]["name"] + "".join(each["tags"]) for each in products(50))
    assert set("&<>\"'öÅ木") <= set(shown)
