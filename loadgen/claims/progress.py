"""How far a board has come, and how long tests take."""

from dataclasses import dataclass

from loadgen.claims.claim import Claim, ContractTest, RaceTest, SourceTest, Test

START_S, CONTRACT_S = 4.0, 25.0
"""Seconds that a race takes beside its load, and that a contract takes, on two cores."""


def seconds_of(test: Test) -> float:
    """How long a test takes at most, roughly."""
    match test:
        case RaceTest():
            return START_S + (test.plan.duration_s or 0)
        case ContractTest():
            return CONTRACT_S
        case SourceTest():
            return 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """``claim`` is under test, ``number`` of ``count``; ``left_s`` is for all of them, at most."""

    claim: Claim
    number: int
    count: int
    left_s: float
