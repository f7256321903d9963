"""Kinds of drift, each planted alone: the right detector finds it, and no other one does.

The world is one small API with its document. Each case changes the document, the behaviour, or
both, and names all that the three detectors find then.
"""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from loadgen.contract.answer_conformance import check_conformance
from loadgen.contract.answer_differences import answer_differences
from loadgen.contract.document_changes import document_changes
from loadgen.contract.probes import ProbeAnswer
from tests.loadgen.contract.behaviour_cases import BEHAVIOUR_CASES, CREATED
from tests.loadgen.contract.small_api import (
    ANSWERS,
    BOOK,
    DOCUMENT,
    JSON,
    PROBES,
    QUERY,
    Answers,
    Document,
    answer,
)


def parameter(document: Document) -> dict[str, Any]:
    (found,) = document["paths"]["/items"]["get"]["parameters"]
    return found  # type: ignore[no-any-return]


def taken(document: Document) -> dict[str, Any]:
    body = document["paths"]["/items"]["post"]["requestBody"]
    return body["content"][JSON]["schema"]  # type: ignore[no-any-return]


def given(document: Document) -> dict[str, Any]:
    answers = document["paths"]["/items"]["post"]["responses"]
    return answers["201"]["content"][JSON]["schema"]  # type: ignore[no-any-return]


def responses(document: Document) -> dict[str, Any]:
    return document["paths"]["/items"]["post"]["responses"]  # type: ignore[no-any-return]


def add_parameter(document: Document, *, required: bool) -> None:
    added = {"in": QUERY, "name": "kind", "required": required, "schema": {"type": "string"}}
    document["paths"]["/items"]["get"]["parameters"].append(added)


def rename_taken(document: Document) -> None:
    properties = taken(document)["properties"]
    properties["cost"] = properties.pop("price")


def remove_method(document: Document) -> None:
    del document["paths"]["/items"]["post"]


def add_path(document: Document) -> None:
    document["paths"]["/items/{number}"] = {"get": {"responses": {"200": {}}}}


