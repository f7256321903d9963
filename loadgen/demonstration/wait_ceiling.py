"""The most that a server can answer when all that a request does is wait: slots ÷ wait."""

import math

from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_plan import ClosedModel
from loadgen.model.race_plan import RacePlan

_WAITS_ALONE = "fastapi-blocking"
"""Its handlers block the event loop: one request at a time in each process."""


def wait_ceilings(plan: RacePlan) -> dict[LaneId, float]:
    """Responses per second of each lane, by Little's law; empty where the plan does not wait.

    4 threads ÷ 0.05 s = 80/s. An event loop has no slots: there the load is the bound.
    """
    wait_ms = plan.parameters.get("wait_ms", 0)
    if plan.scenario != "wait" or not wait_ms:
        return {}
    return {lane: _ceiling(plan, lane, wait_ms / 1000) for lane in LANES}


def _ceiling(plan: RacePlan, lane: LaneId, wait_s: float) -> float:
    slots, model = _slots(plan, lane), plan.model
    if isinstance(model, ClosedModel):
        return min(slots, model.concurrency) / wait_s
    at_once = min(slots, model.connections or math.inf, model.max_in_flight)
    return min(at_once / wait_s, model.rate)


def _slots(plan: RacePlan, lane: LaneId) -> float:
    """How many requests the server lets wait at the same time."""
    choice = plan.lanes[lane]
    workers = choice.settings.get("workers", 1)
    if choice.variant == _WAITS_ALONE:
        return workers
    threads = choice.settings.get("threads")
    return math.inf if threads is None else threads * workers
