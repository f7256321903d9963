"""The traffic of the shop: each route by its share, and so many marked for the new app."""

from collections import Counter
from math import isclose

import pytest

from servers.catalog.compatibility import common, serving_refusal
from servers.catalog.handler_source import shown_path, source
from servers.catalog.migration import MIGRATION, MIGRATION_FRONT, SHOP_VARIANTS
from servers.catalog.migration_stages import (
    APP_HEADER,
    FASTAPI_ALONE,
    NEW_APP,
    ROUTES,
    moved_percent,
)
from servers.catalog.parameter import defaults
from servers.catalog.race_catalog import RACE_SCENARIOS, RACE_VARIANTS
from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.scenarios import SCENARIOS, scenario
from servers.catalog.server_variant import SHOP
from servers.catalog.shop_scenario import ROUTE, SHOP_SCENARIO, shop_requests
from servers.catalog.variants import VARIANTS, variant


def requests(**chosen: int) -> tuple[RequestSpec, ...]:
    return shop_requests(defaults(SHOP_SCENARIO.parameters) | chosen)


def marked(found: tuple[RequestSpec, ...]) -> list[bool]:
    return [(APP_HEADER, NEW_APP) in each.headers for each in found]


def test_each_route_is_asked_for_by_its_share() -> None:
    assert sum(each.share_percent for each in ROUTES) == 100 == moved_percent(FASTAPI_ALONE)
    found = Counter((each.method, each.target) for each in requests())
    assert sorted(found.values()) == sorted(each.share_percent for each in ROUTES)
    assert found["GET", "/items/1"] == 40
    assert found["POST", "/items"] == 10


def test_one_route_alone_and_a_supplier_that_takes_its_time() -> None:
    (read,) = requests(route=ROUTE.choices.index("read"))
    assert read.target == "/items/1"
    (listed,) = requests(route=ROUTE.choices.index("list"), supplier_ms=50)
    assert listed.target == "/items?supplier_ms=50"


@pytest.mark.parametrize("percent", [0, 1, 33, 50, 99, 100])
def test_so_many_are_marked_and_evenly(percent: int) -> None:
    found = marked(requests(new_percent=percent))
    assert isclose(100 * sum(found) / len(found), percent, abs_tol=0.2)
    for start in range(0, len(found), 100):
        assert isclose(sum(found[start : start + 100]), percent, abs_tol=2)


def test_of_each_route_the_share_is_marked() -> None:
    found = requests(new_percent=30)
    reads = [each for each in found if each.target == "/items/1"]
    assert isclose(100 * sum(marked(tuple(reads))) / len(reads), 30, abs_tol=2)


def test_the_shop_races_with_its_own_servers_alone() -> None:
    assert {each.key for each in RACE_VARIANTS if each.serves(SHOP)} == {
        "migration",
        "migration-front",
    }
    assert scenario(SHOP) is SHOP_SCENARIO
    assert (*SCENARIOS, SHOP_SCENARIO) == RACE_SCENARIOS
    assert serving_refusal(variant("flask"), SHOP) == (
        "Only the servers of the migration serve “A shop that migrates”: choose them in both lanes."
    )
    assert serving_refusal(MIGRATION, "wait") == (
        "Migration serves only “A shop that migrates” (shop); choose it, or another server."
    )
    for each in SHOP_VARIANTS:
        assert each not in VARIANTS
        assert variant(each.key) is each
        assert common(each, MIGRATION_FRONT, "wait") == SHOP
        assert common(each, variant("flask"), "wait") == ""


@pytest.mark.parametrize(
    ("stage", "file"), [(0, "before/__init__.py"), (1, "mixed_app.py"), (9, "mixed_app.py")]
)
def test_the_code_is_that_of_the_stage(stage: int, file: str) -> None:
    path = source(MIGRATION, SHOP, {"stage": stage})
    assert path is not None
    assert shown_path(path) == f"servers/apps/migration/{file}"
