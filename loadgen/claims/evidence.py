"""What the tests of claims bring: fields of races, contracts and sources, and no text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio

NO_FIGURES: Mapping[LaneId, Mapping[str, Ratio]] = {id_: {} for id_ in LANES}


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceEvidence:
    """One race. ``figures`` are each lane's by the keys of ``run_figures.FIGURES``.

    ``throughput_ratio`` and ``cpu_ratio`` are lane b's over lane a's, the latter of CPU per
    request. ``race`` names the recorded race, "" where it was not recorded. ``failure`` says why
    the race failed, "" where it did not. ``generator_limited`` are lanes in which the load
    generator was the limit. ``others_share`` is the part of the machine that other programs used, 0
    to 1, None where the system does not tell. ``stand_ins`` are the products in place of the real
    backing services.
    """

    plan: RacePlan
    figures: Mapping[LaneId, Mapping[str, Ratio]] = field(default_factory=lambda: NO_FIGURES)
    throughput_ratio: Ratio | None = None
    cpu_ratio: Ratio | None = None
    race: str = ""
    failure: str = ""
    generator_limited: frozenset[LaneId] = frozenset()
    others_share: float | None = None
    stand_ins: tuple[str, ...] = ()

    def figure(self, lane: LaneId, key: str) -> Ratio | None:
        """That of a lane; None where it has no interval."""
        return self.figures[lane].get(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractEvidence:
    """What one application did with the bodies, against its own document.

    ``forbidden_taken`` and ``allowed_refused`` are bodies that it took or refused against its
    document, ``forbidden_refused`` those that it refused as the document says. ``errors`` are
    answers of 500 and above. ``undocumented`` are statuses that the document does not name.
    ``documented`` of ``operations`` are described. ``same_as_flask`` are bodies to which it gave
    the same status and the same answer as Flask. ``failure`` is why it did not run.
    """

    sent: int = 0
    forbidden_taken: int = 0
    forbidden_refused: int = 0
    allowed_refused: int = 0
    errors: int = 0
    undocumented: tuple[int, ...] = ()
    documented: int = 0
    operations: int = 0
    same_as_flask: int = 0
    failure: str = ""

    @property
    def has_document(self) -> bool:
        """Whether it describes anything."""
        return self.documented > 0

    @property
    def contradictions(self) -> int:
        """How many bodies it treats unlike its document."""
        return self.forbidden_taken + self.allowed_refused


@dataclass(frozen=True, slots=True)
class SourceEvidence:
    """``handlers`` of the Flask application, of which so many use names of ``flask``.

    ``routes`` of the FastAPI application, of which so many declare statuses by hand
    (``responses=``).
    """

    handlers: int
    tied_to_flask: int
    routes: int
    declared_by_hand: int


@dataclass(frozen=True)
class Evidence:
    """What the tests of a claim brought, by the keys of the tests.

    ``contract`` is by application.
    """

    races: Mapping[str, RaceEvidence] = field(default_factory=dict)
    contract: Mapping[str, ContractEvidence] = field(default_factory=dict)
    source: SourceEvidence | None = None
