"""When one step of a sweep has measured enough."""

from loadgen.comparison.run_figures import figures_of
from loadgen.model.frame import LANES, Frame
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline

NARROW = 0.05
"""A step ends when the intervals of both lanes' throughput are within about ±5 %."""


class StepRule:
    """Met once both lanes' throughput is known to within ``NARROW``.

    It is given to a race as its stop rule, whose plan then says ``until_clear``.
    """

    def __init__(self) -> None:
        self._timeline = Timeline()

    def add(self, frame: Frame, plan: RacePlan) -> None:
        """Take one more frame."""
        self._timeline.add(frame)

    def is_met(self, plan: RacePlan) -> bool:
        """Whether the step may end; a few ms."""
        figures = figures_of(self._timeline)
        found = [figures[id_].get("throughput_per_second") for id_ in LANES]
        return all(figure is not None and figure.half_width <= NARROW for figure in found)
