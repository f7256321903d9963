"""What a sweep has measured: a point for each load, of both lanes."""

from collections.abc import Sequence
from dataclasses import dataclass

from loadgen.comparison.run_figures import run_figures
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.bootstrap import Ratio


@dataclass(frozen=True, slots=True)
class Point:
    """One race of the sweep. Figures have 95 % intervals; one that has none is left out.

    ``users`` is the load. ``figures`` are each lane's, by the keys of ``run_figures.FIGURES``:
    answers per second, latencies in seconds. ``ratio`` is lane b's throughput over lane a's.
    ``race`` names the recorded race, "" where it was not recorded. ``failure`` says why the race
    failed, "" where it did not.
    """

    users: int
    figures: dict[LaneId, dict[str, Ratio]]
    ratio: Ratio | None = None
    race: str = ""
    failure: str = ""

    @classmethod
    def of(cls, users: int, run: RunRecord, race: str = "") -> "Point":
        """The point of a race that is over."""
        return cls(users, run_figures(run), run.verdict.throughput_ratio, race, run.failure)

    def throughput(self, lane: LaneId) -> Ratio | None:
        """Answers per second."""
        return self.figures.get(lane, {}).get("throughput_per_second")

    def median_s(self, lane: LaneId) -> Ratio | None:
        """Response time p50."""
        return self.figures.get(lane, {}).get("p50_s")

    def widest(self) -> float:
        """Half the width of the wider interval of throughput: 0.05 is about ±5 %.

        It is on the scale of logarithms, and infinite where a lane has no interval.
        """
        found = [self.throughput(id_) for id_ in LANES]
        return max(figure.half_width if figure else float("inf") for figure in found)


def by_load(points: Sequence[Point]) -> list[Point]:
    """In the order of the load."""
    return sorted(points, key=lambda point: point.users)
