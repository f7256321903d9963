"""Which plan a race followed when: settings may be changed while it is on."""

from collections.abc import Sequence
from typing import Self

import msgspec

from loadgen.model.race_plan import RacePlan


class FollowedPlan(msgspec.Struct, frozen=True):
    """From ``from_s`` seconds of the race on it followed ``plan``."""

    from_s: float
    plan: RacePlan


class PlanLog:
    """Plans in the order of time, the first from the start on.

    ``known_from_s`` is the second of the race up to which its plan is not known, 0 where all are:
    run documents of earlier versions have the last plan alone.
    """

    def __init__(self, first: RacePlan, *, known_from_s: float = 0.0) -> None:
        self.known_from_s = known_from_s
        self._plans = [FollowedPlan(0.0, first)]

    @classmethod
    def of(cls, followed: Sequence[FollowedPlan]) -> Self:
        """The log of a race whose plans are all known; ``followed`` is not empty."""
        log = cls(followed[0].plan)
        for each in followed[1:]:
            log.add(each.from_s, each.plan)
        return log

    def add(self, at_s: float, plan: RacePlan) -> None:
        """From this second of the race on it follows another plan."""
        self._plans.append(FollowedPlan(at_s, plan))

    def plan_at(self, at_s: float) -> RacePlan | None:
        """The one that was followed just before this second of the race; None where unknown."""
        if 0.0 < at_s <= self.known_from_s:
            return None
        return [each.plan for each in self._plans if each.from_s < at_s or each.from_s == 0.0][-1]

    @property
    def followed(self) -> tuple[FollowedPlan, ...]:
        """All plans with their beginnings; empty where not all are known."""
        return () if self.known_from_s else tuple(self._plans)

    @property
    def last(self) -> RacePlan:
        """The one that is followed now, or was at the end."""
        return self._plans[-1].plan
