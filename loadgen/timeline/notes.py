"""What a person wrote at moments of a race, beside what happened in it."""

import numpy as np

from loadgen.model.frame import LANES, LaneId, Mark
from loadgen.timeline.timeline import Timeline

LONGEST_NOTE = 120
"""Characters."""


def note(at_s: float, text: str) -> Mark:
    """A note at a second of the race; it disturbs nothing that is compared."""
    return Mark(at_s, text, disturbs=False, kind="note")


def marks_and_notes(timeline: Timeline) -> tuple[Mark, ...]:
    """All of them in the order of time."""
    both = (*timeline.marks, *timeline.notes)
    return tuple(sorted(both, key=lambda mark: mark.at_s)) if timeline.notes else both


def race_second(timeline: Timeline, x: float) -> float:
    """The second of the race at a place of the charts' time axis: the inverse of ``x_of``.

    In turns each lane has its own seconds: the moment at which the first one has come so far.
    """
    if not timeline.had_turns:
        return x
    return min(lane_second(timeline, id_, x) for id_ in LANES)


def lane_second(timeline: Timeline, id_: LaneId, own_s: float) -> float:
    """The second of the race at which a lane has raced for ``own_s`` seconds of its own."""
    at, own = timeline.lane(id_).column("at_s"), timeline.x(id_)
    row = min(int(np.searchsorted(own, own_s)), at.size - 1)
    return float(at[row]) if at.size else 0.0
