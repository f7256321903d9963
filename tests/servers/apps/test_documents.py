"""A document that a lane serves about itself is true: each status that the contract holds stands in
it, and handlers that answer alike are documented alike.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

import pytest

from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import variant
from servers.launcher import RunningServer
from tests.servers.apps.hostile_bodies import HOSTILE
from tests.servers.contract.services_table import SERVICES
from tests.servers.contract.table import TABLE, Row
from tests.support.http_client import ask
from tests.support.request_bodies import get
from tests.support.served_scenarios import AVAILABLE

ROWS = (*TABLE, *SERVICES, *HOSTILE)
FASTAPI = tuple(each for each in AVAILABLE if each.framework == "fastapi")
FLASK = tuple(each for each in AVAILABLE if each.framework == "flask" and each.validation.document)
UNDOCUMENTED = {"apiflask": {400}}
"""What a lane answers and its library does not document by itself, by the key of the variant."""

# No document has a method that is not served, nor a path that is none; and it is a fault, no
# refusal, where Python gives up on brackets in brackets.
NOT_DOCUMENTED = (404, 405)
FAULT = 500


def document(server: RunningServer) -> dict[str, Any]:
    path = variant(server.ready.variant).validation.document
    return dict(json.loads(ask(server.ready.port, get(path)).body))


def documented(document: dict[str, Any], request: RequestSpec) -> set[str] | None:
    """The statuses of the operation that the request is for; None where there is none.

    ``default`` is every status that is not named.
    """
    path = request.target.partition("?")[0]
    for template, operations in document["paths"].items():
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and request.method.lower() in operations:
            return set(operations[request.method.lower()]["responses"])
    return None


def not_true(document: dict[str, Any], variant: ServerVariant, rows: Iterable[Row]) -> list[Row]:
    """The rows whose status the variant answers and its document does not say."""
    found = []
    for row in rows:
        status = row.status(variant)
        statuses = documented(document, row.request)
        known = (
            status in NOT_DOCUMENTED
            if statuses is None
            else not statuses.isdisjoint({f"{status}", "default"})
        )
        if variant.serves(row.scenario) and not known and status != FAULT:
            found.append(row)
    return found


@pytest.mark.parametrize("each", FASTAPI, ids=lambda each: each.key)
def test_all_fastapi_variants_serve_the_same_document(
    each: ServerVariant, running: dict[str, RunningServer]
) -> None:
    mine, whole = document(running[each.key]), document(running["fastapi"])
    if each.scenarios is not None:  # it serves a part
        whole["paths"] = {path: whole["paths"][path] for path in mine["paths"]}
        known = whole["components"]["schemas"]
        whole["components"]["schemas"] = {
            name: known[name] for name in mine["components"]["schemas"]
        }
    assert len(mine["paths"]) == len(each.scenarios or mine["paths"])
    assert mine == whole


def test_fastapi_documents_every_status_that_it_answers(running: dict[str, RunningServer]) -> None:
    fastapi = document(running["fastapi"])
    assert not_true(fastapi, FASTAPI[0], ROWS) == []
    del fastapi["paths"]["/upstream"]["get"]["responses"]["504"]
    assert [each.fastapi for each in not_true(fastapi, FASTAPI[0], ROWS)] == [504]


@pytest.mark.parametrize("each", FLASK, ids=lambda each: each.key)
def test_a_library_documents_its_statuses_but_for_these(
    each: ServerVariant, running: dict[str, RunningServer]
) -> None:
    rows = not_true(document(running[each.key]), each, ROWS)
    assert {row.status(each) for row in rows} == UNDOCUMENTED.get(each.key, set())


@pytest.mark.parametrize("each", FLASK, ids=lambda each: each.key)
def test_the_receipt_is_documented(each: ServerVariant, running: dict[str, RunningServer]) -> None:
    whole = document(running[each.key])
    order = next(row.request for row in ROWS if row.scenario == "orders" and row.kind == "valid")
    answer = whole["paths"]["/orders"]["post"]["responses"]["201"]
    found = answer.get("schema") or answer["content"]["application/json"]["schema"]
    for name in found["$ref"].removeprefix("#/").split("/"):
        whole = whole[name]
    answered = json.loads(ask(running[each.key].ready.port, order).body)
    assert set(answered) == set(whole["properties"])


def test_a_flask_app_in_fastapi_is_in_no_document(running: dict[str, RunningServer]) -> None:
    answer = ask(running["fastapi-mounted"].ready.port, get("/openapi.json"))
    assert json.loads(answer.body)["paths"] == {}
