"""A trap: a blocking call in ``async def``."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim, RaceTest
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling
from loadgen.claims.measuring import at_a_time
from loadgen.claims.plans import USERS, WAIT_S, waiting_race
from loadgen.model.race_plan import LaneChoice

_ONE = 1.1
_MANY = 10


def measure(evidence: Evidence) -> Iterable[Figure | None]:
    """How many requests wait at a time with a call that blocks, and with one that is awaited."""
    title = "async def with a blocking call: requests answered at a time"
    yield at_a_time(evidence, "blocking", "a", WAIT_S, "blocking", title)
    title = "async def that awaits: requests answered at a time"
    yield at_a_time(evidence, "blocking", "b", WAIT_S, "awaiting", title)


def rule(found: Measured) -> Ruling:
    """Holds where the one that blocks answers one at a time, and the one that awaits many."""
    if found.exceeds("blocking", _ONE):
        return Ruling("fails", "more than one request is answered at a time in spite of the call")
    if found.exceeds("awaiting", _MANY):
        return Ruling("holds")
    return Ruling("fails", "awaiting does not answer many at a time either")


CLAIM = Claim(
    key="blocking",
    number=0,
    title="Blocking in async def",
    sentence="A blocking call inside async def serialises the whole server.",
    method=f"time.sleep against await asyncio.sleep, 50 ms each, in async def; {USERS} users.",
    tests=(
        RaceTest(
            key="blocking",
            plan=waiting_race(
                LaneChoice.of("fastapi-blocking"), LaneChoice.of("fastapi"), duration_s=14
            ),
            sensitive=False,
        ),
    ),
    measure=measure,
    rule=rule,
    honest="One requests call or one synchronous query in async def stops the event loop for "
    "every request, which makes FastAPI slower than Flask with 4 threads. The same call in a "
    "plain def is run in a pool of threads, and harms nobody.",
    interview="Ask of every library in an async handler whether it awaits. Where it does not, "
    "write def instead of async def, or move the call into a thread; and watch the event loop's "
    "lag in production, because one careless handler slows all of them.",
)
