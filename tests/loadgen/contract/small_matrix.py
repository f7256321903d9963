"""A matrix of four bodies: two applications that answered, and one that is missing."""

from loadgen.contract.bodies import Body
from loadgen.contract.exchange import Answer, Exchange
from loadgen.contract.matrix import Matrix, make_matrix
from loadgen.contract.validation_cost import ApplicationCost, CostBlocks
from servers.catalog.variants import variant
from tests.loadgen.contract.quote_documents import modern, quantity

EQUAL, STATUS, VALUE, WHOLE = (
    Body("equal", "quantity", quantity("5").content),
    Body("a | b", "quantity", quantity("0").content),
    Body("a string", "quantity", quantity('"5"').content),
    Body("whole", "", b'{"quantity": 5, "customer": "Ada"}'),
)
BODIES = (EQUAL, STATUS, VALUE, WHOLE)


def exchange(key: str, *answers: tuple[int | None, str], document: bytes = b"") -> Exchange:
    return Exchange(variant(key), tuple(Answer(*each) for each in answers), document)


def matrix(*, five: str = "5", document: bytes = modern()) -> Matrix:
    whole = '{"quantity": "5", "customer": "\'Ada\'"}'
    fastapi = exchange(
        "fastapi",
        (200, '{"quantity": "5"}'),
        (422, "below 1"),
        (200, f'{{"quantity": "{five}"}}'),
        (200, whole),
        document=document,
    )
    flask = exchange(
        "flask",
        (200, '{"quantity": "5"}'),
        (400, "no"),
        (422, "not a number"),
        (200, '{"customer": "\'Ada\'", "quantity": "5"}'),
    )
    missing = Exchange(variant("flasgger"), failure="flasgger needs the package flasgger.")
    return make_matrix((fastapi, flask, missing), BODIES)


def costs() -> dict[str, ApplicationCost]:
    """Of one that was measured and one that failed."""
    measured = ApplicationCost(
        CostBlocks([100] * 3, [0.1] * 3), CostBlocks([100, 100, 100], [0.1, 0.2, 0.4])
    )
    return {"fastapi": measured, "flask": ApplicationCost(failure="It answered by 500.")}
