"""Claim 5: type hints validate requests."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim
from loadgen.claims.contract_tests import CONTRACT
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Measured, Ruling, Tally


def measure(evidence: Evidence) -> Iterable[Tally | None]:
    """What FastAPI refuses of what its document forbids, and what it answers by 500."""
    found = evidence.contract.get("fastapi")
    if found is None or found.failure:
        return
    forbidden = found.forbidden_refused + found.forbidden_taken
    title = "Bodies that its document forbids: refused"
    yield Tally("refused", title, found.forbidden_refused, forbidden)
    yield Tally("errors", "Bodies answered by 500", found.errors, found.sent)


def rule(found: Measured) -> Ruling:
    """Automatic is: refused without a line in the handler.

    ========= ====== ============================================
    refused   500    outcome
    ========= ====== ============================================
    all       none   holds
    all       some   in part: some of them by 500
    some      any    in part: what Pydantic can convert is taken
    none      any    fails
    ========= ====== ============================================
    """
    refused, errors = found.tally("refused"), found.tally("errors")
    if not refused.number:
        return Ruling("fails", "no body that the document forbids is refused")
    broken = "a number that no JSON can hold is answered by 500"
    if refused.number < refused.of:
        lenient = "what Pydantic can convert is taken, “5” and true for a number, too"
        return Ruling("in part", f"{lenient}; {broken}" if errors.number else lenient)
    return (
        Ruling("in part", f"only up to the error itself: {broken}")
        if errors.number
        else Ruling("holds")
    )


CLAIM = Claim(
    key="validation",
    number=5,
    title="Validation from type hints",
    sentence="Type hints give automatic request validation.",
    method="Bodies that are wrong in many ways are sent to FastAPI, whose handler has no line "
    "that checks them.",
    tests=(CONTRACT,),
    measure=measure,
    rule=rule,
    honest="True of inputs and declared models: a field that is missing, out of range or of "
    "another type is refused with 422. By default Pydantic converts what it can, so “5” and true "
    "pass as numbers, and an answer that is an instance of its model already is not looked into.",
    interview="Validation at the boundary comes from the types, which is a real saving. Say that "
    "the default is lenient, that strict mode exists, and that types check form: whether an order "
    "makes sense is still your code.",
)
