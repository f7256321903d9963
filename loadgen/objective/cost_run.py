"""Everything a run of ``cost`` came to: what its text, table and document are made of."""

from dataclasses import dataclass

from loadgen.export.machine_info import Origin
from loadgen.model.frame import LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.objective.cost import UTILISATION, Price
from loadgen.objective.lane_rate import LaneRate
from loadgen.objective.objective import Objective


@dataclass(frozen=True, slots=True)
class CostRun:
    """``lanes`` are those that were searched. Without a price there is no cost in money.

    ``origin`` is that of the document it was read from; None where it was measured here and now.
    """

    plan: RacePlan
    objective: Objective
    lanes: dict[LaneId, LaneRate]
    price: Price | None = None
    utilisation: float = UTILISATION
    origin: Origin | None = None
