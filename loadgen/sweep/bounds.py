"""What the limit that a lane has reached allows: slots ÷ time that each is held."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from loadgen.bottleneck.from_timeline import evidence
from loadgen.bottleneck.inputs import BottleneckInputs
from loadgen.bottleneck.rules import bottleneck
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LaneId
from loadgen.statistics.bootstrap import Ratio

BoundKind = Literal["threads", "tokens", "pool", "cpu"]


class Bound(msgspec.Struct, frozen=True):
    """Operational bound of throughput: X <= slots / holding time.

    P. Denning and J. Buzen, "The Operational Analysis of Queueing Network Models", ACM Computing
    Surveys 10, 1978.

    ``slots`` are threads, tokens of Starlette's pool, connections of the pool ``pool``, or
    processor cores; a request holds one for ``each_s``, which has an interval where it was measured
    with one.
    """

    kind: BoundKind
    slots: float
    each_s: Ratio
    pool: str = ""

    @property
    def per_s(self) -> Ratio:
        """Answers per second at most."""
        ends = self.each_s.interval
        estimate = self.slots / self.each_s.estimate
        if ends is None:
            return Ratio(estimate)
        return Ratio(estimate, self.slots / ends[1], self.slots / ends[0])


def bound_of(run: RunRecord, id_: LaneId, figures: Mapping[str, Ratio]) -> Bound | None:
    """Of what limited the lane in a race; None where nothing named was reached."""
    part = run.timeline.lane_stretch(id_)
    if part is None:
        return None
    seen = evidence(run.timeline, run.plan, id_, part)
    return bound_from(bottleneck(seen).kind, seen, figures.get("cpu_s_per_request"))


def bound_from(kind: str, seen: BottleneckInputs, cpu_s: Ratio | None) -> Bound | None:
    """Of a limit of that kind; ``cpu_s`` is the server's CPU time for a request."""
    match kind:
        case "threads" | "tokens" if seen.capacity and seen.wait_ms:
            named: BoundKind = "threads" if kind == "threads" else "tokens"
            return Bound(named, seen.capacity, Ratio(seen.wait_ms / 1000))
        case "pool":
            full = (each for each in seen.backends if each.size and each.mean_ms and each.waiting)
            for each in full:
                return Bound("pool", each.size or 0.0, Ratio(each.mean_ms / 1000), each.key)
        case "cpu" | "gil" if cpu_s is not None:
            return Bound("cpu", float(seen.cores), cpu_s)
    return None
