"""Claim 9: sync handlers of Flask in FastAPI's pool of threads."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim, RaceTest, SourceTest
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling, Tally
from loadgen.claims.measuring import at_a_time
from loadgen.claims.plans import waiting_race
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import LaneChoice

_POOL, _OVER, _ONE = 40, 1.05, 1.1
_WAIT_MS = 200


def measure(evidence: Evidence) -> Iterable[Figure | Tally | None]:
    """How many handlers use ``flask``, and how many plain functions run at a time."""
    if found := evidence.source:
        title = "Handlers of the Flask application that use flask.request, jsonify or the like"
        yield Tally("tied", title, found.tied_to_flask, found.handlers)
    title = "FastAPI with plain def: requests answered at a time"
    yield at_a_time(evidence, "pool", "b", _WAIT_MS / 1000, "pool", title)


def rule(found: Measured) -> Ruling:
    """As they are: where no handler has to be changed, and no pool limits them.

    ====== ================ =====================================================
    tied   at a time        outcome
    ====== ================ =====================================================
    any    one              fails
    none   above 40         holds
    none   up to 40         in part: 40 at a time
    some   above 40         in part: plain functions
    some   up to 40         in part: plain functions, 40 at a time
    ====== ================ =====================================================
    """
    tied = found.tally("tied")
    if not found.exceeds("pool", _ONE):
        return Ruling("fails", "plain functions are answered one at a time")
    limited = not found.exceeds("pool", _POOL * _OVER)
    conditions = [
        "only of plain functions; what uses flask.request or the like has to be changed"
        if tied.number
        else "",
        "at most 40 run at a time" if limited else "",
    ]
    said = "; ".join(filter(None, conditions))
    return Ruling("in part", said) if said else Ruling("holds")


CLAIM = Claim(
    key="sync-handlers",
    number=9,
    title="Sync handlers as they are",
    sentence="Flask's sync handlers work as-is in FastAPI, in a thread pool.",
    method="The handlers are read for names of Flask; then Flask with 40 threads against FastAPI "
    "with plain def: 160 users, each request waits 200 ms.",
    tests=(
        SourceTest(),
        RaceTest(
            key="pool",
            plan=waiting_race(
                LaneChoice.of("flask", threads=_POOL),
                LaneChoice.of("fastapi-def", threads=_POOL),
                wait_ms=_WAIT_MS,
                model=ClosedModel(160),
            ),
            sensitive=False,
        ),
    ),
    measure=measure,
    rule=rule,
    honest="A plain function does; one that uses flask.request or jsonify does not, and some fail "
    "silently: redirect() or a tuple with a status is answered by 200. The pool has 40 threads, "
    "shared with dependencies, and a declared return type queues for it a second time.",
    interview="Separate what the handler does from how it reads its request: the first moves as "
    "it is, the second is rewritten. Then remember the pool: 40 threads are a bound like those of "
    "any WSGI server, and can be set.",
)
