"""When a race at one rate has decided about an objective."""

from loadgen.model.frame import LANES, Frame
from loadgen.model.race_plan import RacePlan
from loadgen.objective.objective import Objective, judge_lane
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge


class ObjectiveRule:
    """Met once both lanes hold or fail, or one of them fails.

    It is given to a race as its stop rule, whose plan then says ``until_clear``.
    """

    def __init__(self, objective: Objective) -> None:
        self._objective = objective
        self._timeline = Timeline()

    def add(self, frame: Frame, plan: RacePlan) -> None:
        """Take one more frame."""
        self._timeline.add(frame)

    def is_met(self, plan: RacePlan) -> bool:
        """Whether the race may end; a few ms."""
        if self._timeline.stretch() is None:
            return False  # what fails while servers warm up is not yet a result
        demand = judge(self._timeline, plan).demand
        found = {
            judge_lane(self._objective, self._timeline, demand.get(id_), id_).result
            for id_ in LANES
        }
        return "fails" in found or "not decided" not in found
