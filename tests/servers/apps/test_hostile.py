"""Bodies that somebody sends to break a server: neither dies, and each says what the table says."""

import contextlib
import http.client
import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from servers.catalog.scenario_requests import RequestSpec
from servers.launcher import RunningServer
from tests.servers.contract.table import Row
from tests.support.http_client import ask
from tests.support.request_bodies import file, form, order, part, post
from tests.support.served_scenarios import AVAILABLE

HUNDRED_MB = 100 * 1000 * 1000
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
_BOOL = "Pydantic takes true for 1, marshmallow's strict integer does not"
_RESTX = {"flask-restx": 400}
_LENIENT = {"flask-restx": 201, "flask-manual": 201}
_CERBERUS = _RESTX | {"flask-cerberus": 201}
_MANY = "Werkzeug calls it too large, Starlette bad"
_LINES = "python-multipart counts the lines of a part's head, Werkzeug its bytes"
_QUOTE = "python-multipart takes the mark that is never closed for a part of the name"
_HEADERS = 'name="file"; filename="a"' + "".join(f"\r\nx-{n}: y" for n in range(5_000))

HOSTILE = (
    Row("orders", "NaN", body(quantity="NaN"), 422, 422, "", _RESTX),
    Row("orders", "NaN alone", post(b"NaN"), 422, 422, "", _RESTX),
    Row("orders", "1e999", body(quantity="1e999"), 422, 422, "", _RESTX),
    Row("orders", "NaN unasked", body(more=', "x": NaN'), 422, 201, _UNKNOWN, _LENIENT),
    Row("orders", "lone surrogate", body(customer='"\\ud800"'), 201, 422, _SURROGATE),
    Row("orders", "raw surrogate", raw(b"Ada", b"\xed\xa0\x80"), 201, 422, _SURROGATE),
    Row("orders", "100,000 deep", post(b"[" * DEEP + b"]" * DEEP), 500, 400, _DEEP),
    Row("orders", "deep and open", post(b'{"a":' * DEEP), 500, 400, _DEEP),
    Row("orders", "deep inside", body(customer="[" * DEEP + "]" * DEEP), 500, 400, _DEEP),
    Row("orders", "bad UTF-8", raw(b"Ada", b"\xff\xfe"), 400, 400),
    Row("orders", "UTF-16", post(order().body.decode().encode("utf-16")), 201, 201),
    Row("orders", "BOM", post(b"\xef\xbb\xbf" + order().body), 201, 201),
    Row("orders", "NUL", body(customer='"\\u0000"'), 201, 201),
    Row("orders", "duplicate key", body(more=', "customer": "Bob"'), 201, 201),
    Row("orders", "true", body(quantity="true"), 422, 201, _BOOL, _CERBERUS),
    Row("orders", "4,000 digits", body(quantity="9" * 4_000), 422, 422, "", _RESTX),
    Row("orders", "5,000 digits", body(quantity="9" * 5_000), 400, 400),
    Row("upload", "100,000 parts", form(*[part('name="t"', b"")] * DEEP), 413, 400, _MANY),
    Row("upload", "1 MB of name", form(file(name="a" * 1_000_000)), 413, 400, _MANY),
    Row("upload", "5,000 headers", form(part(_HEADERS)), 200, 400, _LINES),
    Row("upload", "no end of a name", form(part('name="file"; filename="a')), 400, 200, _QUOTE),
    Row("upload", "NUL in a name", form(file(name="a\0b")), 200, 200),
)

# What PostgreSQL cannot hold is a bad request, where it comes so far.
_NOT_HELD = {"lone surrogate": 400, "raw surrogate": 400, "NUL": 400}
_INSERTED = tuple(
    replace(
        row,
        scenario="database",
        request=replace(row.request, target="/database/orders"),
        flask=_NOT_HELD.get(row.kind, row.flask),
        fastapi=400 if row.kind == "NUL" else row.fastapi,
    )
    for row in HOSTILE
    if row.scenario == "orders"
)


@pytest.mark.parametrize(
    "row",
    [*HOSTILE, *_INSERTED],
    ids=lambda row: f"{row.scenario}-{row.kind.replace(' ', '-')}",
)
def test_the_statuses_are_those_in_the_table(row: Row, running: dict[str, RunningServer]) -> None:
    serving = [each for each in AVAILABLE if each.serves(row.scenario)]
    given = {each.key: ask(running[each.key].ready.port, row.request).status for each in serving}
    assert given == {each.key: row.status(each) for each in serving}
    again = {key: ask(running[key].ready.port, order()).status for key in given}
    assert again == dict.fromkeys(given, 201)


def test_what_differs_has_a_reason_and_what_does_not_has_none() -> None:
    assert [row for row in HOSTILE if (row.flask != row.fastapi) != bool(row.why)] == []


def test_of_a_key_given_twice_the_last_counts(running: dict[str, RunningServer]) -> None:
    serving = [each.key for each in AVAILABLE if each.serves("orders")]
    twice = body(more=', "customer": "Bob"')
    said = {key: json.loads(ask(running[key].ready.port, twice).body) for key in serving}
    assert {key: each["customer"] for key, each in said.items()} == dict.fromkeys(serving, "Bob")


def send(port: int, path: str, kind: str, body: Iterable[bytes]) -> tuple[int, int]:
    """100 MB, without holding them: the status, and how long the answer is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        headers = {"content-type": kind, "content-length": f"{HUNDRED_MB}"}
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, int(answer.headers["content-length"])


@pytest.mark.parametrize("key", ["flask", "fastapi"])
def test_100_mb_are_refused(key: str, running: dict[str, RunningServer]) -> None:
    """FastAPI's refusal holds what it refuses: another 100 MB, which nobody has to read."""
    begin, end, block = b'{"customer": "', b'"}', b"x" * 1_000_000
    rest = HUNDRED_MB - len(begin) - len(end)
    blocks = [begin, *[block] * (rest // len(block)), block[: rest % len(block)], end]
    status, length = send(running[key].ready.port, "/orders", "application/json", blocks)
    assert status == 422
    assert (length > HUNDRED_MB // 2) == (key == "fastapi")
    assert ask(running[key].ready.port, order()).status == 201


def test_100_mb_of_a_form_are_refused_by_their_length(running: dict[str, RunningServer]) -> None:
    """FastAPI's limit needs not one byte of it. waitress takes all before Flask is asked."""
    kind = "multipart/form-data; boundary=x"
    assert send(running["fastapi"].ready.port, "/upload", kind, [])[0] == 413
