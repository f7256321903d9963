"""What documents say, in the same words whatever their version."""

import json
from typing import Any

import pytest

from loadgen.contract.document_facts import compare_documents, describe_schema, operation_facts
from loadgen.contract.exchange import Answer, Exchange
from loadgen.contract.matrix import make_matrix
from loadgen.contract.matrix_text import document_rows, markdown
from loadgen.contract.openapi_document import read_operation
from servers.catalog.contract_applications import CREATE
from servers.catalog.variants import variant
from tests.loadgen.contract.quote_documents import modern, quantity, swagger
from tests.support.every_case import every_case

ROOT = {
    "components": {
        "schemas": {
            "Quantity": {"type": "integer", "minimum": 1, "maximum": 100},
            "Tree": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        }
    }
}


@every_case(
    ("schema", "text"),
    [
        ({}, "anything"),
        ({"type": "boolean"}, "boolean"),
        ({"type": "number", "minimum": 0.0}, "number, at least 0"),
        ({"type": "number", "maximum": 2.5}, "number, at most 2.5"),
        ({"type": "string", "minLength": 1, "maxLength": 40}, "string, length 1 to 40"),
        ({"type": ["string", "null"]}, "string or null"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string or null"),
        ({"$ref": "#/components/schemas/Quantity"}, "integer, 1 to 100"),
        ({"allOf": [{"$ref": "#/components/schemas/Quantity"}]}, "integer, 1 to 100"),
        (
            {"oneOf": [{"$ref": "#/components/schemas/Quantity"}, {"type": "null"}]},
            "integer, 1 to 100, or null",
        ),
        ({"properties": {"b": {}, "a": {}}}, "object: a, b"),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 1}, "array of integer"),
        ({"$ref": "#/components/schemas/Missing"}, "anything"),
        ({"$ref": "#/components/schemas/Tree"}, "array of " * 5 + "anything"),
    ],
)
def test_a_schema_is_described(schema: dict[str, Any], text: str) -> None:
    assert describe_schema(schema, ROOT) == text


@pytest.mark.parametrize("document", [modern(), modern("3.0.3"), swagger()])
def test_three_versions_say_the_same_in_the_same_words(document: bytes) -> None:
    facts = dict(operation_facts(read_operation(document, CREATE)))
    answers = {name for name in facts if name.startswith("answer")}
    assert {name: text for name, text in facts.items() if name not in answers} == {
        "body": "required",
        "media types": "application/json",
        "unknown fields": "allowed",
        "field customer": "string, length at least 1",
        "field quantity": "integer, 1 to 100, required",
    }
    assert {facts[name] for name in answers} == {"no schema"}


def test_answers_are_described_also_where_they_are_referred_to() -> None:
    document = json.loads(modern(responses={"422": {"$ref": "#/components/responses/Error"}}))
    schema: dict[str, Any] = {"properties": {"detail": {}}}
    error = {"content": {"application/json": {"schema": schema}}}
    document["components"]["responses"] = {"Error": error}
    facts = dict(operation_facts(read_operation(json.dumps(document).encode(), CREATE)))
    assert facts["answer 422"] == "object: detail"


def test_what_differs_comes_first_and_who_is_silent_is_named() -> None:
    answers = (Answer(200, "{}"),)
    exchanges = [
        Exchange(variant("fastapi"), answers, modern()),
        Exchange(variant("flasgger"), answers, swagger()),
        Exchange(variant("flask"), answers),
    ]
    matrix = make_matrix(exchanges, (quantity("5"),))
    facts = compare_documents(matrix)
    assert [each.differs for each in facts] == sorted(each.differs for each in facts)[::-1]
    assert {each.name for each in facts if each.differs} == {
        "answer 200",
        "answer 422",
        "answer default",
    }
    rows = dict(document_rows(matrix))
    assert rows["POST /quotes, answer 200"] == "no schema: fastapi · not named: flasgger"
    assert rows["POST /quotes, body"] == "required: fastapi, flasgger"
    assert "| POST /quotes, body | required: fastapi, flasgger |" in markdown(matrix)
