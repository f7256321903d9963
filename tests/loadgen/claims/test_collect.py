"""Evidence of a contract, made of what applications answered and document."""

import json

import pytest

from loadgen.claims.collect import contract_evidence
from loadgen.claims.finding import Tally
from loadgen.contract.exchange import Answer, Exchange
from loadgen.contract.matrix import make_matrix
from servers.catalog.variants import variant
from tests.loadgen.contract.quote_documents import modern
from tests.loadgen.contract.small_matrix import BODIES


def document_with_more() -> bytes:
    """One that describes what no body is sent to, too."""
    document = json.loads(modern())
    document["paths"]["/items"] = {"get": {"responses": {"200": {"description": "All."}}}}
    return json.dumps(document).encode()


def test_of_a_document_the_operations_count_to_which_bodies_are_sent() -> None:
    answers = (Answer(200, "{}"),) * len(BODIES)
    exchange = Exchange(variant("fastapi"), answers, document_with_more())
    matrix = make_matrix([exchange], BODIES)
    found = contract_evidence(matrix, [exchange])["fastapi"]
    assert (found.documented, found.operations) == (1, 1)


def test_more_than_all_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="9 of 2 cannot be"):
        Tally("described", "Operations described", 9, 2)
