"""Claim 7: Flask's validation and documents are added, and drift."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim
from loadgen.claims.contract_tests import CONTRACT, FLASK_LIBRARIES
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Measured, Ruling, Tally, UndecidedError
from servers.catalog.variants import variant


def measure(evidence: Evidence) -> Iterable[Tally | None]:
    """Whether plain Flask has a document, and how often each one contradicts its own."""
    flask = evidence.contract.get("flask")
    if flask is not None and not flask.failure:
        title = "Operations that plain Flask documents"
        yield Tally("flask", title, flask.documented, flask.operations)
    for key in ("fastapi", *FLASK_LIBRARIES):
        found = evidence.contract.get(key)
        if found is not None and found.has_document:
            title = f"{variant(key).title} against its own document, bodies"
            yield Tally(key, title, found.contradictions, found.sent)


def rule(found: Measured) -> Ruling:
    """Added separately is: plain Flask has none. Drifts is: contradicts itself more than FastAPI.

    ============ ==================================== =============================================
    plain Flask  libraries                            outcome
    ============ ==================================== =============================================
    a document   any                                  fails
    none         all contradict more than FastAPI     holds
    none         some do                              in part: the drift is that of some libraries
    none         none does                            in part: added, but no more drift than FastAPI
    ============ ==================================== =============================================
    """
    if found.tally("flask").number:
        return Ruling("fails", "plain Flask serves a document")
    fastapi = found.tally("fastapi").number
    libraries = [found.tallies[key].number for key in FLASK_LIBRARIES if key in found.tallies]
    if not libraries:
        raise UndecidedError("No library for documents is installed: install the validation extra.")
    drifting = sum(each > fastapi for each in libraries)
    if drifting == len(libraries):
        return Ruling("holds")
    if drifting:
        return Ruling(
            "in part",
            "both are added, but only some libraries drift more than FastAPI from its own document",
        )
    return Ruling(
        "in part", "both are added, but no library drifts more than FastAPI from its own document"
    )


CLAIM = Claim(
    key="drift",
    number=7,
    title="Added parts, and drift",
    sentence="Flask needs validation and documentation added separately, and these drift from the "
    "code.",
    method="Every Flask library that serves a document is sent the same bodies as FastAPI, and "
    "each answer is compared with the library's own document.",
    tests=(CONTRACT,),
    measure=measure,
    rule=rule,
    honest="Plain Flask brings neither, and a document that is written by hand does drift. "
    "Libraries such as flask-smorest and APIFlask make both from one schema, and FastAPI, too, "
    "accepts bodies that its own document forbids.",
    interview="The question is one source or two, not which framework. With Flask pick a library "
    "that validates and documents from one schema; with either, test answers against the document "
    "in CI, because leniency is drift that no generator shows.",
)
