"""From evidence to an outcome: the rule of the claim, and what forbids any decision."""

from dataclasses import dataclass

from loadgen.claims.claim import Claim, ContractTest, RaceTest
from loadgen.claims.evidence import Evidence, RaceEvidence
from loadgen.claims.finding import (
    FailedTestError,
    Figure,
    Measured,
    Ruling,
    Tally,
    UndecidedError,
)
from loadgen.model import number_format

OTHERS_SHARE = 0.5
"""A comparison of speeds is not decided where other programs used so much of the machine."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided of a claim, and by which figures and counts.

    ``stand_ins`` are the products that stood in for the real backing services.
    """

    claim: Claim
    ruling: Ruling
    figures: tuple[Figure, ...] = ()
    tallies: tuple[Tally, ...] = ()
    stand_ins: tuple[str, ...] = ()


def judge_claim(claim: Claim, evidence: Evidence) -> Judgement:
    """Decide by the rule, unless a race failed or was disturbed. Pure."""
    measured = Measured.of(claim.measure(evidence))
    try:
        _check_races(claim, evidence)
        ruling = claim.rule(measured)
    except UndecidedError as reason:
        ruling = Ruling("undecided", str(reason), isinstance(reason, FailedTestError))
    return Judgement(
        claim,
        ruling,
        tuple(measured.figures.values()),
        tuple(measured.tallies.values()),
        tuple(sorted({each for race in evidence.races.values() for each in race.stand_ins})),
    )


def _check_races(claim: Claim, evidence: Evidence) -> None:
    for test in claim.tests:
        if isinstance(test, RaceTest):
            race = evidence.races.get(test.key)
            if race is None:
                raise UndecidedError("Its races are not over: put it to the test again.")
            _check(race, sensitive=test.sensitive)
        elif isinstance(test, ContractTest) and not evidence.contract:
            raise UndecidedError("The applications were not asked: put it to the test again.")


def _check(race: RaceEvidence, *, sensitive: bool) -> None:
    if race.failure:
        raise FailedTestError(f"A race failed. {race.failure}")
    if not sensitive:
        return
    if race.others_share is not None and race.others_share > OTHERS_SHARE:
        share = number_format.percent(100 * race.others_share)
        raise UndecidedError(
            f"Other programs used {share} of the machine: close them and put it to the test again."
        )
    if race.generator_limited:
        raise UndecidedError(
            "The load generator was the limit: close other programs and put it to the test again."
        )
