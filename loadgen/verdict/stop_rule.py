"""When a race ``until clear`` may end."""

from loadgen.model.frame import Frame
from loadgen.model.race_plan import ClearMetric, RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.paired_blocks import paired_blocks
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.ratios import ratios_of


class StopRule:
    """Met once the interval of the plan's metric excludes 1.

    Intervals hold at every look, so the rule may ask as often as it likes.

    Fed with all frames of a race. Before somebody asks for ``until clear`` it
    keeps nothing.
    """

    def __init__(self) -> None:
        self._timeline: Timeline | None = None

    def add(self, frame: Frame, plan: RacePlan) -> None:
        """Take one more frame of the race by this plan."""
        if self._timeline is None and plan.until_clear:
            self._timeline = Timeline()
        if self._timeline is not None:
            self._timeline.add(frame)

    def is_met(self, plan: RacePlan) -> bool:
        """Whether the race may end; a few ms."""
        ratio = self._ratio(plan.clear_metric) if plan.until_clear else None
        return ratio is not None and ratio.is_clear

    def _ratio(self, metric: ClearMetric) -> Ratio | None:
        stretch = self._timeline.stretch() if self._timeline else None
        if self._timeline is None or stretch is None:
            return None
        found = ratios_of(paired_blocks(self._timeline, stretch))
        return {
            "requests": found.throughput,
            "p50": found.p50,
            "p99": found.tail,
            "memory": found.memory,
        }[metric]
