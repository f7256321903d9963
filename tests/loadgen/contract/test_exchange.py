"""The real applications: what they answer is what their libraries do, and what is not is named."""

import asyncio
import json
from collections.abc import Sequence
from types import SimpleNamespace

import httpx
import pytest
from msgspec.structs import replace

from loadgen.contract import exchange
from loadgen.contract.bodies import BODIES, Body
from loadgen.contract.drift_run import PROBES, Observation, ask_probes, conformance_of
from loadgen.contract.exchange import AT_ONCE, Exchange, exchange_bodies
from loadgen.contract.matrix import Matrix, make_matrix
from loadgen.contract.matrix_text import cell_text, sentences
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS, UPDATE
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import variant
from servers.launcher import RunningServer, start_server
from servers.process.packages import Package
from servers.process.reporting_child import LaunchError
from tests.loadgen.contract.library_table import (
    ACCEPTS_FORBIDDEN,
    DEPARTURES,
    LIBRARY_TABLE,
    PARTIAL_UPDATES,
)

pytestmark = pytest.mark.process
MARKS = "†‡°"
NO_DOCUMENT = {"flask", "flask-manual", "flask-cerberus"}

ABSENT = Package(import_name="no_such_package", extra="validation")


READ_API: dict[str, Observation] = {}
"""What each application answers to the requests of the read API; filled by ``matrix``."""


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    ask_bodies = exchange.ask_application

    async def ask(
        server: RunningServer, variant: ServerVariant, bodies: Sequence[Body]
    ) -> Exchange:
        READ_API[variant.key] = await ask_probes(server, variant)
        return await ask_bodies(server, variant, bodies)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "ask_application", ask)
        return make_matrix(asyncio.run(exchange_bodies(CONTRACT_APPLICATIONS, BODIES)), BODIES)


def test_every_application_ran(matrix: Matrix) -> None:
    assert [each.failure or each.problem for each in matrix.applications] == [""] * 10
    assert {each.variant.key for each in matrix.columns} == {*ACCEPTS_FORBIDDEN, *NO_DOCUMENT}


def test_the_read_api_of_all_answers_alike(matrix: Matrix) -> None:
    """Refusals differ: by 400 or 422, and in their bodies."""
    for at, probe in enumerate(PROBES):
        found = {key: each.answers[at] for key, each in READ_API.items()}
        accepted = {key for key, each in found.items() if each.status in (200, 201)}
        assert accepted in (set(), set(found)), probe.title
        bodies = {json.dumps(json.loads(found[key].text), sort_keys=True) for key in accepted}
        assert len(bodies) == len({found[key].status for key in accepted}) <= 1, probe.title
        assert {found[key].status for key in found.keys() - accepted} <= {400, 404, 422}


def test_the_read_api_is_as_its_documents_say(matrix: Matrix) -> None:
    found = {key: {each.kind for each in conformance_of(seen)} for key, seen in READ_API.items()}
    assert {key: kinds for key, kinds in found.items() if kinds} == {}


def test_they_answer_what_their_libraries_do(matrix: Matrix) -> None:
    found = {
        (row.body.title, key): cell_text(cell).rstrip(MARKS)
        for row in matrix.rows
        for key, cell in row.cells.items()
    }
    expected = {
        (title, key): DEPARTURES.get((title, key), answer)
        for title, answers in LIBRARY_TABLE.items()
        for key, answer in answers.items()
    }
    assert {place: found[place] for place in expected} == expected


def test_an_update_that_is_not_called_json_is_lost_or_refused(matrix: Matrix) -> None:
    found = {
        key: {
            row.body.title: cell_text(row.cells[key]).rstrip(MARKS)
            for row in matrix.rows
            if row.body.operation == UPDATE
        }
        for key in PARTIAL_UPDATES
    }
    assert found == PARTIAL_UPDATES


def test_so_many_bodies_are_accepted_that_the_own_document_forbids(matrix: Matrix) -> None:
    known = list(LIBRARY_TABLE)[:23]
    found = {
        key: sum(each.title in known for each in matrix.drifting(key, "accepts_forbidden"))
        for key in ACCEPTS_FORBIDDEN
    }
    assert found == ACCEPTS_FORBIDDEN


