"""Bodies that are sent to break a server, with the status that each framework answers."""

from dataclasses import replace

import msgspec

from servers.catalog.scenario_requests import RequestSpec
from tests.servers.contract.library_statuses import DIGITS, UTF_8
from tests.servers.contract.table import BOOLEANS, HALVES, REFUSED, UNKNOWN, UNREADABLE, Row
from tests.support.request_bodies import file, form, order, part, post

DEEP = 100_000


def body(customer: str = '"Ada"', quantity: str = "2", more: str = "") -> RequestSpec:
    """An order, written as JSON should not be."""
    line = f'{{"sku": "S", "quantity": {quantity}, "unit_price_cents": 250}}'
    return post(f'{{"customer": {customer}, "lines": [{line}]{more}}}'.encode())


def raw(found: bytes, put: bytes) -> RequestSpec:
    return post(order().body.replace(found, put))


_SURROGATE = "Python's text has half characters, and Flask's lanes take them; Pydantic's has none"
_DEEP = "Python's JSON gives up, which FastAPI takes for a bad body and Flask for a fault"
_UNKNOWN = "marshmallow refuses what it does not know, Pydantic ignores it"
_BOOL = "Pydantic takes true for 1, marshmallow's integer does not"
_MANY = "Werkzeug calls it too large, Starlette bad"
_LINES = "python-multipart counts the lines of a part's head, Werkzeug its bytes"
_QUOTE = "python-multipart takes the mark that is never closed for a part of the name"
_HEADERS = 'name="file"; filename="a"' + "".join(f"\r\nx-{n}: y" for n in range(5_000))

HOSTILE = (
    Row("orders", "NaN", body(quantity="NaN"), 422, 422, "", REFUSED),
    Row("orders", "NaN alone", post(b"NaN"), 422, 422, "", REFUSED),
    Row("orders", "1e999", body(quantity="1e999"), 422, 422, "", REFUSED),
    Row("orders", "NaN unasked", body(more=', "x": NaN'), 422, 201, _UNKNOWN, UNKNOWN),
    Row("orders", "lone surrogate", body(customer='"\\ud800"'), 201, 422, _SURROGATE, HALVES),
    Row(
        "orders",
        "raw surrogate",
        raw(b"Ada", b"\xed\xa0\x80"),
        201,
        422,
        _SURROGATE,
        (UTF_8, *HALVES),
    ),
    Row("orders", "100,000 deep", post(b"[" * DEEP + b"]" * DEEP), 500, 400, _DEEP),
    Row("orders", "deep and open", post(b'{"a":' * DEEP), 500, 400, _DEEP),
    Row("orders", "deep inside", body(customer="[" * DEEP + "]" * DEEP), 500, 400, _DEEP),
    Row("orders", "bad UTF-8", raw(b"Ada", b"\xff\xfe"), 400, 400, "", UNREADABLE),
    Row("orders", "UTF-16", post(order().body.decode().encode("utf-16")), 201, 201, "", (UTF_8,)),
    Row("orders", "BOM", post(b"\xef\xbb\xbf" + order().body), 201, 201, "", (UTF_8,)),
    Row("orders", "NUL", body(customer='"\\u0000"'), 201, 201),
    Row("orders", "duplicate key", body(more=', "customer": "Bob"'), 201, 201),
    Row("orders", "true", body(quantity="true"), 422, 201, _BOOL, BOOLEANS),
    Row("orders", "4,000 digits", body(quantity="9" * 4_000), 422, 422, "", REFUSED),
    Row("orders", "5,000 digits", body(quantity="9" * 5_000), 400, 400, "", (DIGITS, *UNREADABLE)),
    Row("upload", "100,000 parts", form(*[part('name="t"', b"")] * DEEP), 413, 400, _MANY),
    Row("upload", "1 MB of name", form(file(name="a" * 1_000_000)), 413, 400, _MANY),
    Row("upload", "5,000 headers", form(part(_HEADERS)), 200, 400, _LINES),
    Row("upload", "no end of a name", form(part('name="file"; filename="a')), 400, 200, _QUOTE),
    Row("upload", "NUL in a name", form(file(name="a\0b")), 200, 200),
)

# What PostgreSQL cannot hold is a bad request, where it comes so far.
_NOT_HELD = {"lone surrogate": 400, "raw surrogate": 400, "NUL": 400}
INSERTED = tuple(
    replace(
        row,
        scenario="database",
        request=msgspec.structs.replace(row.request, target="/database/orders"),
        flask=_NOT_HELD.get(row.kind, row.flask),
        fastapi=400 if row.kind == "NUL" else row.fastapi,
    )
    for row in HOSTILE
    if row.scenario == "orders"
)
