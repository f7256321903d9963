"""A stretch of the race that a person has selected, with its own verdict."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from loadgen.model.frame import LANES
from loadgen.model.plan_log import PlanLog
from loadgen.timeline.notes import lane_second
from loadgen.timeline.selection import SelectedTimeline
from loadgen.verdict.selection import judge_selection

if TYPE_CHECKING:
    from loadgen.timeline.timeline import Timeline
    from loadgen.verdict.verdict_fields import Verdict

SHORTEST_S = 1.0
"""Less was a click. Blocks of an interval are whole seconds, and so are the ends of a stretch."""

SETTINGS_UNKNOWN = (
    "The file holds only the settings after their last change: select a stretch that ends later."
)
"""Of a run document that was written before documents held all plans of a race."""


class StretchSelection(QObject):
    """``span`` is the stretch on the charts' time axis, None where nothing is selected.

    ``timeline`` is the race in it alone, and ``verdict`` what can be said of it. Both stay as they
    are while the race goes on.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.span: tuple[float, float] | None = None
        self.timeline: SelectedTimeline | None = None
        self.verdict: Verdict | None = None

    def select(self, timeline: "Timeline", plans: PlanLog, low: float, high: float) -> str:
        """Select from ``low`` to ``high`` on the axis of the charts; nothing where it is a click.

        ``plans`` says what the race followed then. Where that is not known nothing is selected, and
        the sentence that says so is returned; "" otherwise.
        """
        low, high = max(0.0, np.round(min(low, high))), np.round(max(low, high))
        if high - low < SHORTEST_S:
            self.clear()
            return ""
        from_s, to_s = race_seconds(timeline, low, high)
        plan = plans.plan_at(to_s)
        if plan is None:
            self.clear()
            return SETTINGS_UNKNOWN
        self.span = (float(low), float(high))
        self.timeline = SelectedTimeline(timeline, from_s, to_s)
        self.verdict = judge_selection(self.timeline, plan)
        self.changed.emit()
        return ""

    def clear(self) -> None:
        """Select nothing."""
        if self.span is not None:
            self.span = self.timeline = self.verdict = None
            self.changed.emit()


def race_seconds(timeline: "Timeline", low: float, high: float) -> tuple[float, float]:
    """The seconds of the race that lie between two places on the charts' axis.

    Where lanes take turns that has each lane's own seconds: what both did in them.
    """
    if not timeline.had_turns:
        return low, min(high, timeline.raced_until_s)
    ends = [(lane_second(timeline, id_, low), lane_second(timeline, id_, high)) for id_ in LANES]
    return min(begin for begin, _ in ends), max(end for _, end in ends)
