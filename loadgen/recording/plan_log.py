"""Which plan a race followed when: settings may be changed while it is on."""

from loadgen.model.race_plan import RacePlan


class PlanLog:
    """Plans in the order of time, the first from the start on."""

    def __init__(self, first: RacePlan) -> None:
        self._plans: list[tuple[float, RacePlan]] = [(0.0, first)]

    def add(self, at_s: float, plan: RacePlan) -> None:
        """From this second of the race on it follows another plan."""
        self._plans.append((at_s, plan))

    def plan_at(self, at_s: float) -> RacePlan:
        """The one that was followed just before this second of the race."""
        return [plan for from_s, plan in self._plans if from_s < at_s or from_s == 0.0][-1]

    @property
    def last(self) -> RacePlan:
        """The one that is followed now, or was at the end."""
        return self._plans[-1][1]
