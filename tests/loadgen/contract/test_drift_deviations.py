"""What drifts that did not drift in an earlier result, found by application and by detector."""

from dataclasses import replace
from pathlib import Path

import pytest

from loadgen.contract.answer_conformance import Nonconformance
from loadgen.contract.answer_differences import AnswerDifference
from loadgen.contract.document_changes import DocumentChange
from loadgen.contract.drift_deviations import new_drift_deviations, read_drifts
from loadgen.contract.drift_document import drift_document, encode_drifts
from loadgen.contract.drift_run import DriftOutcome
from loadgen.files.document import DocumentError
from servers.catalog.contract_applications import Operation
from servers.catalog.drifts import DRIFTS
from servers.catalog.variants import variant

LIST = Operation("GET", "/items")
REMOVED = DocumentChange("request-parameter-removed", "warning", LIST, "kind in query")
UNTRUE = Nonconformance("status_code_conformance", "a new item", "409")
MISSING = AnswerDifference("field-missing", "all items", ("body", 0, "price"))
MISSING_AGAIN = replace(MISSING, path=("body", 1, "price"))
BEFORE = DriftOutcome(variant("fastapi"), DRIFTS[0])


@pytest.mark.parametrize(
    ("now", "sentences"),
    [
        (BEFORE, []),
        (
            replace(BEFORE, changes=(REMOVED,)),
            [
                (
                    "After renamed-field the document of fastapi changes: "
                    "request-parameter-removed, GET /items kind in query."
                )
            ],
        ),
        (
            replace(BEFORE, nonconformances=(UNTRUE,)),
            [
                (
                    "After renamed-field the document of fastapi is not true: "
                    "status_code_conformance, a new item."
                )
            ],
        ),
        (
            replace(BEFORE, differences=(MISSING, MISSING_AGAIN)),
            [
                (
                    "After renamed-field fastapi answers otherwise: "
                    "field-missing, all items, body[].price."
                )
            ],
        ),
        (replace(BEFORE, variant=variant("flask"), changes=(REMOVED,)), None),
        (replace(BEFORE, failure="It ended."), []),
    ],
)
def test_what_an_earlier_result_does_not_have_is_new(
    now: DriftOutcome, sentences: list[str] | None, tmp_path: Path
) -> None:
    """None: of another application than the baseline's, so all of it is new."""
    path = tmp_path / "earlier.json"
    path.write_bytes(encode_drifts([BEFORE]))
    found = [each.sentence for each in new_drift_deviations([now], read_drifts(path))]
    if sentences is None:
        assert [each.split()[5] for each in found] == ["flask"]
    else:
        assert found == sentences
    assert new_drift_deviations([now], drift_document([now])) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"{}", "It is no document of Faceoff's. Give a file that contract --drift NAME --out "),
        (
            encode_drifts([BEFORE]).replace(b'"version": 1', b'"version": 9'),
            "It is of version 9, and this Faceoff reads up to 1: update it. Give a file",
        ),
    ],
)
def test_a_file_that_is_no_drift_says_so(
    content: bytes | None, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "earlier.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DocumentError, match=reason):
        read_drifts(path)
