"""What a verdict claims: for each metric the lane that it says is better, None where it claims no
difference.
"""

from collections.abc import Iterable

from loadgen.model.frame import LaneId
from loadgen.statistics.bootstrap import Ratio
from loadgen.verdict.verdict import Verdict

Claims = dict[str, LaneId | None]
METRICS = ("throughput", "tail", "memory")


def ratio(verdict: Verdict, metric: str) -> Ratio | None:
    """b's figure over a's."""
    return {
        "throughput": verdict.throughput_ratio,
        "tail": verdict.tail_ratio,
        "memory": verdict.memory_ratio,
    }[metric]


def claims(verdict: Verdict) -> Claims:
    """More requests, a lower percentile, less memory. Before the first interval, a lane that is
    said to be ahead so far is said to be better in throughput.
    """
    found = {
        metric: _winner(ratio(verdict, metric), more_is_better=metric == "throughput")
        for metric in METRICS
    }
    return found | {"throughput": verdict.ahead or found["throughput"]}


def _winner(ratio: Ratio | None, *, more_is_better: bool) -> LaneId | None:
    if ratio is None or not ratio.is_clear:
        return None
    return "b" if (ratio.estimate > 1) == more_is_better else "a"


def withdrawn(verdicts: Iterable[Verdict]) -> set[str]:
    """The metrics of which a lane was once said to be better, and later not, or the other was.
    Another percentile, for which there are enough answers now, is another metric.
    """
    found: set[str] = set()
    stated: Claims = dict.fromkeys(METRICS)
    tail: float | None = None
    for verdict in verdicts:
        if verdict.tail is not None and verdict.tail != tail:
            tail, stated["tail"] = verdict.tail, None
        for metric, winner in claims(verdict).items():
            if stated[metric] is not None and winner != stated[metric]:
                found.add(metric)
            stated[metric] = winner
    return found
