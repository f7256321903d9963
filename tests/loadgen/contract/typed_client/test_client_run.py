"""Clients of real documents: what is found of mistakes, and documents of which there is none."""

import asyncio
import json
from pathlib import Path

import pytest

from loadgen.contract.typed_client import client_run, tools
from loadgen.contract.typed_client.client_check import ClientCheck
from loadgen.contract.typed_client.client_run import check_clients
from loadgen.contract.typed_client.client_text import (
    client_markdown,
    client_rows,
    client_sentences,
)
from servers.apps.fastapi import create_app
from servers.catalog.variants import variant
from servers.process import packages
from tests.loadgen.contract.quote_documents import swagger

FASTAPI, RESTX, FLASK = variant("fastapi"), variant("flask-restx"), variant("flask")


@pytest.fixture(scope="module")
def checks() -> dict[str, ClientCheck]:
    document = json.dumps(create_app(("items",)).openapi()).encode()
    documents = [(FASTAPI, document), (RESTX, swagger()), (FLASK, b"")]
    done: list[ClientCheck] = []
    found = asyncio.run(check_clients(documents, done.append))
    assert done == list(found.values())
    return found


@pytest.mark.process
def test_what_the_type_checker_finds_with_the_client_of_fastapi(
    checks: dict[str, ClientCheck],
) -> None:
    check = checks["fastapi"]
    assert {each.use: each.result for each in check.uses} == {
        "create": "accepted",
        "list": "accepted",
        "first": "accepted",
        "read": "accepted",
        "total": "accepted",
        "next": "accepted",
        "misspelt-field": "found",
        "missing-field": "found",
        "text-for-number": "found",
        "unknown-choice": "found",
        "server-field": "found",
        "out-of-bounds": "missed",  # no bound is a type
        "text-for-key": "found",
        "unknown-filter": "found",
        "filter-value": "found",
        "unguarded": "found",
        "misspelt-answer": "found",
        "misspelt-listed": "found",
        "number-as-text": "found",
    }
    assert (check.failure, check.own_errors) == ("", ())
    assert check.types == {
        "created": "Any | HTTPValidationError | Item | None",
        "books": "list[Item]",
        "kind": "Literal['book'] | Literal['game'] | Literal['tool']",
        "number": "int",
    }
    (misspelt,) = (each for each in check.uses if each.use == "misspelt-field")
    assert misspelt.code == 'NewItem(nmae="Dune", kind="book", price=12.5)'
    assert any('"nmae"' in each for each in misspelt.messages)


@pytest.mark.process
def test_a_document_that_the_generator_refuses_is_shown_with_its_words(
    checks: dict[str, ClientCheck],
) -> None:
    check = checks["flask-restx"]
    assert check.uses == ()
    assert check.failure == "openapi-python-client refuses the document."
    assert any("2.0" in line or "Swagger" in line for line in check.words)
    assert checks["flask"].failure.startswith("It serves no document")
    sentences = list(client_sentences(checks))
    assert sentences[0] == (
        "FastAPI: mypy finds 12 of 13 mistakes, and it refuses 0 of 6 right lines."
    )
    assert sentences[1].startswith("Flask-RESTX: openapi-python-client refuses the document. It")
    assert [row[1] for row in client_rows(checks)][:2] == ["accepted", "accepted"]
    assert "NewItem(nmae=" in "\n".join(client_markdown(checks))


@pytest.mark.process
def test_a_tool_that_takes_too_long_is_ended_and_named() -> None:
    with pytest.raises(tools.ToolError, match=r"^mypy took longer than 0 s\.$"):
        asyncio.run(tools.run_tool(tools.CHECKER, "--version", within_s=0))


def test_without_its_packages_the_command_that_adds_them_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "openapi_python_client")
    found = asyncio.run(check_clients([(FASTAPI, b"{}")]))
    assert found["fastapi"].failure == (
        "A typed client needs the package openapi-python-client: uv run --extra client main.py."
    )


def test_a_tool_that_breaks_off_is_said_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def run(tool: packages.Package, *args: str) -> tools.ToolOutput:
        raise tools.ToolError("openapi-python-client took longer than 120 s.")

    monkeypatch.setattr(client_run, "run_tool", run)
    found = asyncio.run(check_clients([(FASTAPI, b"{}"), (RESTX, b"{}")]))
    assert [each.is_broken for each in found.values()] == [True, True]
    assert list(client_sentences(found))[1] == (
        "Flask-RESTX: openapi-python-client took longer than 120 s."
    )
