"""A claim: what is said, how it is put to the test, and the rule that decides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling, Tally
from loadgen.model.race_plan import RacePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceTest:
    """A race. Tests with the same plan are one race when several claims are tested.

    ``sensitive`` says that the claim compares speeds, which another program or a load generator at
    its limit would falsify; a figure of waiting or of memory bears that.
    """

    key: str
    plan: RacePlan
    sensitive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTest:
    """Send the bodies of the contract to these applications (keys of variants)."""

    applications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceTest:
    """Read the handlers of the Flask and of the FastAPI application."""


Test = RaceTest | ContractTest | SourceTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """``sentence`` is the article's; ``number`` its place there, 0 for what it does not name.

    ``method`` is one sentence that says how it is put to the test. ``measure`` makes figures of the
    evidence, ``rule`` decides by them: both are pure. ``honest`` is what is known to be true and
    false of the claim, in two sentences; ``interview`` what to say in a system-design interview.
    """

    key: str
    number: int
    title: str
    sentence: str
    method: str
    tests: tuple[Test, ...]
    measure: Callable[[Evidence], Iterable[Figure | Tally | None]]
    rule: Callable[[Measured], Ruling]
    honest: str
    interview: str
