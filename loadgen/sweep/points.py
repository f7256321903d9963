"""What a sweep has measured: a point for each value, of both lanes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loadgen.comparison.run_figures import run_figures
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.bootstrap import Ratio
from loadgen.statistics.envelope import envelope
from loadgen.sweep.bounds import Bound, bound_of


@dataclass(frozen=True, slots=True)
class Point:
    """One race of the sweep. Figures have 95 % intervals; one that has none is left out.

    ``value`` is of the quantity that is swept. ``figures`` are each lane's, by the keys of
    ``run_figures.FIGURES``: answers per second, latencies in seconds. ``ratio`` is lane b's
    throughput over lane a's. ``race`` names the recorded race, "" where it was not recorded.
    ``failure`` says why the race failed, "" where it did not. ``bounds`` are what the limits that
    were reached in it allow, of the lanes that reached one. ``lanes`` are those that were raced: a
    lane by itself races against another start of its server, and has the figures of both.
    """

    value: int
    figures: Mapping[LaneId, Mapping[str, Ratio]]
    ratio: Ratio | None = None
    race: str = ""
    failure: str = ""
    bounds: Mapping[LaneId, Bound] = field(default_factory=dict)
    lanes: tuple[LaneId, ...] = LANES

    @classmethod
    def of(cls, value: int, run: RunRecord, race: str = "") -> "Point":
        """The point of a race of both lanes that is over."""
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

    @classmethod
    def of_one(cls, value: int, lane: LaneId, run: RunRecord, race: str = "") -> "Point":
        """The point of a race of one lane's server against itself."""
        starts = run_figures(run)
        figures = {
            key: both
            for key in starts["a"]
            if (both := envelope(starts[id_].get(key) for id_ in LANES)) is not None
        }
        bound = bound_of(run, "a", figures)
        return cls(
            value,
            {id_: figures if id_ == lane else {} for id_ in LANES},
            race=race,
            failure=run.failure,
            bounds={lane: bound} if bound else {},
            lanes=(lane,),
        )

    def throughput(self, lane: LaneId) -> Ratio | None:
        """Answers per second."""
        return self.figures.get(lane, {}).get("throughput_per_second")

    def median_s(self, lane: LaneId) -> Ratio | None:
        """Latency p50."""
        return self.figures.get(lane, {}).get("p50_s")

    def p99_s(self, lane: LaneId) -> Ratio | None:
        """Latency p99; None where there were too few answers for it."""
        return self.figures.get(lane, {}).get("p99_s")


def of_lane(points: Sequence[Point], lane: LaneId) -> list[Point]:
    """Those in which the lane was raced, in the order of the quantity."""
    return [point for point in by_value(points) if lane in point.lanes]


def by_value(points: Sequence[Point]) -> list[Point]:
    """In the order of the quantity."""
    return sorted(points, key=lambda point: point.value)
