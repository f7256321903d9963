"""Which answers of a stage are not those of the first one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loadgen.migration.exchange import Answer, StageAnswers
from loadgen.migration.probes import ANY, PROBES, Probe
from servers.catalog.migration_stages import FASTAPI_ALONE, MOUNTED, ROUTES

ABSENT = "none"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of an answer, before the migration and at a stage."""

    field: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """``differences`` are those that two equal requests do not show."""

    probe: Probe
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class StageComparison:
    """``results`` are in the order of the probes; none where ``failure`` says why."""

    stage: int
    results: tuple[ProbeResult, ...] = ()
    failure: str = ""

    @property
    def differing(self) -> tuple[ProbeResult, ...]:
        """The probes that are answered otherwise than before."""
        return tuple(each for each in self.results if each.differences)

    def of_route(self, route: str) -> tuple[ProbeResult, ...]:
        """The results of one route."""
        return tuple(each for each in self.results if each.probe.route == route)

    def framework(self, route: str) -> str:
        """Who answers that route at this stage."""
        return "FastAPI" if self.stage >= first_stage_of_fastapi(route) else "Flask"


ROUTE_TITLES = {**{each.key: each.title for each in ROUTES}, ANY: "No route"}


def first_stage_of_fastapi(route: str) -> int:
    """The stage from which FastAPI answers that route; what is no route, once Flask is gone."""
    keys = [each.key for each in ROUTES]
    return FASTAPI_ALONE if route == ANY else MOUNTED + 1 + keys.index(route)


def compare_stages(answers: Sequence[StageAnswers]) -> list[StageComparison]:
    """Each stage but the first against the first."""
    reference, *others = answers
    return [_compare(reference, each) for each in others]


def _compare(reference: StageAnswers, stage: StageAnswers) -> StageComparison:
    if failure := reference.failure or stage.failure:
        return StageComparison(stage.stage, failure=failure)
    pairs = zip(PROBES, reference.first, reference.again, stage.first, stage.again, strict=True)
    return StageComparison(
        stage.stage,
        tuple(ProbeResult(probe, tuple(_differences(*four))) for probe, *four in pairs),
    )


def _differences(
    before: Answer, before_again: Answer, now: Answer, now_again: Answer
) -> Iterator[Difference]:
    """Fields that are steady on both sides and unlike."""
    for name in dict.fromkeys((*before.fields, *now.fields)):
        old, new = before.fields.get(name, ABSENT), now.fields.get(name, ABSENT)
        steady = (old, new) == (
            before_again.fields.get(name, ABSENT),
            now_again.fields.get(name, ABSENT),
        )
        if steady and old != new:
            yield Difference(name, old, new)
