"""The scenario of the migration: the traffic of a small shop, all of it or that of one route."""

from collections.abc import Mapping

from msgspec.structs import replace

from servers.catalog.low_discrepancy import golden_fraction
from servers.catalog.migration_stages import APP_HEADER, NEW_APP, ROUTES
from servers.catalog.parameter import Parameter
from servers.catalog.scenario import Scenario
from servers.catalog.scenario_requests import RequestSpec, interleaved
from servers.catalog.server_variant import SHOP

LOGGED_IN = ("cookie", "session=eyJuYW1lIjoiQWRhIn0.ZVPxAA.GOgUUaDs8R4GDzDI5Lu3i4VFZQA")
"""The session of a client that has logged in at Flask; the shop's sessions do not end."""
_JSON = (("content-type", "application/json"),)
_BOUNDARY = "faceoff"
_FORM = (("content-type", f"multipart/form-data; boundary={_BOUNDARY}"),)
_FILE = (
    f"--{_BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n'
    "Content-Type: text/plain\r\n\r\n"
    f"some text\r\n--{_BOUNDARY}--\r\n"
).encode()

_REQUESTS: Mapping[str, RequestSpec] = {
    "read": RequestSpec("GET", "/items/1"),
    "create": RequestSpec("POST", "/items", _JSON, b'{"name": "Lamp", "price_cents": 4900}'),
    "page": RequestSpec("GET", "/shop/"),
    "upload": RequestSpec("POST", "/files", _FORM, _FILE),
    "session": RequestSpec("GET", "/me", (LOGGED_IN,)),
    "stream": RequestSpec("GET", "/basket", (LOGGED_IN,)),
}
"""One of each route that is answered by a status of 2xx at every stage."""

ALL_ROUTES = "all"
ROUTE = Parameter.choice(
    key="route",
    title="Route",
    choices=(ALL_ROUTES, *(each.key for each in ROUTES)),
    words="route {}",
    hint="All: each route as often as the shop's customers ask for it; else this one alone.",
)
SUPPLIER = Parameter(
    key="supplier_ms",
    title="Supplier",
    minimum=0,
    maximum=1_000,
    default=0,
    unit="ms",
    words="{} ms for the supplier",
    hint="So long the list of items waits for a supplier; no other route waits.",
)
NEW_SHARE = Parameter(
    key="new_percent",
    title="To the new app",
    minimum=0,
    maximum=100,
    default=0,
    unit="%",
    words="{} % to the new app behind a front",
    hint="The load generator marks this share of the requests, spread evenly; a front sends what "
    "is marked to the new app. Without a front the mark changes nothing.",
)
_CYCLE = 1_000
"""Requests over which the share is kept to 0.1 %."""


def shop_requests(values: Mapping[str, int]) -> tuple[RequestSpec, ...]:
    """Each route by its share of the traffic, or the chosen one; marked for the new app or not."""
    return tuple(_marked(_traffic(values), values[NEW_SHARE.key]))


def _traffic(values: Mapping[str, int]) -> list[RequestSpec]:
    """100 requests, or the one of the chosen route."""
    known = {**_REQUESTS, "list": _list(values[SUPPLIER.key])}
    chosen = ROUTE.choices[values[ROUTE.key]]
    if chosen != ALL_ROUTES:
        return [known[chosen]]
    return interleaved([[known[each.key]] * each.share_percent for each in ROUTES])


def _marked(requests: list[RequestSpec], percent: int) -> list[RequestSpec]:
    """``percent`` of them for the new app, spread evenly over all routes."""
    marked = {
        each: replace(each, headers=(*each.headers, (APP_HEADER, NEW_APP))) for each in requests
    }
    if percent in (0, 100):
        return [marked[each] for each in requests] if percent else requests
    cycle = requests * (_CYCLE // len(requests))
    return [
        marked[each] if golden_fraction(n) * 100 < percent else each for n, each in enumerate(cycle)
    ]


def _list(supplier_ms: int) -> RequestSpec:
    return RequestSpec("GET", f"/items?supplier_ms={supplier_ms}" if supplier_ms else "/items")


SHOP_SCENARIO = Scenario(
    key=SHOP,
    title="A shop that migrates",
    shows="The traffic of a small shop at any two stages between Flask and FastAPI.",
    parameters=(ROUTE, SUPPLIER, NEW_SHARE),
    requests=shop_requests,
)
