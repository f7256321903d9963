"""What a search for a rate races next."""

from dataclasses import dataclass
from typing import Literal

from loadgen.model.frame import LaneId

Stage = Literal["flat out", "search", "confirmation"]


@dataclass(frozen=True, slots=True)
class Step:
    """What is raced next: ``rate`` is 0 flat out; ``left_s`` for the searches of this lane."""

    lane: LaneId
    stage: Stage
    rate: int
    left_s: float
