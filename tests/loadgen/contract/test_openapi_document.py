"""What documents of three versions say about a body and a status."""

import json
from typing import Any

import pytest

from loadgen.contract.bodies import BODIES, VALID, Body
from loadgen.contract.openapi_document import DocumentError, read_operation
from servers.catalog.contract_applications import CREATE
from tests.loadgen.contract.quote_documents import modern, quantity, swagger


def allows(document: bytes, body: Body) -> bool | None:
    return read_operation(document, CREATE).allows(body)


@pytest.mark.parametrize("document", [modern(), modern("3.0.3"), swagger()])
def test_a_body_is_judged_by_its_schema(document: bytes) -> None:
    assert allows(document, VALID)
    for literal in ("0", "101", '"5"', "5.5", "true", "null"):
        assert allows(document, quantity(literal)) is False
    assert allows(document, Body("", "", b"[1]")) is False
    assert allows(document, Body("", "", b"{not json")) is False


def test_whether_5_0_is_an_integer_depends_on_the_version() -> None:
    found = [allows(each, quantity("5.0")) for each in (modern(), modern("3.0.3"), swagger())]
    assert found == [True, False, False]


def test_nullable_is_a_word_of_3_0_alone() -> None:
    schema = {"type": "object", "properties": {"note": {"type": "string", "nullable": True}}}
    body = {"content": {"application/json": {"schema": schema}}}
    null = Body("", "note", b'{"note": null}')
    assert allows(modern("3.0.3", requestBody=body), null) is True
    assert allows(modern("3.1.0", requestBody=body), null) is False
    assert allows(modern("3.0.3", requestBody=body), Body("", "note", b'{"note": 7}')) is False


@pytest.mark.parametrize(
    ("document", "allowed"),
    [
        (modern(), False),
        (modern(requestBody={"content": {}}), True),
        (modern(requestBody={"content": {}, "required": False}), True),
        (swagger(), False),
        (swagger(parameters=[]), True),
    ],
)
def test_an_empty_body_is_allowed_where_none_is_required(document: bytes, *, allowed: bool) -> None:
    assert allows(document, Body("", "", b"")) is allowed


@pytest.mark.parametrize("document", [modern(), swagger(consumes=["application/json"]), swagger()])
def test_another_type_is_not_described_and_none_is_not_judged(document: bytes) -> None:
    assert allows(document, Body("", "", VALID.content, "text/plain")) is False
    assert allows(document, Body("", "", VALID.content, "")) is None


@pytest.mark.parametrize(
    ("responses", "named"),
    [({"422": {}}, True), ({"4XX": {}}, True), ({"default": {}}, True), ({"200": {}}, False)],
)
def test_a_status_is_named_or_covered(responses: dict[str, Any], *, named: bool) -> None:
    document = modern(responses=responses)
    assert read_operation(document, CREATE).documents(422) is named


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (b"<html>", "The document is no JSON: "),
        (b"[]", "The document does not describe POST /quotes: "),
        (b'{"openapi": "3.1.0", "paths": {}}', "The document does not describe POST /quotes: "),
        (b'{"paths": {"/quotes": {"post": {"responses": {}}}}}', "it lacks 'swagger'"),
        (
            modern(requestBody={"content": {"application/json": {"schema": {"type": 7}}}}),
            "A schema of the document is invalid: ",
        ),
    ],
)
def test_a_document_that_cannot_be_read_says_why(document: bytes, sentence: str) -> None:
    with pytest.raises(DocumentError, match=r"\.$") as caught:
        read_operation(document, CREATE)
    assert sentence in str(caught.value)


def test_each_body_says_one_thing() -> None:
    assert len({each.title for each in BODIES}) == len(BODIES) == 38
    assert json.loads(VALID.content) == {
        "customer": "Ada",
        "quantity": 5,
        "price": 2.5,
        "express": False,
    }
