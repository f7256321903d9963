"""schemathesis's own checks find what ours of the same names find, in the same answers.

Its ``negative_data_rejection`` and ``positive_data_acceptance`` judge only requests that it has
generated itself: they are not held against ours. It is imported by the tests: every worker imports
this module.
"""

import json

import pytest
import requests

from loadgen.contract.answer_conformance import check_conformance
from loadgen.contract.probes import ProbeAnswer
from tests.loadgen.contract.behaviour_cases import BEHAVIOUR_CASES
from tests.loadgen.contract.small_api import ANSWERS, DOCUMENT, PROBES

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def real_kinds(at: int, answer: ProbeAnswer) -> set[str]:
    """The names of schemathesis's checks that fail."""
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.failures import FailureGroup
    from schemathesis.core.transport import Response
    from schemathesis.specs.openapi import checks

    real = {
        "not_a_server_error": not_a_server_error,
        "status_code_conformance": checks.status_code_conformance,
        "content_type_conformance": checks.content_type_conformance,
        "response_schema_conformance": checks.response_schema_conformance,
    }
    assert real.keys() == {*CHECKS}
    probe = PROBES[at]
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    case = schema[probe.operation.path][probe.operation.method].Case()
    response = Response(
        status_code=answer.status or 0,
        headers={"content-type": [answer.content_type]},
        content=answer.text.encode(),
        request=requests.Request(probe.operation.method, "http://test/items").prepare(),
        elapsed=0.1,
        verify=True,
    )
    found = set()
    for name, check in real.items():
        try:
            case.validate_response(response, checks=[check])
        except FailureGroup:
            found.add(name)
    return found


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        *(case[1:3] for case in BEHAVIOUR_CASES),
        *enumerate(ANSWERS),
    ],
    ids=[*(case[0] for case in BEHAVIOUR_CASES), *(each.title for each in PROBES)],
)
def test_they_find_the_same(at: int, answer: ProbeAnswer) -> None:
    document = json.dumps(DOCUMENT).encode()
    ours = {each.kind for each in check_conformance(document, (PROBES[at],), (answer,))}
    assert ours & {*CHECKS} == real_kinds(at, answer)
