"""Claim 2: threads and processes cost memory."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim, RaceTest
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling
from loadgen.claims.intervals import quotient, scaled
from loadgen.claims.measuring import figure, memory_mib, memory_of_each
from loadgen.claims.plans import ENOUGH_THREADS, MANY_THREADS, waiting_race
from loadgen.model.race_plan import LaneChoice
from servers.catalog.variants import variant

_FEW, _MANY = 4, 512
_FEWER, _MORE = 1, 4
_HUNDRED = 100
_KIB = 1024

PROCESSES = "fastapi" if variant("flask-gunicorn").unavailable() else "flask-gunicorn"
"""Whose processes are weighed: uvicorn's where gunicorn cannot run."""


def measure(evidence: Evidence) -> Iterable[Figure | None]:
    """What a thread and a process cost, and what a hundred of each are to the server itself."""
    threads, processes, whole = (
        evidence.races.get(each) for each in ("threads", "processes", "whole")
    )
    server = memory_mib(threads, "a")
    thread = memory_of_each(memory_mib(threads, "b"), server, _MANY - _FEW)
    process = memory_of_each(memory_mib(processes, "b"), memory_mib(processes, "a"), _MORE - _FEWER)
    yield figure("thread", "A thread of Flask", scaled(thread, _KIB), "kib", threads)
    yield figure("process", "A further process", process, "mib", processes)
    for key, what, each, race in (
        ("threads_share", "threads", thread, threads),
        ("processes_share", "processes", process, processes),
    ):
        share = quotient(scaled(each, _HUNDRED), server)
        yield figure(key, f"100 {what}, over Flask with 4 threads", share, "times", race, threads)
    flask, fastapi = memory_mib(whole, "a"), memory_mib(whole, "b")
    yield figure("flask", f"Flask with {ENOUGH_THREADS} threads", flask, "mib", whole)
    yield figure("fastapi", "FastAPI in one process", fastapi, "mib", whole)


def rule(found: Measured) -> Ruling:
    """Significant is what doubles the memory of a small server when there are a hundred of it.

    ======= ========= =========================
    threads processes outcome
    ======= ========= =========================
    dear    dear      holds
    cheap   dear      in part: only processes
    dear    cheap     in part: only threads
    cheap   cheap     fails
    ======= ========= =========================
    """
    threads = found.exceeds("threads_share", 1)
    processes = found.exceeds("processes_share", 1)
    if threads and processes:
        return Ruling("holds")
    if processes:
        return Ruling("in part", "only of processes; threads are cheap")
    if threads:
        return Ruling("in part", "only of threads; processes are cheap")
    return Ruling("fails", "a hundred of either weigh less than one small server")


CLAIM = Claim(
    key="memory",
    number=2,
    title="What threads and processes cost",
    sentence="High concurrency needs many threads or processes, each consuming significant memory.",
    method="Flask with 4 threads against 512, one process against four, and 80 threads of Flask "
    "against one process of FastAPI.",
    tests=(
        RaceTest(
            key="threads",
            plan=waiting_race(
                LaneChoice.of("flask", threads=_FEW),
                LaneChoice.of("flask", threads=_MANY),
            ),
            sensitive=False,
        ),
        RaceTest(
            key="processes",
            plan=waiting_race(
                LaneChoice.of(PROCESSES, workers=_FEWER), LaneChoice.of(PROCESSES, workers=_MORE)
            ),
            sensitive=False,
        ),
        RaceTest(key="whole", plan=MANY_THREADS, sensitive=False),
    ),
    measure=measure,
    rule=rule,
    honest="Processes are expensive, for each has an interpreter and the application of its own. "
    "A thread costs a few tens of KiB: 80 threads of Flask may take less memory than one process "
    "of FastAPI.",
    interview="Say which of the two you mean. Threads are limited by the GIL and by scheduling "
    "long before memory, so a pool of a hundred is a fair choice for a service that waits; "
    "processes are for more cores, and cost the application's memory each.",
)
