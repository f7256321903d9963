"""When a race has decided about its requirements."""

from collections.abc import Sequence

from loadgen.comparison.requirement import Requirement
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict_fields import Verdict

ASK_S = 1.0
"""Seconds of the race between two looks, which take some ms each."""


class RequirementWatch:
    """Looks at a race as it goes on. Intervals hold at every look."""

    def __init__(self, requirements: Sequence[Requirement]) -> None:
        self._requirements = requirements
        self._asked_at_s = 0.0

    def is_decided(self, timeline: Timeline, verdict: Verdict) -> bool:
        """Whether each requirement holds or fails, or one fails; False between two looks."""
        if not self._requirements or timeline.duration_s < self._asked_at_s + ASK_S:
            return False
        self._asked_at_s = timeline.duration_s
        found = {each.hold_against(timeline, verdict).result for each in self._requirements}
        return "fails" in found or found == {"holds"}
