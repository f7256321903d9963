"""How the I/O-bound claim is measured and decided, alike for each thing that is waited for."""

from collections.abc import Callable, Iterable

from loadgen.claims.claim import RaceTest
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling, UndecidedError
from loadgen.claims.measuring import gain, work_gain
from loadgen.claims.plans import flat_out_race, leanest_client
from loadgen.model.race_plan import LaneChoice

MUCH = 1.5
"""So many times as much is "much better"."""
DEFAULT, ENOUGH = "default", "enough"
_FEW = 4


def io_tests(scenario: str, parameters: dict[str, int], threads: int) -> tuple[RaceTest, ...]:
    """Flask with its 4 threads against FastAPI, and Flask with enough of them.

    Each calls an API with the leanest HTTP client that is installed: the default one, httpx, costs
    more CPU than either framework where many calls share it, and would be what is measured.
    """
    return tuple(
        RaceTest(
            key=key,
            plan=flat_out_race(
                LaneChoice.of("flask", threads=count, client=leanest_client("flask")),
                LaneChoice.of("fastapi", client=leanest_client("fastapi")),
                scenario,
                parameters,
            ),
        )
        for key, count in ((DEFAULT, _FEW), (ENOUGH, threads))
    )


def io_measure(threads: int) -> Callable[[Evidence], Iterable[Figure | None]]:
    """The figures, where Flask has so many threads in the second race."""

    def measure(evidence: Evidence) -> Iterable[Figure | None]:
        many = f"{threads} threads"
        yield gain(evidence, DEFAULT, DEFAULT, "Throughput of FastAPI over Flask with 4 threads")
        yield gain(evidence, ENOUGH, ENOUGH, f"Throughput of FastAPI over Flask with {many}")
        yield work_gain(
            evidence, ENOUGH, "work", f"Requests per CPU second, FastAPI over Flask with {many}"
        )

    return measure


def io_rule(threads: int) -> Callable[[Measured], Ruling]:
    """Holds where FastAPI answers much more even against enough threads.

    ======== ======= ======== =================================================================
    4 thr.   enough  per CPU  outcome
    ======== ======= ======== =================================================================
    much     much    any      holds
    much     not     much     in part: against 4 threads, and per CPU second
    much     not     not      in part: against 4 threads
    much     not     open     in part: against 4 threads
    not      not     much     in part: per CPU second
    not      not     not      fails
    not      much    any      undecided: the two races contradict each other
    ======== ======= ======== =================================================================
    """

    def rule(found: Measured) -> Ruling:
        few, many = found.exceeds(DEFAULT, MUCH), found.exceeds(ENOUGH, MUCH)
        if many:
            if not few:
                raise UndecidedError(
                    "More threads made Flask slower: put it to the test again, on a quiet machine."
                )
            return Ruling("holds")
        if few:
            per_cpu = _is_much(found, "work")
            beside = ", or counted per CPU second" if per_cpu else ""
            return Ruling(
                "in part",
                f"only while Flask has few threads{beside}; here {threads} of them make up for it",
            )
        if found.exceeds("work", MUCH):
            return Ruling(
                "in part", "only counted per CPU second; throughput is limited by the rest"
            )
        return Ruling("fails", "FastAPI does not answer much more, however many threads Flask has")

    return rule


def _is_much(found: Measured, key: str) -> bool:
    """Whether it is clearly so: what stands beside a decision does not undo it."""
    try:
        return found.exceeds(key, MUCH)
    except UndecidedError:
        return False
