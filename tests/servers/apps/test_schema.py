"""FastAPI's own document, held against both: schemathesis makes requests that keep to it and
requests that do not, and looks whether the answers are those that it promises.

Flask has no document of its own. What it answers unlike FastAPI's is explained here, too.
Schemathesis is imported by the tests: every worker imports this module, one runs them.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings

from servers.launcher import RunningServer
from tests.support.http_client import ask
from tests.support.request_bodies import get

if TYPE_CHECKING:
    from schemathesis import Case
    from schemathesis.schemas import APIOperation

AnyCase: TypeAlias = "Case[Any]"
Operation: TypeAlias = "APIOperation[Any, Any, Any, Any]"
Found: TypeAlias = dict[tuple[str, str, int], str]
"""By operation, kind of failure and status: how to ask for it again."""

EXAMPLES = 5
"""So many of each operation with a body that keep to the document, and so many that do not;
besides, of every operation the least, the most and the wrong of every parameter. What has no body
has only numbers, of which there is nothing else to try.
"""
LONGEST_WAIT_MS = 20

_ANY_FILE = "Whatever stands in a form's part with a file name is a file: there is no wrong one."
_GATEWAY = "That is what a gateway says, and it is asked for: it stands in the document."
_LAX = (
    "Pydantic reads “2”, 2.0 and true as whole numbers where nobody asks for strictness; the "
    "document cannot say so."
)
_STRICT = (
    "marshmallow refuses fields that it does not know, and 2.0 for a whole number; the document "
    "allows both."
)
_TYPE = "Flask answers 415 to a body that does not call itself JSON, FastAPI 422."
_NUL = "JSON has a NUL character, PostgreSQL's text has none."

# By operation, kind of failure and status: why it is none.
EXPLAINED: dict[str, dict[tuple[str, str, int], str]] = {
    "fastapi": {
        ("POST /orders", "AcceptedNegativeData", 201): _LAX,
        ("POST /upload", "AcceptedNegativeData", 200): _ANY_FILE,
        ("POST /database/orders", "AcceptedNegativeData", 201): _LAX,
        ("POST /database/orders", "RejectedPositiveData", 400): _NUL,
        ("GET /upstream", "ServerError", 502): _GATEWAY,
        ("GET /upstream", "ServerError", 504): _GATEWAY,
    },
    "flask": {
        ("POST /orders", "RejectedPositiveData", 422): _STRICT,
        ("POST /orders", "UndefinedStatusCode", 415): _TYPE,
        ("POST /upload", "AcceptedNegativeData", 200): _ANY_FILE,
        ("POST /database/orders", "RejectedPositiveData", 422): _STRICT,
        ("POST /database/orders", "RejectedPositiveData", 400): _NUL,
        ("POST /database/orders", "UndefinedStatusCode", 415): _TYPE,
        ("GET /upstream", "ServerError", 502): _GATEWAY,
        ("GET /upstream", "ServerError", 504): _GATEWAY,
    },
}


@pytest.fixture
def session() -> Iterator[requests.Session]:
    """Ends with the test, and its connections with it."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


def document(server: RunningServer) -> dict[str, Any]:
    """What it says about itself."""
    return dict(json.loads(ask(server.ready.port, get("/openapi.json")).body))


def waits(case: AnyCase) -> bool:
    """Whether it is a valid request for a long wait."""
    times = [f"{value}" for key, value in (case.query or {}).items() if key.endswith("_ms")]
    return any(each.isdecimal() and LONGEST_WAIT_MS < int(each) <= 10_000 for each in times)


def failures(case: AnyCase, url: str, session: requests.Session) -> Found:
    """What is wrong with the answer, and how to ask for it again."""
    from schemathesis.core.failures import Failure

    found: Found = {}
    answer = case.call(base_url=url, session=session, timeout=20)
    try:
        case.validate_response(answer, transport_kwargs={"base_url": url, "session": session})
    except* Failure as group:
        for each in group.exceptions:
            which = case.operation.label, type(each).__name__, answer.status_code
            found[which] = f"{each}\n{case.as_curl_command()}"
    return found


def all_failures(
    operation: Operation, servers: Mapping[str, RunningServer], session: requests.Session
) -> dict[str, Found]:
    """Of each server, by key. Every case goes to all of them: it takes more time to generate than
    to answer.
    """
    from schemathesis import GenerationMode

    found: dict[str, Found] = {key: {} for key in servers}

    def ask_all(case: AnyCase) -> None:
        if not waits(case):
            for key, server in servers.items():
                found[key] |= failures(case, server.url, session)

    generation = operation.schema.config.generation
    modes = list(GenerationMode)
    for case in operation.schema.iter_coverage_cases(
        operation, generation_modes=modes, generation_config=generation
    ):
        ask_all(case)
    if not operation.body:
        return found
    for mode in modes:

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def collect(case: AnyCase) -> None:
            ask_all(case)

        collect()
    return found


def operations(document: dict[str, Any]) -> list[Operation]:
    import schemathesis
    from schemathesis.core.result import Ok

    found = list(
        schemathesis.openapi.from_dict(document, config=schemathesis.Config()).get_all_operations()
    )
    return [each.ok() for each in found if isinstance(each, Ok)]


def test_what_differs_from_the_document_is_explained(
    running: dict[str, RunningServer], session: requests.Session
) -> None:
    servers = {key: running[key] for key in EXPLAINED}
    promised = document(running["fastapi"])
    unexplained: Found = {}
    for operation in operations(promised):
        for key, found in all_failures(operation, servers, session).items():
            unexplained |= {each: how for each, how in found.items() if each not in EXPLAINED[key]}
    assert unexplained == {}
    assert len(operations(promised)) == len(promised["paths"])


def test_a_status_that_the_document_does_not_know_is_found(
    running: dict[str, RunningServer], session: requests.Session
) -> None:
    whole = document(running["fastapi"])
    del whole["paths"]["/cpu"]["get"]["responses"]["422"]
    (cpu,) = operations(whole | {"paths": {"/cpu": whole["paths"]["/cpu"]}})
    found = all_failures(cpu, {"fastapi": running["fastapi"]}, session)
    assert ("GET /cpu", "UndefinedStatusCode", 422) in found["fastapi"]
