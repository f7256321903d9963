"""All variants give the same answer to the same request; refusals are each framework's own."""

import json

import pytest

from servers.launcher import RunningServer
from servers.parameters import defaults
from servers.requests import RequestSpec
from servers.scenarios import SCENARIOS, Scenario, scenario
from servers.variants import VARIANTS, ServerVariant
from tests.servers.http import ask

VARIANT = pytest.mark.parametrize("variant", VARIANTS, ids=lambda each: each.key)
JSON = (("content-type", "application/json"),)
LINE: dict[str, object] = {"sku": "SKU-1", "quantity": 2, "unit_price_cents": 250}


def get(target: str) -> RequestSpec:
    return RequestSpec("GET", target)


def post(body: bytes, headers: tuple[tuple[str, str], ...] = JSON) -> RequestSpec:
    return RequestSpec("POST", "/orders", headers, body)


def order(**changed: object) -> RequestSpec:
    """A valid order with some fields changed; None takes a field away."""
    whole = {"customer": "Ada", "lines": [LINE]} | changed
    sent = {key: value for key, value in whole.items() if value is not None}
    return post(json.dumps(sent).encode())


def order_line(**changed: object) -> RequestSpec:
    """An order whose only line has some fields changed."""
    return order(lines=[LINE | changed])


def choices(each: Scenario) -> list[dict[str, int]]:
    """The defaults, and every parameter at its least and its most; a wait is never long."""
    usual = defaults(each.parameters)
    extremes = [
        usual | {parameter.key: value}
        for parameter in each.parameters
        for value in (parameter.minimum, parameter.maximum)
    ]
    return [usual, *(values for values in extremes if values.get("wait_ms", 0) <= 1_000)]


VALID = [
    pytest.param(each.requests(values)[0], id=f"{each.key}-{n}")
    for each in SCENARIOS
    if not each.modules
    for n, values in enumerate(choices(each))
] + [
    pytest.param(get(path), id=f"{path} without parameters") for path in ("/hello", "/wait", "/cpu")
]


@pytest.mark.parametrize("request_", VALID)
def test_valid_requests_get_the_same_answer(
    request_: RequestSpec, running: dict[str, RunningServer]
) -> None:
    answers = [ask(running[variant.key].ready.port, request_) for variant in VARIANTS]
    expected = 201 if request_.method == "POST" else 200
    assert [answer.status for answer in answers] == [expected] * len(VARIANTS)
    first, *others = [json.loads(answer.body) for answer in answers]
    assert others == [first] * len(others)


@VARIANT
@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (get("/hello?payload_bytes=3"), {"message": "Hello, World!", "payload": "xxx"}),
        (get("/wait?wait_ms=1"), {"waited_ms": 1, "payload": ""}),
        (get("/cpu?primes_below=100"), {"primes_below": 100, "count": 25}),
        (order(), {"customer": "Ada", "line_count": 1, "total_cents": 500}),
    ],
    ids=["hello", "wait", "cpu", "orders"],
)
def test_the_answer_is_computed_from_the_request(
    request_: RequestSpec,
    said: dict[str, object],
    variant: ServerVariant,
    running: dict[str, RunningServer],
) -> None:
    assert json.loads(ask(running[variant.key].ready.port, request_).body) == said


# What each framework answers by itself, in the way its developers write it: (Flask, FastAPI).
REFUSED = [
    (get("/hello?payload_bytes=many"), 422, 422),
    (get("/hello?payload_bytes="), 422, 422),
    (get("/hello?payload_bytes=-1"), 422, 422),
    (get("/hello?payload_bytes=1048577"), 422, 422),
    (get("/wait?wait_ms=10001"), 422, 422),
    (get("/wait?wait_ms=1.5"), 422, 422),
    (get("/cpu?primes_below=9"), 422, 422),
    (get("/cpu?primes_below=100001"), 422, 422),
    (order(customer=None), 422, 422),
    (order(customer=""), 422, 422),
    (order(customer=7), 422, 422),
    (order(lines=None), 422, 422),
    (order(lines=[]), 422, 422),
    (order(lines="none"), 422, 422),
    (order_line(quantity="two"), 422, 422),
    (order_line(quantity=0), 422, 422),
    (order_line(quantity=1.5), 422, 422),
    (order_line(unit_price_cents=-1), 422, 422),
    (post(b"[]"), 422, 422),
    (post(b"{not json"), 400, 422),
    (post(b""), 400, 422),
    (post(b"a=1", (("content-type", "text/plain"),)), 415, 422),
    # marshmallow refuses what it does not know, Pydantic ignores it.
    (order(colour="red"), 422, 201),
    # Pydantic reads a number in a string, marshmallow's strict integer does not.
    (order_line(quantity="2"), 422, 201),
    (get("/nowhere"), 404, 404),
    (get("/orders"), 405, 405),
]


@VARIANT
@pytest.mark.parametrize(("request_", "flask", "fastapi"), REFUSED)
def test_refusals_are_the_frameworks_own(
    request_: RequestSpec,
    flask: int,
    fastapi: int,
    variant: ServerVariant,
    running: dict[str, RunningServer],
) -> None:
    answer = ask(running[variant.key].ready.port, request_)
    assert answer.status == (flask if variant.key == "flask" else fastapi)


@VARIANT
def test_a_refusal_names_the_field(
    variant: ServerVariant, running: dict[str, RunningServer]
) -> None:
    answer = ask(running[variant.key].ready.port, order_line(quantity="two"))
    assert b"quantity" in answer.body


def test_the_biggest_order_is_accepted(running: dict[str, RunningServer]) -> None:
    (request,) = scenario("orders").requests({"lines": 500})
    totals = {
        json.loads(ask(server.ready.port, request).body)["total_cents"]
        for server in running.values()
    }
    assert len(totals) == 1
