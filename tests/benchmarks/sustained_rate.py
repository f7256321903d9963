"""Whether a rate that ``cost`` has found is right: ``python -m tests.benchmarks.sustained_rate
[--scenario wait] [--objective-ms 100] [--races 5] [--seconds 60]``.

Finds the highest rate of each lane at which p99 is below the objective and at most 1 % fail, as
``main.py cost`` does, then races each server against itself again at 95 % and at 110 % of it, so
many times each. The bar: the objective holds in 9 of 10 of the first, and fails in 9 of 10 of the
second. A race that is not decided counts as neither. Exit code 1 when the bar does not hold, or
where no rate was found.
"""

import argparse
import asyncio
import sys

import msgspec

from loadgen.model.frame import LANES
from loadgen.model.race_plan import RacePlan
from loadgen.objective.lane_rate import LaneRate
from loadgen.objective.objective import Objective, judge_lane
from loadgen.objective.search import RateSearch, probe_plan
from loadgen.race.race import Race
from loadgen.race.session_services import session_services
from loadgen.recording.race_recording import RaceRecording
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import scenario
from tests.benchmarks.bars import Bar, report

PARTS = (("holds", 0.95), ("fails", 1.10))
BAR = 0.9


async def _search(plan: RacePlan, objective: Objective) -> list[LaneRate]:
    recording = RaceRecording(None, print)
    search = RateSearch(plan, objective, session_services(), recording, on_step=print)
    await search.run()
    return list(search.lanes.values())


async def _results(
    plan: RacePlan, found: LaneRate, objective: Objective, part: float, seconds: int
) -> list[str]:
    """What became of the objective in one race, for both starts of the server."""
    assert found.confirmed is not None
    rate = max(1, round(found.confirmed.rate * part))
    raced = probe_plan(plan, found.lane, objective, "confirmation", rate, seconds)
    timeline, services = Timeline(), session_services()
    try:
        await Race(raced, timeline.add, services=services).run()
    finally:
        await services.close()
    demand = judge(timeline, raced).demand
    judged = [judge_lane(objective, timeline, demand.get(id_), id_) for id_ in LANES]
    print(found.lane, rate, [(each.result, each.cause) for each in judged], flush=True)
    return [each.result for each in judged]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="wait")
    parser.add_argument("--objective-ms", type=float, default=100.0)
    parser.add_argument("--races", type=int, default=5, help="at each of both rates, of each lane")
    parser.add_argument("--seconds", type=int, default=60, help="of a race")
    words = parser.parse_args()
    objective = Objective(limit_ms=words.objective_ms)
    plan = msgspec.structs.replace(
        RacePlan.default(),
        scenario=words.scenario,
        parameters=defaults(scenario(words.scenario).parameters),
    ).checked()
    bars = []
    for found in asyncio.run(_search(plan, objective)):
        name = plan.name(found.lane)
        if found.confirmed is None:
            bars.append(Bar(f"{name}: rate at the objective", "none", "one", holds=False))
            continue
        for wanted, part in PARTS:
            results = [
                each
                for _ in range(words.races)
                for each in asyncio.run(_results(plan, found, objective, part, words.seconds))
            ]
            right = results.count(wanted)
            measured = f"{right} of {len(results)}"
            title = f"{name}: {wanted} at {part:.0%} of {found.confirmed.rate}/s"
            bars.append(Bar(title, measured, f">= {BAR:.0%}", holds=right >= BAR * len(results)))
    return report(bars)


if __name__ == "__main__":
    sys.exit(main())
