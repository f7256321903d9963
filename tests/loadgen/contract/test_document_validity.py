"""Whether a document is valid, and why not."""

import json

import pytest

from loadgen.contract import document_validity
from loadgen.contract.document_validity import why_invalid

VALID = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}
_GET = {"get": {"responses": {"200": {"description": "All."}}}}


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (VALID, ""),
        ({**VALID, "openapi": "3.0.3"}, ""),
        ({"swagger": "2.0", "info": VALID["info"], "paths": {}}, ""),
        ({**VALID, "info": None}, 'null is not of type "object", at info'),
        ({"openapi": "3.1.0", "paths": {}}, '"info" is a required property'),
        (
            {**VALID, "paths": {"/{kind}": _GET}},
            "Path parameter 'kind' for 'get' operation in '/{kind}' was not resolved",
        ),
        ([], "it is of no version of OpenAPI or Swagger that is known"),
        ({**VALID, "openapi": "9.0"}, "it is of no version of OpenAPI or Swagger that is known"),
    ],
)
def test_a_document_is_valid_or_says_why_not(document: object, why: str) -> None:
    assert why_invalid(json.dumps(document).encode()) == why


def test_it_is_not_known_of_what_is_no_json_or_without_the_validator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert why_invalid(b"<html>") is None
    monkeypatch.setattr(document_validity, "find_spec", lambda name: None)
    why_invalid.cache_clear()  # a test before may have asked for the same text
    assert why_invalid(b"{}") is None
