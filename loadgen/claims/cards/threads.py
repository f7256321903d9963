"""Claim 1: a request occupies a thread."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from loadgen.claims.claim import Claim, RaceTest
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling, UndecidedError
from loadgen.claims.measuring import at_a_time
from loadgen.claims.plans import WAIT_S, waiting_race
from loadgen.model.race_plan import LaneChoice

if TYPE_CHECKING:
    from loadgen.model.frame import LaneId

FEW, SOME = 4, 16
_OVER, _FILLED = 1.05, 0.8
"""A server may seem to exceed its threads by the error of the edges of blocks; and threads that are
not busy prove nothing about how many are needed."""


def measure(evidence: Evidence) -> Iterable[Figure | None]:
    """How many requests wait in handlers at a time."""
    lanes: tuple[tuple[LaneId, int], ...] = (("a", FEW), ("b", SOME))
    for lane, threads in lanes:
        title = f"Flask with {threads} threads: requests answered at a time"
        yield at_a_time(evidence, "threads", lane, WAIT_S, f"at_{threads}", title)


def rule(found: Measured) -> Ruling:
    """Holds where both servers answer as many at a time as they have threads, and no more."""
    if any(found.exceeds(f"at_{each}", each * _OVER) for each in (FEW, SOME)):
        return Ruling("fails", "more requests are answered at a time than there are threads")
    if all(found.exceeds(f"at_{each}", each * _FILLED) for each in (FEW, SOME)):
        return Ruling("holds")
    raise UndecidedError(
        "The threads were not busy, so something else limits Flask here: "
        "put it to the test again, on a quiet machine."
    )


CLAIM = Claim(
    key="threads",
    number=1,
    title="One thread for each request",
    sentence="Flask runs on WSGI: one request occupies one thread.",
    method="Flask with 4 threads against Flask with 16: 64 users, each request waits 50 ms.",
    tests=(
        RaceTest(
            key="threads",
            plan=waiting_race(
                LaneChoice.of("flask", threads=FEW), LaneChoice.of("flask", threads=SOME)
            ),
            sensitive=False,
        ),
    ),
    measure=measure,
    rule=rule,
    honest="A server with 4 threads answers at most 4 requests at a time; the rest queue. The "
    "number of threads is a setting, and waitress has 4 unless somebody changes it.",
    interview="In WSGI a worker thread is taken until the response is there, so capacity is "
    "threads divided by the time a request takes: 4 threads and 50 ms make 80 requests a second. "
    "Name that bound first, then ask what the threads wait for.",
)
