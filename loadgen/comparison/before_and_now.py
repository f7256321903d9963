"""Each lane's throughput at an earlier moment beside that of now, with intervals."""

from collections.abc import Mapping

from loadgen.comparison.run_figures import THROUGHPUT, figures_of
from loadgen.model.frame import LANES, LaneId
from loadgen.model.number_format import rate, significant_count
from loadgen.statistics.bootstrap import Ratio
from loadgen.timeline.timeline import Timeline

NOT_MEASURED = "too little measured"

Throughput = Mapping[LaneId, Ratio]
"""Successful responses per second; a lane without an interval is left out."""


def throughput_of(timeline: Timeline) -> Throughput:
    """That of what the verdict compares; 2 ms, whatever the length."""
    found = figures_of(timeline, (THROUGHPUT,))
    return {id_: of[THROUGHPUT.key] for id_, of in found.items() if THROUGHPUT.key in of}


def before_and_now(
    before: Throughput,
    before_names: Mapping[LaneId, str],
    now: Throughput,
    now_names: Mapping[LaneId, str],
) -> tuple[str, ...]:
    """``Flask: before 78.0/s (77.1 to 78.8), now 1,180/s (1,150 to 1,210)``, for each lane.

    Where another server races in the lane, both are named.
    """
    said = []
    for id_ in LANES:
        was, is_ = _rate(before.get(id_)), _rate(now.get(id_))
        old, new = before_names[id_], now_names[id_]
        if old == new:
            said.append(f"{new}: before {was}, now {is_}")
        else:
            said.append(f"before {old} {was}, now {new} {is_}")
    return tuple(said)


def _rate(figure: Ratio | None) -> str:
    if figure is None or figure.interval is None:
        return NOT_MEASURED
    low, high = map(significant_count, figure.interval)
    return f"{rate(figure.estimate)} ({low} to {high})"
