"""How many requests of a lane failed, and from what share on the race itself has failed."""

from loadgen.model.frame import LANES, LaneId
from loadgen.model.number_format import percent
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline

STATED = 0.01
"""From this share of the requests that ended on, failures are in the sentence of the verdict."""

FAILED_RACE = 0.5
"""From this share on, the lane has failed, and the race with it: what is left is no comparison."""

_STEPS = (1, 2, 5, *range(10, 100, 10), 99)
"""While it races, the share is given as the highest of these that it has reached: the sentence is
to be read, and does not change every second.
"""


def failing_shares(timeline: Timeline) -> dict[LaneId, float]:
    """The share of failed requests, 0..1, of each lane that has answered one and can answer now.

    It is of all requests of the race that ended: those that failed in outages are not compared, but
    they failed.
    """
    found: dict[LaneId, float] = {}
    for id_ in LANES:
        requests = timeline.lane(id_).requests
        if requests.ok and timeline.outages.lanes[id_].open is None:
            found[id_] = requests.failures / (requests.ok + requests.failures)
    return found


def failing_words(timeline: Timeline, plan: RacePlan, least: float = STATED) -> str:
    """A sentence for each lane of whose requests at least ``least`` failed; empty without one.

    ``52 % of all requests to Flask failed (mostly status).``
    """
    if timeline.is_selection:
        return ""  # totals are of the whole race; the evidence counts those of the stretch
    final = timeline.phase not in ("starting", "racing")
    said = []
    for id_, share in failing_shares(timeline).items():
        if share < least:
            continue
        failed = timeline.lane(id_).requests.failed
        kind = f" (mostly {max(failed, key=lambda each: failed[each])})" if failed else ""
        name = plan.name(id_)
        if final:
            said.append(f"{percent(100 * share)} of all requests to {name} failed{kind}.")
        else:
            reached = max(step for step in _STEPS if step <= max(1.0, 100 * share))
            said.append(f"At least {reached} % of all requests to {name} failed{kind}.")
    return " ".join(said)


def failed_race(timeline: Timeline, plan: RacePlan) -> str:
    """Why a race has failed although both lanes answered to its end; empty where it has not."""
    return failing_words(timeline, plan, FAILED_RACE)
