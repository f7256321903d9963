"""The contract: which request gets which status from which contestant, and why where they differ.

The two refuse as their developers write it: what differs is shown here, not hidden.
"""

from dataclasses import dataclass

from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.server_variant import ServerVariant
from tests.servers.contract.library_statuses import (
    ALLOWED,
    BAD_REQUEST,
    BY_HAND,
    CUT,
    MODEL,
    NO_BODY,
    NO_FIELDS,
    NO_HALVES,
    NO_TEXT,
    READ,
    TRUE,
    WHOLE,
    Otherwise,
)
from tests.support.request_bodies import (
    chunked,
    file,
    form,
    get,
    order,
    order_line,
    order_text,
    part,
    post,
    upload,
)

KINDS = ("valid", "missing", "wrong type", "extra", "malformed", "empty")
"""Each scenario has at least one row of each."""

_TOO_BIG = file(b"x" * 8 * 1024 * 1024)
_TEXT = (("content-type", "text/plain"),)
NO_JSON = "FastAPI calls a text that is no JSON unprocessable, Flask a bad request"
_TYPE = (
    "Both look at the type of a body: Flask refuses another one than JSON by 415, FastAPI takes "
    "such a body for bytes, which are no order, by 422"
)
_HEAD = "Flask answers HEAD and OPTIONS wherever it answers GET, FastAPI only what was declared"
_FILES = "Flask's request.files lacks a key, which is a bad request; FastAPI misses a parameter"


@dataclass(frozen=True)
class Row:
    """What each framework answers, and why where they differ; ``otherwise`` who answers unlike."""

    scenario: str
    kind: str
    request: RequestSpec
    flask: int
    fastapi: int
    why: str = ""
    otherwise: tuple[Otherwise, ...] = ()

    def usual(self, variant: ServerVariant) -> int:
        """What its framework answers."""
        return self.fastapi if variant.framework == "fastapi" else self.flask

    def status(self, variant: ServerVariant) -> int:
        """What that variant answers."""
        own = (each.statuses.get(variant.key) for each in self.otherwise)
        return next((status for status in own if status), self.usual(variant))


