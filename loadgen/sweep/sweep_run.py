"""All that a sweep came to: what its text, table, document and charts are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from loadgen.export.machine_info import Origin
from loadgen.model.frame import LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.sweep.crossing import Crossing, crossings
from loadgen.sweep.points import Point, by_value
from loadgen.sweep.quantity import USERS, Quantity
from loadgen.sweep.saturation import Saturation, saturation
from loadgen.sweep.scalability import Scalability, scalability


@dataclass(frozen=True, slots=True)
class SweepRun:
    """``plan`` is that of every step but for ``quantity``. ``points`` may still grow.

    ``origin`` is that of the document it was read from; None where it was measured here and now.
    """

    plan: RacePlan
    points: Sequence[Point]
    quantity: Quantity = USERS
    origin: Origin | None = None

    @property
    def ordered(self) -> list[Point]:
        """The points in the order of the quantity."""
        return by_value(self.points)

    def saturation(self, lane: LaneId) -> Saturation:
        """Where a lane saturates."""
        return saturation(self.points, lane, self.quantity)

    def scalability(self, lane: LaneId) -> Scalability | None:
        """The law's fit to a lane; None where users are not swept, or too few points are there."""
        return scalability(self.points, lane) if self.quantity.kind == "users" else None

    @property
    def crossings(self) -> list[Crossing]:
        """Where the lead changes."""
        return crossings(self.points)