DOCUMENT_CASES: list[tuple[str, Callable[[Document], object], set[tuple[str, str]]]] = [
    (
        "a path is gone",
        lambda d: d["paths"].update({"/things": d["paths"].pop("/items")}),
        {("api-path-removed-without-deprecation", "breaking"), ("endpoint-added", "info")},
    ),
    ("a method is gone", remove_method, {("api-removed-without-deprecation", "breaking")}),
    ("a path is added", add_path, {("endpoint-added", "info")}),
    (
        "a parameter is dropped",
        lambda d: d["paths"]["/items"]["get"]["parameters"].clear(),
        {("request-parameter-removed", "warning")},
    ),
    (
        "a parameter that has to be there",
        lambda d: add_parameter(d, required=True),
        {("new-required-request-parameter", "breaking")},
    ),
    (
        "a parameter that may be there",
        lambda d: add_parameter(d, required=False),
        {("new-optional-request-parameter", "info")},
    ),
    (
        "a parameter has to be there now",
        lambda d: parameter(d).update(required=True),
        {("request-parameter-became-required", "breaking")},
    ),
    (
        "a parameter of another type",
        lambda d: parameter(d)["schema"].update(type="string"),
        {("request-parameter-type-changed", "breaking")},
    ),
    (
        "a lower limit",
        lambda d: parameter(d)["schema"].update(maximum=10),
        {("request-parameter-max-decreased", "breaking")},
    ),
    (
        "a higher limit",
        lambda d: parameter(d)["schema"].update(maximum=90),
        {("request-parameter-max-increased", "info")},
    ),
    (
        "a field renamed",
        rename_taken,
        {("request-property-removed", "warning"), ("new-optional-request-property", "info")},
    ),
    (
        "a field has to be there now",
        lambda d: taken(d)["required"].append("price"),
        {("request-property-became-required", "breaking")},
    ),
    (
        "a field of another type",
        lambda d: taken(d)["properties"]["price"].update(type="string"),
        {("request-property-type-changed", "breaking")},
    ),
    (
        "a field may be null",
        lambda d: taken(d)["properties"]["price"].update(type=["number", "null"]),
        {("request-property-type-generalized", "info")},
    ),
    (
        "a shorter name",
        lambda d: taken(d)["properties"]["name"].update(maxLength=20),
        {("request-property-max-length-decreased", "breaking")},
    ),
    (
        "a bound is set",
        lambda d: taken(d)["properties"]["price"].update(maximum=100),
        {("request-property-max-set", "breaking")},
    ),
    (
        "a choice is gone",
        lambda d: taken(d)["properties"]["kind"]["enum"].remove("game"),
        {("request-property-enum-value-removed", "breaking")},
    ),
    (
        "a body may be left out",
        lambda d: d["paths"]["/items"]["post"]["requestBody"].update(required=False),
        {("request-body-became-optional", "info")},
    ),
    (
        "an answer lacks a field",
        lambda d: (given(d)["properties"].pop("price"), given(d)["required"].remove("price")),
        {("response-required-property-removed", "breaking")},
    ),
    (
        "an answer may lack a field",
        lambda d: given(d)["required"].remove("price"),
        {("response-property-became-optional", "breaking")},
    ),
    (
        "an answer has another type",
        lambda d: given(d)["properties"]["price"].update(type="string"),
        {("response-property-type-changed", "breaking")},
    ),
    (
        "an answer has one more field",
        lambda d: given(d)["properties"].update(code={"type": "string"}),
        {("response-optional-property-added", "info")},
    ),
    (
        "a status is added",
        lambda d: responses(d).update({"409": {}}),
        {("response-non-success-status-added", "info")},
    ),
    (
        "a status is another",
        lambda d: responses(d).update({"200": responses(d).pop("201")}),
        {
            ("response-success-status-removed", "breaking"),
            ("response-success-status-added", "info"),
        },
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"),
    [case[1:] for case in DOCUMENT_CASES],
    ids=[case[0] for case in DOCUMENT_CASES],
)
def test_a_change_of_the_document_alone(
    change: Callable[[Document], object], expected: set[tuple[str, str]]
) -> None:
    """Nothing else finds it where behaviour is the same: the answers are not asked for again."""
    changed = deepcopy(DOCUMENT)
    change(changed)
    before, after = json.dumps(DOCUMENT).encode(), json.dumps(changed).encode()
    found = document_changes(before, after)
    assert {(each.kind, each.severity) for each in found} == expected
    assert document_changes(before, before) == []


@pytest.mark.parametrize(
    ("at", "changed", "nonconformances", "differences"),
    [case[1:] for case in BEHAVIOUR_CASES],
    ids=[case[0] for case in BEHAVIOUR_CASES],
)
def test_a_change_of_the_behaviour_alone(
    at: int, changed: ProbeAnswer, nonconformances: set[str], differences: set[str]
) -> None:
    document = json.dumps(DOCUMENT).encode()
    after = [*ANSWERS[:at], changed, *ANSWERS[at + 1 :]]
    found = check_conformance(document, PROBES, after)
    assert {each.kind for each in found} == nonconformances
    assert {each.probe for each in found} <= {PROBES[at].title}
    differing = answer_differences(PROBES, (ANSWERS, ANSWERS), (after, after))
    assert {each.kind for each in differing} == differences
    assert {each.probe for each in differing} == {PROBES[at].title}


def test_without_drift_nothing_is_found() -> None:
    document = json.dumps(DOCUMENT).encode()
    assert check_conformance(document, PROBES, ANSWERS) == []
    assert answer_differences(PROBES, (ANSWERS, ANSWERS), (ANSWERS, ANSWERS)) == []


def test_what_a_server_answers_differently_each_time_is_noise() -> None:
    def numbered(number: int, price: float) -> Answers:
        book = {**BOOK, "number": number, "price": price}
        return [*ANSWERS[:CREATED], answer(201, book), ANSWERS[4]]

    before = numbered(1, 9.5), numbered(2, 9.5)
    same = numbered(3, 9.5), numbered(4, 9.5)
    assert answer_differences(PROBES, before, same) == []
    dearer = numbered(3, 19.5), numbered(4, 19.5)
    (found,) = answer_differences(PROBES, before, dearer)
    assert (found.kind, found.path) == ("value-differs", ("body", "price"))


def test_an_operation_that_is_not_documented_is_named() -> None:
    silent = json.dumps({**DOCUMENT, "paths": {}}).encode()
    found = check_conformance(silent, PROBES[:1], ANSWERS[:1])
    assert [each.kind for each in found] == ["undocumented_operation"]