HELLO = (
    Row("hello", "valid", get("/hello?payload_bytes=3"), 200, 200),
    Row("hello", "missing", get("/hello"), 200, 200),
    Row("hello", "wrong type", get("/hello?payload_bytes=many"), 422, 422),
    Row("hello", "wrong type", get("/hello?payload_bytes=-1"), 422, 422),
    Row("hello", "wrong type", get("/hello?payload_bytes=1048577"), 422, 422),
    Row("hello", "extra", get("/hello?colour=red"), 200, 200),
    Row("hello", "malformed", get("/hello?payload_bytes=%FF%ZZ"), 422, 422),
    Row("hello", "empty", get("/hello?payload_bytes="), 422, 422),
    Row("hello", "wrong method", RequestSpec("DELETE", "/hello"), 405, 405),
    Row("hello", "HEAD", RequestSpec("HEAD", "/hello"), 200, 405, _HEAD),
    Row("hello", "OPTIONS", RequestSpec("OPTIONS", "/hello"), 200, 405, _HEAD),
    Row("hello", "nowhere", get("/nowhere"), 404, 404),
)
WAIT = (
    Row("wait", "valid", get("/wait?wait_ms=1"), 200, 200),
    Row("wait", "missing", get("/wait"), 200, 200),
    Row("wait", "wrong type", get("/wait?wait_ms=1.5"), 422, 422),
    Row("wait", "wrong type", get("/wait?wait_ms=10001"), 422, 422),
    Row("wait", "extra", get("/wait?wait_ms=1&colour=red"), 200, 200),
    Row("wait", "malformed", get("/wait?wait_ms=%FF%ZZ"), 422, 422),
    Row("wait", "empty", get("/wait?wait_ms="), 422, 422),
)
CPU = (
    Row("cpu", "valid", get("/cpu?primes_below=100"), 200, 200),
    Row("cpu", "missing", get("/cpu"), 200, 200),
    Row("cpu", "wrong type", get("/cpu?primes_below=ten"), 422, 422),
    Row("cpu", "wrong type", get("/cpu?primes_below=9"), 422, 422),
    Row("cpu", "wrong type", get("/cpu?primes_below=100001"), 422, 422),
    Row("cpu", "extra", get("/cpu?primes_below=10&colour=red"), 200, 200),
    Row("cpu", "malformed", get("/cpu?primes_below=%FF%ZZ"), 422, 422),
    Row("cpu", "empty", get("/cpu?primes_below="), 422, 422),
)
SPLIT = (
    Row("split", "valid", get("/split?service_ms=1&cpu_percent=50"), 200, 200),
    Row("split", "missing", get("/split"), 200, 200),
    Row("split", "wrong type", get("/split?service_ms=1.5"), 422, 422),
    Row("split", "wrong type", get("/split?service_ms=0"), 422, 422),
    Row("split", "wrong type", get("/split?service_ms=1001"), 422, 422),
    Row("split", "wrong type", get("/split?cpu_percent=101"), 422, 422),
    Row("split", "extra", get("/split?service_ms=1&colour=red"), 200, 200),
    Row("split", "malformed", get("/split?service_ms=%FF%ZZ"), 422, 422),
    Row("split", "empty", get("/split?cpu_percent="), 422, 422),
)
_BOOL = "Pydantic takes true for 1, marshmallow's integer does not"
_FLOAT = "Pydantic takes 2.0 for 2, marshmallow's strict integer does not"
_SURROGATE = "Python's text has half characters, and Flask's lanes take them; Pydantic's has none"
_STRICT = "Pydantic reads a number in a string, marshmallow's strict integer does not"
_UNKNOWN = "marshmallow refuses what it does not know, Pydantic ignores it"
REFUSED = (BAD_REQUEST,)
"""Where the frameworks agree that an order is not valid."""
STRINGS = (BAD_REQUEST, READ, MODEL)
BOOLEANS = (BAD_REQUEST, TRUE, MODEL)
FLOATS = (WHOLE, CUT, MODEL)
FRACTIONS = (BAD_REQUEST, CUT)
UNKNOWN = (ALLOWED, BY_HAND, MODEL)
BODILESS = (NO_BODY, NO_FIELDS)
UNREADABLE = (NO_FIELDS,)
HALVES = (NO_HALVES, NO_TEXT)
ORDERS = (
    Row("orders", "valid", order(), 201, 201),
    Row("orders", "chunked", chunked(order()), 201, 201),
    Row("orders", "missing", order(customer=None), 422, 422, otherwise=REFUSED),
    Row("orders", "missing", order(lines=None), 422, 422, otherwise=REFUSED),
    Row("orders", "wrong type", order(customer=7), 422, 422, otherwise=REFUSED),
    Row("orders", "wrong type", order(lines="none"), 422, 422, otherwise=REFUSED),
    Row("orders", "wrong type", order_line(quantity="two"), 422, 422, otherwise=REFUSED),
    Row("orders", "wrong type", order_line(quantity=0), 422, 422, otherwise=REFUSED),
    Row("orders", "wrong type", order_line(quantity=1.5), 422, 422, otherwise=FRACTIONS),
    Row("orders", "wrong type", order_line(unit_price_cents=-1), 422, 422, otherwise=REFUSED),
    Row("orders", "wrong type", order_line(quantity="2"), 422, 201, _STRICT, STRINGS),
    Row("orders", "wrong type", order_line(quantity=True), 422, 201, _BOOL, BOOLEANS),
    Row("orders", "wrong type", order_line(quantity=2.0), 422, 201, _FLOAT, FLOATS),
    Row("orders", "wrong type", order_text(quantity="1e400"), 422, 422, otherwise=REFUSED),
    Row("orders", "wrong type", order_text(unit_price_cents="-1e400"), 422, 422, "", REFUSED),
    Row("orders", "wrong type", post(b"[]"), 422, 422, otherwise=REFUSED),
    Row("orders", "extra", order(colour="red"), 422, 201, _UNKNOWN, UNKNOWN),
    Row("orders", "extra", order_line(colour="red"), 422, 201, _UNKNOWN, UNKNOWN),
    Row("orders", "malformed", post(b"{not json"), 400, 422, NO_JSON, UNREADABLE),
    Row("orders", "malformed", post(b"a=1", _TEXT), 415, 422, _TYPE, BODILESS),
    Row("orders", "malformed", post(order().body, _TEXT), 415, 422, _TYPE, BODILESS),
    Row("orders", "malformed", post(order().body, ()), 415, 422, _TYPE, BODILESS),
    Row("orders", "malformed", order_text(customer='"\xff"'), 400, 400, "", UNREADABLE),
    Row("orders", "malformed", order_text(customer=r'"\ud800"'), 201, 422, _SURROGATE, HALVES),
    Row("orders", "malformed", order_text(customer="NaN"), 422, 422, otherwise=REFUSED),
    Row("orders", "empty", post(b""), 400, 422, NO_JSON, BODILESS),
    Row("orders", "empty", order(customer=""), 422, 422, otherwise=REFUSED),
    Row("orders", "empty", order(lines=[]), 422, 422, otherwise=REFUSED),
    Row("orders", "wrong method", get("/orders"), 405, 405),
)
PAGE = (
    Row("page", "valid", get("/page?rows=3"), 200, 200),
    Row("page", "missing", get("/page"), 200, 200),
    Row("page", "wrong type", get("/page?rows=few"), 422, 422),
    Row("page", "wrong type", get("/page?rows=0"), 422, 422),
    Row("page", "wrong type", get("/page?rows=5001"), 422, 422),
    Row("page", "extra", get("/page?rows=1&colour=red"), 200, 200),
    Row("page", "malformed", get("/page?rows=%FF%ZZ"), 422, 422),
    Row("page", "empty", get("/page?rows="), 422, 422),
    Row("page", "wrong method", RequestSpec("POST", "/page"), 405, 405),
)
CATALOGUE = (
    Row("catalogue", "valid", get("/catalogue?items=3"), 200, 200),
    Row("catalogue", "missing", get("/catalogue"), 200, 200),
    Row("catalogue", "wrong type", get("/catalogue?items=few"), 422, 422),
    Row("catalogue", "wrong type", get("/catalogue?items=0"), 422, 422),
    Row("catalogue", "wrong type", get("/catalogue?items=10001"), 422, 422),
    Row("catalogue", "extra", get("/catalogue?items=1&colour=red"), 200, 200),
    Row("catalogue", "malformed", get("/catalogue?items=%FF%ZZ"), 422, 422),
    Row("catalogue", "empty", get("/catalogue?items="), 422, 422),
)
_PLAIN_NAME = "Flask decodes the name of a file as UTF-8 only, Starlette as Latin-1 where it has to"
_MANY = "Werkzeug calls it too large, Starlette bad"
UPLOAD = (
    Row("upload", "valid", form(file()), 200, 200),
    Row("upload", "valid", form(file(b"")), 200, 200),
    Row("upload", "chunked", chunked(form(file())), 200, 200),
    Row("upload", "missing", form(part('name="other"; filename="a"')), 400, 422, _FILES),
    Row("upload", "missing", form(part('filename="a"')), 400, 400),
    Row("upload", "wrong type", form(part('name="file"')), 400, 422, _FILES),
    Row("upload", "wrong type", upload(b"{}", (("content-type", "text/x"),)), 400, 422, _FILES),
    Row("upload", "extra", form(part('name="colour"', b"red"), file()), 200, 200),
    Row("upload", "malformed", upload(b"\0garbage"), 400, 400),
    Row("upload", "malformed", form(file(), end=""), 400, 422, _FILES),
    Row(
        "upload", "malformed", upload(file(), (("content-type", "multipart/form-data"),)), 400, 400
    ),
    Row(
        "upload",
        "malformed",
        form(part('name="file"; filename="ü"', encoding="latin-1")),
        400,
        200,
        _PLAIN_NAME,
    ),
    Row("upload", "empty", upload(b""), 400, 422, _FILES),
    Row(
        "upload",
        "empty",
        form(file(b"", name="")),
        200,
        422,
        "A browser sends this for no file; FastAPI knows that, Flask's developers have to",
    ),
    Row("upload", "too big", form(_TOO_BIG), 413, 413),
    Row("upload", "too big", form(part('name="t"', b"x" * 600_000), file()), 413, 200, _MANY),
    Row("upload", "too big", form(*[part('name="t"')] * 1_001, file()), 413, 400, _MANY),
    Row("upload", "wrong method", get("/upload"), 405, 405),
)

TABLE: tuple[Row, ...] = (*HELLO, *WAIT, *CPU, *SPLIT, *ORDERS, *PAGE, *CATALOGUE, *UPLOAD)
