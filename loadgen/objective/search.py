"""Search the highest rate at which each lane's server meets an objective, then confirm it."""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_plan import CONCURRENCY, MAX_IN_FLIGHT, RATE, ClosedModel, Model, OpenModel
from loadgen.model.race_plan import DURATION, RacePlan
from loadgen.objective.lane_rate import LaneRate, Probe
from loadgen.objective.objective import Objective, judge_lane
from loadgen.objective.objective_rule import ObjectiveRule
from loadgen.objective.rate_search import CLOSEST, next_rate
from loadgen.objective.search_step import Stage, Step
from loadgen.race.race import Race
from loadgen.race.session_services import Services
from loadgen.recording.race_and_record import race_and_record
from loadgen.recording.race_recording import RaceRecording
from loadgen.statistics.envelope import envelope
from loadgen.sweep.step_rule import StepRule

if TYPE_CHECKING:
    from loadgen.race.schedule import StopRule

BLOCK_S = 3
"""Of a turn its first second is warm-up: in longer ones more is measured, but four pairs of them
take longer.
"""

_SHORTEST_S = 45
"""Six pairs of turns, with the start of the servers: four decide, and end the race before, unless
something disturbs them.
"""
_FIRST = 0.7
"""The first rate tried, as a part of the throughput of closed-loop users."""

_LOWEST = 1 / 64
"""The lowest rate tried, as a part of it."""

_CONFIRMATIONS = 3

OVER_BEFORE = "Its time was over after the race flat out: give the search more time."


@dataclass
class RateSearch:
    """Each lane's server against itself, in turns: two starts of it, nothing else on the machine.

    The other lane's server would have to take the same rate, and one that is flooded disturbs.
    ``budget_s`` is for the search of one lane, without its confirmation of ``confirm_s``.
    ``lanes`` are what was found so far: after ``cancel`` they are what is left. ``on_step`` is
    called before a race, ``on_found`` with each change of a lane.
    """

    plan: RacePlan
    objective: Objective
    services: Services
    recording: RaceRecording
    budget_s: float = 120.0
    confirm_s: int = 60
    on_step: Callable[[Step], None] | None = None
    on_found: Callable[[LaneRate], None] | None = None
    lanes: dict[LaneId, LaneRate] = field(default_factory=dict)
    _race: Race | None = None
    _cancelled: bool = False

    async def run(self) -> dict[LaneId, LaneRate]:
        """Both lanes, and close the services whatever happens."""
        try:
            for id_ in LANES:
                self.lanes[id_] = LaneRate(lane=id_)
                self._change(id_)  # so that it is also known of a lane that is not searched
                await self._search(id_)
                await self._confirm(id_)
            return self.lanes
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await self.services.close()

    def cancel(self) -> None:
        """Stop the race that is on, and begin no other."""
        self._cancelled = True
        if self._race is not None:
            self._race.stop()

    async def _search(self, id_: LaneId) -> None:
        ends = time.monotonic() + self.budget_s
        alone = await self._probe(id_, "flat out", 0, _SHORTEST_S, self.budget_s)
        if alone is None:
            return
        flat_out = envelope(each.answered for each in alone.servers)
        failure = "" if flat_out else alone.failure or "Too little was measured flat out."
        self._change(id_, flat_out=flat_out, failure=failure)
        if flat_out is None:
            return
        if time.monotonic() >= ends:
            self._change(id_, failure=OVER_BEFORE)
            return
        first, least = round(flat_out.estimate * _FIRST), round(flat_out.estimate * _LOWEST)
        while (left_s := ends - time.monotonic()) > 0:
            tried = [each.tried for each in self.lanes[id_].searched]
            rate = next_rate(tried, max(first, 1), max(least, RATE.minimum), RATE.maximum)
            if rate is None:
                return
            if not await self._try(id_, rate, left_s):
                return

    async def _try(self, id_: LaneId, rate: int, left_s: float) -> bool:
        """Race at this rate, and again where it is not met; False where it was cancelled.

        Another program that runs for some seconds would else bound the search for good.
        """
        for _ in range(2):
            probe = await self._probe(id_, "search", rate, self._seconds(rate), left_s)
            if probe is None:
                return False
            self._change(id_, searched=(*self.lanes[id_].searched, probe))
            if probe.result == "holds":
                break
        return True

    async def _confirm(self, id_: LaneId) -> None:
        rate = self.lanes[id_].found
        for _ in range(_CONFIRMATIONS):
            if not rate:
                return
            probe = await self._probe(id_, "confirmation", rate, self.confirm_s, 0.0)
            if probe is None:
                return
            self._change(id_, confirmations=(*self.lanes[id_].confirmations, probe))
            if probe.result == "holds":
                return
            rate = round(rate / CLOSEST)

    async def _probe(
        self, id_: LaneId, stage: Stage, rate: int, seconds: int, left_s: float
    ) -> Probe | None:
        """Race at this rate; None where it was cancelled."""
        if self._cancelled:
            return None
        if self.on_step:
            self.on_step(Step(id_, stage, rate, left_s))
        plan = probe_plan(self.plan, id_, self.objective, stage, rate, seconds)
        rule: StopRule = StepRule() if stage == "flat out" else ObjectiveRule(self.objective)

        def started(race: Race) -> None:
            self._race = race

        run, name = await race_and_record(
            plan, self.services, self.recording, stop_rule=rule, started=started
        )
        self._race = None
        if self._cancelled:
            return None
        demand = run.verdict.demand
        servers = tuple(
            judge_lane(self.objective, run.timeline, demand.get(each), each) for each in LANES
        )
        return Probe(rate=rate, servers=servers, race=name, failure=run.failure)

    def _seconds(self, rate: int) -> int:
        """Long enough for as many answers of each server as decide about the objective.

        Of a race in short turns a third is measured of each lane: half is the other's, and between
        turns, while servers start and while they warm up, nothing is measured.
        """
        answers_s = 4 * self.objective.fewest_answers / rate
        return min(max(_SHORTEST_S, math.ceil(answers_s)), 4 * self.confirm_s)

    def _change(self, id_: LaneId, **found: object) -> None:
        self.lanes[id_] = msgspec.structs.replace(self.lanes[id_], **found)
        if self.on_found:
            self.on_found(self.lanes[id_])


def probe_plan(
    plan: RacePlan, lane: LaneId, objective: Objective, stage: Stage, rate: int, seconds: int
) -> RacePlan:
    """The lane's server against itself, in turns; at the rate, or flat out with closed users.

    More in flight than ``rate`` × limit would mean, by Little's law, that the mean latency is
    over the limit: twice as many and then arrivals are dropped, so that a flooded server is soon
    free again.
    """
    model: Model = ClosedModel(
        plan.model.concurrency if isinstance(plan.model, ClosedModel) else CONCURRENCY.default
    )
    if stage != "flat out":
        most = math.ceil(2 * rate * objective.limit_ms / 1000)
        model = OpenModel(float(rate), min(max(64, most), MAX_IN_FLIGHT.maximum))
    return msgspec.structs.replace(
        plan,
        lanes=dict.fromkeys(LANES, plan.lanes[lane]),
        model=model,
        mode="turns",
        block_s=BLOCK_S,
        until_clear=stage != "confirmation",
        duration_s=min(seconds, DURATION.maximum),
    ).checked()
