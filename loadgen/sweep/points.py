"""What a sweep has measured: a point for each value, of both lanes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loadgen.comparison.run_figures import run_figures
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.bounds import Bound, bound_of


@dataclass(frozen=True, slots=True)
class Point:
    """One race of the sweep. Figures have 95 % intervals; one that has none is left out.

    ``value`` is of the quantity that is swept. ``figures`` are each lane's, by the keys of
    ``run_figures.FIGURES``: answers per second, latencies in seconds. ``ratio`` is lane b's
    throughput over lane a's. ``race`` names the recorded race, "" where it was not recorded.
    ``failure`` says why the race failed, "" where it did not. ``bounds`` are what the limits that
    were reached in it allow, of the lanes that reached one.
    """

    value: int
    figures: Mapping[LaneId, Mapping[str, Ratio]]
    ratio: Ratio | None = None
    race: str = ""
    failure: str = ""
    bounds: Mapping[LaneId, Bound] = field(default_factory=dict)

    @classmethod
    def of(cls, value: int, run: RunRecord, race: str = "") -> "Point":
        """The point of a race that is over."""
        figures = run_figures(run)
        bounds = {id_: bound_of(run, id_, figures[id_]) for id_ in LANES}
        return cls(
            value,
            figures,
            run.verdict.throughput_ratio,
            race,
            run.failure,
            {id_: bound for id_, bound in bounds.items() if bound},
        )

    def throughput(self, lane: LaneId) -> Ratio | None:
        """Answers per second."""
        return self.figures.get(lane, {}).get("throughput_per_second")

    def median_s(self, lane: LaneId) -> Ratio | None:
        """Response time p50."""
        return self.figures.get(lane, {}).get("p50_s")

    def p99_s(self, lane: LaneId) -> Ratio | None:
        """Response time p99; None where there were too few answers for it."""
        return self.figures.get(lane, {}).get("p99_s")


def by_value(points: Sequence[Point]) -> list[Point]:
    """In the order of the quantity."""
    return sorted(points, key=lambda point: point.value)
