"""Claim 6: OpenAPI documents from type hints."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim, SourceTest
from loadgen.claims.contract_tests import CONTRACT
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Measured, Ruling, Tally


def measure(evidence: Evidence) -> Iterable[Tally | None]:
    """What the document describes by itself, and what had to be declared beside the types."""
    found, source = evidence.contract.get("fastapi"), evidence.source
    if found is not None and not found.failure:
        title = "Operations that take a body: described in FastAPI's document"
        yield Tally("described", title, found.documented, found.operations)
    if source is not None:
        title = "Routes whose refusals are declared by hand, for no type says them"
        yield Tally("by_hand", title, source.declared_by_hand, source.routes)


def rule(found: Measured) -> Ruling:
    """Automatic is: without a declaration beside the type hints."""
    described, by_hand = found.tally("described"), found.tally("by_hand")
    if described.number < described.of:
        return Ruling("fails", "an operation is missing in the document")
    if by_hand.number:
        return Ruling("in part", "only of what is declared; a status that a handler raises is not")
    return Ruling("holds")


CLAIM = Claim(
    key="documents",
    number=6,
    title="Documents from type hints",
    sentence="Type hints give OpenAPI and Swagger documentation, and editor autocomplete.",
    method="FastAPI's document is fetched and read, and its handlers are read for what had to be "
    "declared by hand. Autocomplete is nothing that a race can measure.",
    tests=(CONTRACT, SourceTest()),
    measure=measure,
    rule=rule,
    honest="True of parameters, bodies and answers that have types. A handler that raises a 404 "
    "is not documented unless responses= says so, and the Swagger page loads its scripts from a "
    "CDN.",
    interview="The document comes from the code, so inputs and models cannot drift from it. What "
    "no type expresses, statuses and their bodies above all, is still declared by hand; a "
    "contract test that compares answers with the document finds the rest.",
)
