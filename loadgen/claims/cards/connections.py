"""Claim 3: thousands of connections in one process."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim, RaceTest
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling
from loadgen.claims.intervals import scaled
from loadgen.claims.measuring import at_a_time, cores_used, figure, memory_mib, memory_of_each
from loadgen.claims.plans import (
    USERS,
    WAITING,
    WAITING_RATE,
    WAITING_S,
    flat_out_race,
    waiting_race,
)
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import LaneChoice

_THOUSANDS, _ONE_CORE = 2_000, 1.2
"""Of 5,000 that are due where the machine keeps up; and the cores that a process with one
event loop may seem to use."""
_KIB = 1024


def measure(evidence: Evidence) -> Iterable[Figure | None]:
    """Requests that wait at a time, cores that it computes on, and what a connection costs."""
    waiting, few = evidence.races.get("waiting"), evidence.races.get("computing")
    title = "FastAPI, one process: requests that wait at a time"
    yield at_a_time(evidence, "waiting", "b", WAITING_S, "waiting", title)
    title = f"FastAPI computing for {USERS} users: cores used"
    yield cores_used(evidence, "computing", "b", "cores", title)
    each = memory_of_each(memory_mib(waiting, "b"), memory_mib(few, "b"), WAITING - USERS)
    title = "A waiting request with its connection"
    yield figure("connection", title, scaled(each, _KIB), "kib", waiting)


def rule(found: Measured) -> Ruling:
    """Thousands that wait, and more than one that computes.

    ======= ========= ==============================
    waiting computing outcome
    ======= ========= ==============================
    yes     yes       holds
    yes     no        in part: only while they wait
    no      any       fails
    ======= ========= ==============================
    """
    if not found.exceeds("waiting", _THOUSANDS):
        return Ruling(
            "fails", "fewer than 2,000 of the 5,000 requests that were due waited at a time"
        )
    if found.exceeds("cores", _ONE_CORE):
        return Ruling("holds")
    return Ruling("in part", "only while requests wait; one that computes holds up all others")


CLAIM = Claim(
    key="connections",
    number=3,
    title="Thousands of connections",
    sentence="FastAPI on ASGI handles thousands of concurrent connections in one process.",
    method="1,250 requests a second that wait 4 s each, so that 5,000 are open in one process; "
    "then 64 users whose requests compute.",
    tests=(
        RaceTest(
            key="waiting",
            plan=waiting_race(
                LaneChoice.of("fastapi"),
                LaneChoice.of("fastapi"),
                wait_ms=1000 * WAITING_S,
                model=OpenModel(WAITING_RATE, max_in_flight=2 * WAITING),
                duration_s=20,
            ),
        ),
        RaceTest(
            key="computing",
            plan=flat_out_race(LaneChoice.of("flask"), LaneChoice.of("fastapi"), "cpu"),
        ),
    ),
    measure=measure,
    rule=rule,
    honest="True of waiting: a connection costs some KiB, and the event loop wakes only for those "
    "that have something to do. False of computing: CPU work in a handler blocks the loop for "
    "everyone, and one process computes on one core.",
    interview="An event loop multiplies waiting, not computing. Say how much CPU a request takes: "
    "one process answers at most one core's worth of that, however many connections are open; "
    "beyond it, add processes or move the work out of the request.",
)
