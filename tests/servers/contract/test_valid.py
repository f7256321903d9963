"""All variants give the same answer to the same valid request."""

import hashlib
import json

import pytest

from servers.catalog.parameter import defaults
from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.scenarios import Scenario, scenario
from servers.launcher import RunningServer
from tests.support.every_case import every_case
from tests.support.http_client import Answer, ask
from tests.support.request_bodies import file, form, get, order
from tests.support.served_scenarios import AVAILABLE, SERVED


def choices(each: Scenario) -> list[dict[str, int]]:
    """The defaults, and every parameter at its least and its most; a wait is never long, and what
    may fail is asked for as it is usual.
    """
    usual = defaults(each.parameters)
    tunable = [] if each.failures else [one for one in each.parameters if one.key not in each.setup]
    extremes = [usual | {one.key: one.minimum} for one in tunable]
    extremes += [usual | {one.key: one.maximum} for one in tunable if one.unit != "ms"]
    return [usual, *extremes]


def first_of_each_method(requests: tuple[RequestSpec, ...]) -> list[RequestSpec]:
    return list({each.method: each for each in reversed(requests)}.values())


VALID = [
    pytest.param(each.key, request, id=f"{each.key}-{n}-{request.method}")
    for each in SERVED
    for n, values in enumerate(choices(each))
    for request in first_of_each_method(each.requests(values))
] + [
    pytest.param(each.key, get(f"/{each.key}"), id=f"{each.key}-without-parameters")
    for each in SERVED
    if each.key in ("hello", "wait", "cpu", "page", "catalogue")
]


def answers(request: RequestSpec, key: str, running: dict[str, RunningServer]) -> dict[str, Answer]:
    """Of all variants that serve that scenario."""
    serving = [each.key for each in AVAILABLE if each.serves(key)]
    return {each: ask(running[each].ready.port, request) for each in serving}


def content(answer: Answer) -> object:
    """What it says: the bytes of a page, the values of a JSON."""
    return json.loads(answer.body) if answer.kind == "application/json" else answer.body


@every_case(("key", "request_"), VALID)
def test_valid_requests_get_the_same_answer(
    key: str, request_: RequestSpec, running: dict[str, RunningServer]
) -> None:
    given = answers(request_, key, running)
    expected = 201 if request_.method == "POST" and "/orders" in request_.target else 200
    kind = "text/html; charset=utf-8" if key == "page" else "application/json"
    told = {each: (answer.status, answer.kind) for each, answer in given.items()}
    assert told == dict.fromkeys(given, (expected, kind))
    first = content(given["flask"])
    assert [each for each, answer in given.items() if content(answer) != first] == []


SAID: dict[str, tuple[RequestSpec, object]] = {
    "hello": (get("/hello?payload_bytes=3"), {"message": "Hello, World!", "payload": "xxx"}),
    "wait": (get("/wait?wait_ms=1"), {"waited_ms": 1, "payload": ""}),
    "cpu": (get("/cpu?primes_below=100"), {"primes_below": 100, "count": 25}),
    "orders": (order(), {"customer": "Ada", "line_count": 1, "total_cents": 500}),
    "upload": (
        form(file(b"abc", name="Bücher.txt")),
        {"filename": "Bücher.txt", "size": 3, "sha256": hashlib.sha256(b"abc").hexdigest()},
    ),
}


@pytest.mark.parametrize("key", SAID)
def test_the_answer_is_computed_from_the_request(
    key: str, running: dict[str, RunningServer]
) -> None:
    request, said = SAID[key]
    given = answers(request, key, running)
    assert {each: content(answer) for each, answer in given.items()} == dict.fromkeys(given, said)


def test_a_catalogue_has_values_of_every_kind(running: dict[str, RunningServer]) -> None:
    listed = json.loads(ask(running["flask"].ready.port, get("/catalogue?items=60")).body)
    assert [each["id"] for each in listed] == list(range(1, 61))
    assert {type(each["description"]) for each in listed} == {str, type(None)}
    assert {type(each["list_price"]) for each in listed} == {dict, type(None)}
    assert {len(each["tags"]) for each in listed} == set(range(6))
    assert all(type(each["price"]["amount_cents"]) is int for each in listed)


def test_a_page_is_one_document_and_escapes_what_it_shows(
    running: dict[str, RunningServer],
) -> None:
    html = ask(running["flask"].ready.port, get("/page?rows=60")).body.decode()
    assert html.startswith("<!doctype html>\n")
    assert html.endswith("</html>")
    assert html.count("<tr id=") == 60
    for escaped in ("M&ouml;bel", "<Crafts>", 'title=""Le'):
        assert escaped not in html
    for shown in (
        "Möbel &amp; Söhne",
        "O&#39;Hara &lt;Crafts&gt;",
        "&#34;Le Chêne&#34;",
        "東京木工",
    ):
        assert shown in html


def test_the_biggest_order_is_accepted(running: dict[str, RunningServer]) -> None:
    (request,) = scenario("orders").requests({"lines": 500})
    given = answers(request, "orders", running).values()
    assert len({json.loads(each.body)["total_cents"] for each in given}) == 1
