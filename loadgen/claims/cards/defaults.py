"""A trap: the default of 4 threads decides most comparisons."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim, RaceTest
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling
from loadgen.claims.intervals import quotient
from loadgen.claims.measuring import figure, gain
from loadgen.claims.plans import DEFAULT_THREADS, ENOUGH_THREADS, MANY_THREADS

_DECIDES = 2.0
"""A setting that changes the ratio by so much decides the comparison."""


def measure(evidence: Evidence) -> Iterable[Figure | None]:
    """FastAPI's lead with the default and with enough threads, and the one over the other."""
    default = gain(evidence, "default", "default", "FastAPI over Flask with 4 threads")
    enough = gain(evidence, "enough", "enough", f"FastAPI over Flask with {ENOUGH_THREADS} threads")
    yield default
    yield enough
    change = quotient(default.value, enough.value) if default and enough else None
    title = "What that one setting changes in the ratio"
    yield figure("change", title, change, "times", evidence.races.get("default"))


def rule(found: Measured) -> Ruling:
    """Holds where threads alone change the ratio at least twofold."""
    if found.exceeds("change", _DECIDES):
        return Ruling("holds")
    return Ruling("fails", "the number of threads changes the ratio less than twofold")


CLAIM = Claim(
    key="defaults",
    number=0,
    title="Defaults decide",
    sentence="Default settings (4 threads) decide a comparison.",
    method="64 users whose requests wait 50 ms: FastAPI against Flask with 4 threads, then with "
    "80.",
    tests=(
        RaceTest(key="default", plan=DEFAULT_THREADS, sensitive=False),
        RaceTest(key="enough", plan=MANY_THREADS, sensitive=False),
    ),
    measure=measure,
    rule=rule,
    honest="waitress has 4 threads and gunicorn one unless somebody changes them, while an event "
    "loop has no such number. A ratio from a page that does not name the threads measures the "
    "default, not the framework.",
    interview="Before you quote a benchmark, name the server, its threads, its processes and what "
    "a request does. Then show the bound that those settings imply: many published ratios are "
    "that bound.",
)
