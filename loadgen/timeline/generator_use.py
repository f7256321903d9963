"""What the sending itself needed, and how late it was: the one definition, for every place.

*Late* is the 99th percentile, over the ticks of a stretch, of the worst lateness in a tick: how
late the generator's event loop served a timer, or in the open model a due request left. The stretch
is that which is compared; before there is one, and where there is none, all racing so far. So the
verdict's caution, footer, tooltip, picture, table and document show one figure.
"""

from typing import NamedTuple

import numpy as np

from loadgen.model.frame import LaneId
from loadgen.model.load_summary import CPU_LIMIT_PERCENT
from loadgen.model.number_format import milliseconds, percent, trimmed
from loadgen.timeline.measurement_window import LaneWindow
from loadgen.timeline.timeline import Timeline


class GeneratorUse(NamedTuple):
    """``cpu_percent`` is the mean of the busiest process, of one core.

    ``late_ms`` as above; ``cpu_limited`` in which part of the ticks, 0..1, its CPU was full.
    """

    cpu_percent: float
    late_ms: float
    cpu_limited: float

    @property
    def words(self) -> str:
        """``31 % CPU, p99 1.04 ms late``."""
        return f"{percent(self.cpu_percent)} CPU, {late_words(self.late_ms)}"


def late_words(value_ms: float) -> str:
    """``p99 1.04 ms late``."""
    return f"p99 {late_ms(value_ms)} late"


def late_ms(value_ms: float) -> str:
    """``1.04 ms``, ``1.2 s``."""
    return milliseconds(value_ms) if value_ms >= 1000 else f"{trimmed(value_ms)} ms"


def generator_use(part: LaneWindow) -> GeneratorUse | None:
    """Over a part of the race; None where no generator reported in it."""
    cpu, late = part.values("generator_cpu_percent"), part.values("send_lag_ms")
    if not cpu.size or not late.size:
        return None
    limited = float((cpu > CPU_LIMIT_PERCENT).mean())
    return GeneratorUse(float(cpu.mean()), float(np.quantile(late, 0.99)), limited)


def measured_part(timeline: Timeline, id_: LaneId) -> LaneWindow:
    """What is compared of a lane; all of its race where that is nothing yet."""
    whole = [(0.0, timeline.raced_until_s)]
    return timeline.lane_stretch(id_) or LaneWindow(timeline.lane(id_), whole)
