"""Answers of the small API that are not as before, and what the detectors find in each."""

from loadgen.contract.probes import ProbeAnswer
from tests.loadgen.contract.small_api import BOOK, answer

CREATED = 3
BEHAVIOUR_CASES: list[tuple[str, int, ProbeAnswer, set[str], set[str]]] = [
    (
        "a status that is not documented",
        CREATED,
        answer(202, BOOK),
        {"status_code_conformance"},
        {"status-differs"},
    ),
    (
        "a server error",
        CREATED,
        ProbeAnswer(500, "text/plain", "Internal Server Error"),
        {"not_a_server_error", "status_code_conformance"},
        {"status-differs"},
    ),
    (
        "a required field is missing",
        CREATED,
        answer(201, {"name": "Emma", "note": "signed"}),
        {"response_schema_conformance"},
        {"field-missing"},
    ),
    (
        "an optional field is missing",
        CREATED,
        answer(201, {"name": "Emma", "price": 9.5}),
        set(),
        {"field-missing"},
    ),
    (
        "a field of another type",
        CREATED,
        answer(201, {**BOOK, "price": "9.5"}),
        {"response_schema_conformance"},
        {"type-differs"},
    ),
    ("another value", CREATED, answer(201, {**BOOK, "price": 19}), set(), {"value-differs"}),
    ("one more field", CREATED, answer(201, {**BOOK, "code": 1}), set(), {"field-added"}),
    (
        "no JSON",
        CREATED,
        ProbeAnswer(201, "text/html", "<p>created</p>"),
        {"content_type_conformance"},
        {"content-type-differs", "type-differs"},
    ),
    (
        "what is forbidden is accepted",
        4,
        answer(201, BOOK),
        {"negative_data_rejection"},
        {"status-differs"},
    ),
    (
        "what is allowed is refused",
        CREATED,
        answer(422, {}),
        {"positive_data_acceptance"},
        {"status-differs"},
    ),
    (
        "a parameter is not looked at",
        2,
        answer(200, [BOOK]),
        {"negative_data_rejection"},
        {"status-differs"},
    ),
    ("a filter does nothing", 1, answer(200, [BOOK, BOOK]), set(), {"length-differs"}),
]
"""Title, number of the probe, answer, nonconformances, differences from the answer before."""
