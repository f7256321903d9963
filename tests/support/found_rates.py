"""What a search for rates may have found, without a race."""

from datetime import date

from loadgen.model.race_plan import RacePlan
from loadgen.objective.cost import Price
from loadgen.objective.cost_run import CostRun
from loadgen.objective.lane_rate import LaneRate, Probe
from loadgen.objective.objective import Judgement, Objective
from loadgen.objective.share import Share
from loadgen.statistics.bootstrap import Ratio

MET = Judgement(
    result="holds",
    slower=Share.of(2, 5_000),
    failures=Share.of(0, 5_000),
    response_s=Ratio(0.06, 0.05, 0.07),
    cpu_s_per_request=Ratio(0.0005, 0.00049, 0.00051),
    memory_mib=Ratio(40.0, 39.0, 41.0),
)
SLOW = Judgement(
    result="fails",
    cause="latency",
    slower=Share.of(400, 5_000),
    response_s=Ratio(0.2, 0.18, 0.22),
)
QUEUES = Judgement(result="fails", cause="falls behind", slower=Share.of(0, 50))


def probe(rate: int, *servers: Judgement) -> Probe:
    """A race at that rate, which both servers met where none are given."""
    return Probe(rate=rate, servers=servers or (MET, MET), race=f"race-{rate}")


FOUND = LaneRate(
    lane="b",
    searched=(probe(1000), probe(2000, MET, SLOW), probe(1400)),
    confirmations=(probe(1400, SLOW, MET), probe(1273)),
)
NOT_MET = LaneRate(lane="a", searched=(probe(20, QUEUES, MET), probe(10, MET, QUEUES)))
RUN = CostRun(
    RacePlan.default(),
    Objective(),
    {"a": NOT_MET, "b": FOUND},
    Price(0.36, "EUR", date(2026, 11, 1)),
)
