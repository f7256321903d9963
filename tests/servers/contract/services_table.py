"""The rows of the contract for what has a service behind it."""

import json

from servers.catalog.scenario_requests import RequestSpec
from tests.servers.contract.table import NO_JSON, Row
from tests.support.request_bodies import JSON, LINE, get


def insert(query: str = "", **changed: object) -> RequestSpec:
    """A valid order for the database with some fields changed; None takes a field away."""
    whole = {"customer": "Ada", "lines": [LINE]} | changed
    sent = {key: value for key, value in whole.items() if value is not None}
    return insert_body(json.dumps(sent).encode(), query)


def insert_body(body: bytes, query: str = "") -> RequestSpec:
    return RequestSpec("POST", f"/database/orders{query}", JSON, body)


_NO_ROUTE = "A path that does not convert is no route to Flask, and a wrong value to FastAPI"
_UNKNOWN = "marshmallow refuses what it does not know, Pydantic ignores it"
DATABASE = (
    Row("database", "valid", get("/database/orders/10000?delay_ms=1"), 200, 200),
    Row("database", "valid", insert("?delay_ms=1"), 201, 201),
    Row("database", "missing", get("/database/orders/2147483647"), 404, 404),
    Row("database", "missing", insert(customer=None), 422, 422),
    Row("database", "wrong type", get("/database/orders/seven"), 404, 422, _NO_ROUTE),
    Row("database", "wrong type", get("/database/orders/0"), 404, 422, _NO_ROUTE),
    Row("database", "wrong type", get("/database/orders/2147483648"), 404, 422, _NO_ROUTE),
    Row("database", "wrong type", get("/database/orders/1?delay_ms=-1"), 422, 422),
    Row("database", "wrong type", get("/database/orders/1?delay_ms=10001"), 422, 422),
    Row("database", "wrong type", insert("?delay_ms=long"), 422, 422),
    Row("database", "wrong type", insert(lines=[LINE | {"quantity": "two"}]), 422, 422),
    Row("database", "extra", get("/database/orders/1?colour=red"), 200, 200),
    Row("database", "extra", insert(colour="red"), 422, 201, _UNKNOWN),
    Row("database", "malformed", get("/database/orders/1?delay_ms=%FF%ZZ"), 422, 422),
    Row("database", "malformed", insert_body(b"{not json"), 400, 422, NO_JSON),
    Row("database", "empty", get("/database/orders/1?delay_ms="), 422, 422),
    Row("database", "empty", insert_body(b""), 400, 422, NO_JSON),
    Row("database", "empty", insert(lines=[]), 422, 422),
    Row("database", "wrong method", get("/database/orders"), 405, 405),
)
CACHE = (
    Row("cache", "valid", get("/cache/a?ttl_ms=1000&compute_ms=1"), 200, 200),
    Row("cache", "valid", get("/cache/K%C3%A4se%20%F0%9F%A7%80"), 200, 200),
    Row("cache", "missing", get("/cache/a"), 200, 200),
    Row("cache", "wrong type", get("/cache/a?ttl_ms=0"), 422, 422),
    Row("cache", "wrong type", get("/cache/a?ttl_ms=86400001"), 422, 422),
    Row("cache", "wrong type", get("/cache/a?compute_ms=-1"), 422, 422),
    Row("cache", "wrong type", get("/cache/a?compute_ms=10001"), 422, 422),
    Row("cache", "extra", get("/cache/a?colour=red"), 200, 200),
    Row("cache", "malformed", get("/cache/a?ttl_ms=%FF%ZZ"), 422, 422),
    Row("cache", "malformed", get("/cache/a%FF"), 200, 200),
    Row("cache", "empty", get("/cache/"), 404, 404),
    Row("cache", "empty", get("/cache/a?ttl_ms="), 422, 422),
    Row("cache", "wrong method", RequestSpec("POST", "/cache/a"), 405, 405),
)
UPSTREAM = (
    Row("upstream", "valid", get("/upstream?latency_ms=1&jitter_ms=1"), 200, 200),
    Row("upstream", "missing", get("/upstream"), 200, 200),
    Row("upstream", "wrong type", get("/upstream?latency_ms=10001"), 422, 422),
    Row("upstream", "wrong type", get("/upstream?jitter_ms=some"), 422, 422),
    Row("upstream", "wrong type", get("/upstream?failure_percent=101"), 422, 422),
    Row("upstream", "wrong type", get("/upstream?timeout_ms=0"), 422, 422),
    Row("upstream", "extra", get("/upstream?latency_ms=0&colour=red"), 200, 200),
    Row("upstream", "malformed", get("/upstream?latency_ms=%FF%ZZ"), 422, 422),
    Row("upstream", "empty", get("/upstream?latency_ms="), 422, 422),
    Row("upstream", "too late", get("/upstream?latency_ms=900&timeout_ms=50"), 504, 504),
    Row("upstream", "failed", get("/upstream?latency_ms=0&failure_percent=100"), 502, 502),
    Row("upstream", "wrong method", RequestSpec("POST", "/upstream"), 405, 405),
)

SERVICES: tuple[Row, ...] = (*DATABASE, *CACHE, *UPSTREAM)
