"""Which kind a JSON document is of, and what is said of one that is not what was asked for."""

import msgspec
import pytest

from loadgen.files.document import DocumentError, decode_document
from loadgen.objective.cost_document import FORMAT as COST
from loadgen.sweep.sweep_document import FORMAT, VERSION, SweepDocument


def refusal(data: bytes) -> str:
    with pytest.raises(DocumentError) as raised:
        decode_document(data, SweepDocument, FORMAT, VERSION)
    return str(raised.value)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"format": COST, "version": 1}, "of rates and their cost, not of a sweep."),
        ({"format": "other", "version": 1}, "It is no document of Faceoff's."),
        ({}, "It is no document of Faceoff's."),
        ([], "It is no JSON document of a sweep, or it is cut off."),
        ({"format": FORMAT, "version": 2}, "version 2, and this Faceoff reads up to 1: update it."),
        ({"format": FORMAT, "version": 1}, "It is a damaged document of a sweep: what it should"),
    ],
)
def test_the_refusal_says_what_the_file_is(document: object, sentence: str) -> None:
    said = refusal(msgspec.json.encode(document))
    assert sentence in said
    assert "field" not in said  # the words of the library that decodes


@pytest.mark.parametrize("data", [b"", b"\xff", b"{", b"[" * 100_000])
def test_what_is_no_json_is_refused_by_the_same_sentence(data: bytes) -> None:
    assert refusal(data) == "It is no JSON document of a sweep, or it is cut off."
