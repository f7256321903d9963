"""Everything a run of ``cost`` came to: what its text, table and document are made of."""

from dataclasses import dataclass

from loadgen.model.frame import LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.objective.cost import UTILISATION, Price
from loadgen.objective.lane_rate import LaneRate
from loadgen.objective.objective import Objective


@dataclass(frozen=True, slots=True)
class CostRun:
    """``lanes`` are those that were searched. Without a price there is no cost in money."""

    plan: RacePlan
    objective: Objective
    lanes: dict[LaneId, LaneRate]
    price: Price | None = None
    utilisation: float = UTILISATION
