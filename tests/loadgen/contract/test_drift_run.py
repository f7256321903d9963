"""The changes of the code fit it, and applications notice them where their libraries do."""

import asyncio

import pytest

from loadgen.contract.drift_run import (
    PROBES,
    DriftOutcome,
    Observation,
    judge_drift,
    run_drifts,
)
from loadgen.contract.drift_text import drift_markdown, drift_rows, found_lines
from loadgen.contract.probes import ProbeAnswer
from loadgen.model.number_format import NO_VALUE
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS
from servers.catalog.drifts import DRIFTS, DriftError, drifted_source
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import variant

FASTAPI, FLASGGER = variant("fastapi"), variant("flasgger")
RENAMED = DRIFTS[0]


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda each: each.key)
@pytest.mark.parametrize("application", CONTRACT_APPLICATIONS, ids=lambda each: each.key)
def test_each_change_fits_the_code_of_each_application(
    application: ServerVariant, drift: tuple[str, str, str]
) -> None:
    source = drifted_source(application, drift[0])
    compile(source.after, str(source.path), "exec")
    lines = source.diff.splitlines()[2:]
    assert any(line.startswith("+") for line in lines)
    assert any(line.startswith("-") for line in lines) or drift[0] == "added-status"


def test_a_change_that_there_is_not_is_refused() -> None:
    with pytest.raises(DriftError, match=r"^FastAPI has no change “none”\.$"):
        drifted_source(FASTAPI, "none")


@pytest.fixture(scope="module")
def outcomes() -> dict[tuple[str, str], DriftOutcome]:
    """Of all changes of FastAPI's code, and of a field renamed in flasgger's."""

    async def run() -> list[DriftOutcome]:
        whole = await run_drifts((FASTAPI,), DRIFTS)
        return [*whole, *await run_drifts((FLASGGER,), (RENAMED,))]

    return {(each.variant.key, each.drift.key): each for each in asyncio.run(run())}


@pytest.mark.process
@pytest.mark.parametrize(
    ("key", "noticed", "nonconformances", "differences"),
    [
        (
            "renamed-field",
            "request",
            {"not_a_server_error", "status_code_conformance"},
            {"status-differs", "length-differs"},
        ),
        ("added-status", "never", {"status_code_conformance"}, {"status-differs"}),
        ("dropped-parameter", "document", set(), {"length-differs"}),
        ("left-in-path", "document", set(), {"status-differs"}),
        ("answer-around-model", "never", {"response_schema_conformance"}, {"field-missing"}),
    ],
)
def test_what_fastapi_notices_and_what_it_does_not(
    outcomes: dict[tuple[str, str], DriftOutcome],
    key: str,
    noticed: str,
    nonconformances: set[str],
    differences: set[str],
) -> None:
    found = outcomes["fastapi", key]
    assert (found.failure, found.noticed) == ("", noticed)
    assert {each.kind for each in found.nonconformances} == nonconformances
    assert {each.kind for each in found.differences} == differences
    is_invalid = key == "left-in-path"  # the path has a number, and nothing describes it
    assert ("number" in found.invalid) == is_invalid
    assert ("no longer valid" in next(drift_rows([found]))[2]) == is_invalid


@pytest.mark.process
def test_a_document_by_hand_is_no_longer_true_and_nobody_notices(
    outcomes: dict[tuple[str, str], DriftOutcome],
) -> None:
    found = outcomes["flasgger", RENAMED.key]
    assert (found.noticed, found.changes) == ("never", ())
    assert {each.kind for each in found.nonconformances} == {"response_schema_conformance"}
    assert '+    return add_item({"name": new["name"]' in found.diff
    ((_, *row),) = drift_rows([found])
    assert row == ["never", "nothing", "response_schema_conformance", "field-missing, field-added"]
    assert "field-missing, a new item: body.price" in found_lines(found)
    assert "| flasgger | never | nothing |" in drift_markdown([found])


def test_of_what_did_not_run_nothing_is_said_to_be_found() -> None:
    failed = DriftOutcome(variant("fastapi"), RENAMED, failure="It did not start.")
    ((_, *row),) = drift_rows([failed])
    assert row == ["It did not start.", *[NO_VALUE] * 3]


def observed(status: int = 200, *, lines: tuple[str, ...] = (), failure: str = "") -> Observation:
    answers = (ProbeAnswer(status, "application/json", "{}"),) * len(PROBES)
    return Observation(answers, answers, failure=failure, last_lines=lines)


@pytest.mark.parametrize(
    ("after", "noticed"),
    [
        (observed(failure="The server ended before it was ready.", lines=("NameError",)), "start"),
        (observed(lines=("UserWarning: path parameter",)), "start"),
        (observed(500), "request"),
        (observed(422), "request"),
        (observed(409), "never"),
        (observed(), "never"),
    ],
)
def test_where_an_application_notices_it_first(after: Observation, noticed: str) -> None:
    assert judge_drift(FASTAPI, RENAMED, observed(), after).noticed == noticed


def test_one_that_does_not_start_before_the_change_says_why() -> None:
    found = judge_drift(FASTAPI, RENAMED, observed(failure="It ended."), observed())
    assert found.failure == "It ended."


def test_one_whose_code_has_no_such_change_says_so() -> None:
    unknown = RENAMED._replace(key="none")
    (found,) = asyncio.run(run_drifts((FASTAPI,), (unknown,)))
    assert found.failure == "FastAPI has no change “none”."


def test_one_whose_package_is_missing_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ServerVariant, "unavailable", lambda self: "It needs a package.")
    (found,) = asyncio.run(run_drifts((FASTAPI,), (RENAMED,)))
    assert found.failure == "It needs a package."