def test_what_is_refused_though_the_document_allows_it(matrix: Matrix) -> None:
    found = {
        each.variant.key: {
            body.title for body in matrix.drifting(each.variant.key, "refuses_allowed")
        }
        for each in matrix.columns
    }
    assert {key: titles for key, titles in found.items() if titles} == {
        "flask-smorest": {"price 1e400"},
        "apiflask": {"price 1e400", "an empty body"},
    }


def test_what_is_answered_and_not_documented(matrix: Matrix) -> None:
    found = {each.variant.key: matrix.undocumented(each.variant.key) for each in matrix.columns}
    assert {key: statuses for key, statuses in found.items() if statuses} == {
        "apiflask": (400,),
        "flask-openapi3": (200,),
        "spectree": (500,),
    }


def test_one_document_is_invalid(matrix: Matrix) -> None:
    found = {each.variant.key: each.invalid for each in matrix.applications}
    assert {key: words for key, words in found.items() if words} == {
        "flask-openapi3": 'null is not of type "object", at components/securitySchemes'
    }
    assert {key for key, words in found.items() if words is None} == NO_DOCUMENT
    (sentence,) = (each for each in sentences(matrix) if each.startswith("flask-openapi3"))
    assert "document 3.1.0, which is invalid (null is not of type" in sentence


def test_the_documents_are_of_three_versions(matrix: Matrix) -> None:
    found = {each.variant.key: each.document_version for each in matrix.applications}
    assert found == {
        "fastapi": "3.1.0",
        "flask": "",
        "flask-manual": "",
        "flask-cerberus": "",
        "flask-restx": "2.0",
        "flask-smorest": "3.0.3",
        "apiflask": "3.1.0",
        "flasgger": "2.0",
        "spectree": "3.1.0",
        "flask-openapi3": "3.1.0",
    }


def test_what_does_not_start_or_is_missing_keeps_no_other_from_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = replace(variant("apiflask"), packages=(ABSENT,))

    async def start(key: str, *words: object, **options: object) -> RunningServer:
        if key == "flasgger":
            raise LaunchError("The server ended before it was ready.", ("the last line",))
        return await start_server(key, {}, modules=("quotes",))

    monkeypatch.setattr(exchange, "start_server", start)
    variants = (missing, variant("flasgger"), variant("flask-manual"))
    done: list[Exchange] = []
    found = asyncio.run(exchange_bodies(variants, BODIES[:1], done.append))
    assert [each.failure for each in found] == [
        missing.unavailable(),
        "The server ended before it was ready.",
        "",
    ]
    assert found[1].last_lines == ("the last line",)
    assert [each.status for each in found[2].answers] == [422]
    assert {each.variant.key for each in done} == {each.key for each in variants}
    assert [each.variant.key for each in make_matrix(found, BODIES[:1]).columns] == ["flask-manual"]


@pytest.mark.parametrize(
    ("status", "failure"), [(200, ""), (404, "GET /openapi.json was answered by 404.")]
)
def test_a_document_comes_or_says_why_not(
    status: int, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, text="{}")

    monkeypatch.setattr(exchange, "LoadTransport", lambda **_: httpx.MockTransport(answer))
    server = SimpleNamespace(
        url="http://test", ready=SimpleNamespace(versions={"Python": "3"}), last_lines=()
    )
    found = asyncio.run(exchange.ask_application(server, variant("fastapi"), ()))  # type: ignore[arg-type]
    assert (found.document_failure, found.versions) == (failure, (("Python", "3"),))
    assert found.document == (b"" if failure else b"{}")


def test_four_run_at_a_time_and_all_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    running = most = 0

    class Server:
        url = "http://127.0.0.1:9"
        last_lines = ()

        async def stop(self) -> None:
            nonlocal running
            running -= 1

    async def start(*words: object, **options: object) -> Server:
        nonlocal running, most
        running += 1
        most = max(most, running)
        return Server()

    async def ask(server: Server, each: ServerVariant, bodies: object) -> Exchange:
        for _ in range(5):
            await asyncio.sleep(0)
        if each.key == "flasgger":
            raise RuntimeError("a fault")
        return Exchange(each)

    monkeypatch.setattr(exchange, "start_server", start)
    monkeypatch.setattr(exchange, "ask_application", ask)
    with pytest.raises(ExceptionGroup):
        asyncio.run(exchange_bodies(CONTRACT_APPLICATIONS, BODIES))
    assert (running, most) == (0, AT_ONCE)
