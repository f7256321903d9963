"""Two lanes, together or in turns: servers and generators in, a Frame out ten times a second."""

import asyncio
import time
from collections.abc import Callable

import msgspec

from loadgen.model.clock import PauseDetector
from loadgen.model.frame import LANES, Frame, LaneFrame, LaneId, Mark, MarkKind, Phase
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import TICK_S
from loadgen.race.alternating_schedule import AlternatingSchedule
from loadgen.race.annotations import Annotations
from loadgen.race.dependencies import Dependencies
from loadgen.race.event_marks import EventMarks
from loadgen.race.lane import Lane
from loadgen.race.machine_meter import MachineMeter
from loadgen.race.plan_diff import differences
from loadgen.race.schedule import Allotment, Schedule, StopRule, Together
from loadgen.race.session_services import Services

APPLY_S = 0.05
"""Changes that come faster than this are coalesced: of them, the last one wins."""

LATE_S = 5 * TICK_S
"""A tick that is later than this: it was this process that stood still, or the whole machine."""

SUSPENDED_S = 2.0
"""A longer pause of this program becomes a mark on the charts; a shorter one is lateness."""

UNREAD_S, READ_S = 0.05, 0.02
"""Before a tick that is later than the first, the loop gets so long to read what has arrived."""

ASK_S = 1.0
"""How often it is asked whether the race is finished."""


class Race:
    """A race of two lanes. Build and use it within one running asyncio loop.

    ``on_frame`` is called from the loop, ten times a second from the start to the end; the last
    frame's phase is ``ended``, and its totals are closed. ``stop_rule`` gets every frame, and is
    asked once a second while the plan says ``until_clear``: the race ends when it is met.
    ``ceiling`` is what one generator could send at most under a plan, None where that is not known.
    ``clock`` is the one of the servers' ``last_heard``. ``services`` outlive the race; where none
    are given, it has its own.
    """

    def __init__(
        self,
        plan: RacePlan,
        on_frame: Callable[[Frame], None],
        *,
        stop_rule: StopRule | None = None,
        ceiling: Callable[[RacePlan], float | None] = lambda plan: None,
        services: Services | None = None,
        means: Dependencies | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan = self._applied = plan
        self._on_frame = on_frame
        self._stop_rule = stop_rule
        self._ceiling = ceiling
        self._clock = clock
        self._marks = Annotations()
        self._phase: Phase = "starting"
        self._seq = 0
        self._load_began: float | None = None
        self._stopped = asyncio.Event()
        self._applying: asyncio.TimerHandle | None = None
        self._applied_at = self._asked_at = float("-inf")
        self._together, self._turns = (
            Together(),
            AlternatingSchedule(plan.block_s, fresh=plan.fresh_servers),
        )
        means = means or Dependencies()
        self._pauses = PauseDetector(SUSPENDED_S, TICK_S, means.suspend_aware_clock)
        self._machine = MachineMeter(means.processor_times)
        self._services = services or Services(means.start_service)
        self._owns_services = services is None
        self._events = EventMarks(self._marks)
        self._lanes: dict[LaneId, Lane] = {
            id_: Lane(id_, plan, means, self._services, self._lane_event) for id_ in LANES
        }

    @property
    def plan(self) -> RacePlan:
        """What is raced now, or within a moment."""
        return self._plan

    @property
    def at_s(self) -> float:
        """Seconds since load first flowed; 0 before."""
        return 0.0 if self._load_began is None else self._clock() - self._load_began

    async def run(self) -> None:
        """Race until the plan's duration has passed, both lanes have failed, or ``stop``.

        Cancelled, it stops its children at once and raises CancelledError; no child outlives it.
        """
        lives = [asyncio.create_task(lane.live()) for lane in self._lanes.values()]
        ticking = asyncio.create_task(self._tick())
        racing = asyncio.create_task(self._race())
        try:
            # Lanes end only when they are asked to, unless something is broken in here.
            await asyncio.wait({racing, ticking, *lives}, return_when=asyncio.FIRST_COMPLETED)
            self._phase = "stopping"
            self._schedule.finish()
            for lane in self._lanes.values():
                lane.finish()
            await asyncio.gather(*lives)
        finally:
            self._stopped.set()
            if self._applying:
                self._applying.cancel()
            for task in (racing, ticking, *lives):
                task.cancel()
            await asyncio.wait({racing, ticking, *lives})
            if self._owns_services:
                await self._services.close()
            self._phase = "ended"
        for task in (ticking, racing):
            if not task.cancelled():
                task.result()
        self._emit(self._marks.take_all())

    def stop(self) -> None:
        """Let ``run`` come to its end: drain, cancel and count the rest, stop all children."""
        self._stopped.set()

    def restart(self, lane: LaneId) -> None:
        """Restart that lane's server, and its generator where it is gone.

        The other lane goes on.
        """
        if self._phase in ("starting", "racing"):
            text = f"{self._lanes[lane].name} restarted"
            self._marks.add(self.at_s, text, lane, kind="restart", disturbs=False)
            self._lanes[lane].restart()

    def restart_service(self, key: str) -> None:
        """Restart that backing service, and then both lanes' servers, which have to find it."""
        if self._phase in ("starting", "racing") and key in self._plan.entry.services:
            self._services.restart(key)
            for lane in self._lanes.values():
                lane.restart()

    def freeze(self, lane: LaneId, seconds: float = 1.0) -> None:
        """Have that lane's server stand still for so long: what does the latency show of it?"""
        if self._phase == "racing" and self._lanes[lane].freeze(seconds):
            text = f"{self._lanes[lane].name} frozen for {seconds:g} s"
            self._marks.add(self.at_s, text, lane, kind="freeze", disturbs=False)
            self._schedule.disturb()

    def change(self, plan: RacePlan) -> None:
        """Race ``plan`` from now on: at once, or within 50 ms when changes come in a stream."""
        self._plan = plan
        if self._applying is None and self._phase in ("starting", "racing"):
            wait_s = max(0.0, self._applied_at + APPLY_S - self._clock())
            self._applying = asyncio.get_running_loop().call_later(wait_s, self._apply)

    def _apply(self) -> None:
        self._applying = None
        if self._phase not in ("starting", "racing"):
            return
        before, self._applied = self._applied, self._plan
        self._applied_at = self._clock()
        found = differences(before, self._plan)
        if self._load_began is not None:
            for change in found:
                self._marks.change(self.at_s, change)
        if found:
            for lane in self._lanes.values():
                lane.change(self._plan)
            self._turns.block_s = self._plan.block_s
            self._turns.fresh = self._plan.fresh_servers
            if before.mode == self._plan.mode:
                self._schedule.disturb()
            else:
                self._schedule_of(before).finish()

    def _schedule_of(self, plan: RacePlan) -> Schedule:
        return self._turns if plan.mode == "turns" else self._together

    @property
    def _schedule(self) -> Schedule:
        return self._schedule_of(self._applied)

    def _lane_event(self, lane: LaneId, text: str, kind: MarkKind) -> None:
        if self._load_began is not None:
            # What failed is an outage, which the time line leaves out by itself.
            self._marks.add(self.at_s, text, lane, kind=kind, disturbs=kind != "failed")
            self._schedule.disturb()

    async def _race(self) -> None:
        """Let load flow as soon as both servers are ready, or one is and the other failed.

        Then wait.
        """
        stopped = asyncio.create_task(self._stopped.wait())
        settled = asyncio.create_task(self._wait_settled())
        try:
            await asyncio.wait({stopped, settled}, return_when=asyncio.FIRST_COMPLETED)
            if not self._stopped.is_set():
                self._load_began = self._clock()
                self._phase = "racing"
                self._allot(self._load_began)
            await stopped
        finally:
            stopped.cancel()
            settled.cancel()
            await asyncio.wait({stopped, settled})

    def _allot(self, now: float) -> None:
        """Load those lanes whose turn it is from now on."""
        schedule = self._schedule
        schedule.advance(self.at_s, {id_: lane.standing(now) for id_, lane in self._lanes.items()})
        loaded = schedule.allotment.loaded
        # The one that stops first: not even for a moment are both under load.
        for id_, lane in sorted(self._lanes.items(), key=lambda item: item[0] in loaded):
            lane.load(id_ in loaded)
        if self._turns.take_restart():
            for lane in self._lanes.values():
                lane.restart(planned=True)

    async def _wait_settled(self) -> None:
        for lane in self._lanes.values():
            await lane.settled.wait()

    async def _tick(self) -> None:
        due = self._clock()
        while True:
            stood_s = self._pauses.look()
            late_s = self._clock() - due
            on_time = late_s < LATE_S and not stood_s
            if late_s > UNREAD_S:
                # What the children said meanwhile is read first: else they would seem silent.
                await asyncio.sleep(READ_S)
            if stood_s and self._load_began is not None:
                text = f"everything stood still for {stood_s:,.0f} s"
                self._marks.add(self.at_s, text, kind="program")
            self._emit(self._marks.take(self.at_s), on_time=on_time)
            self._end_when_over()
            # Ticks keep their rhythm; those that were missed are not made up for.
            due = max(due + TICK_S, self._clock())
            await asyncio.sleep(due - self._clock())

    def _end_when_over(self) -> None:
        duration = self._plan.duration_s
        over = duration is not None and self.at_s >= duration - TICK_S / 10
        if over or self._is_met() or all(lane.failed for lane in self._lanes.values()):
            self._stopped.set()

    def _is_met(self) -> bool:
        if self._stop_rule is None or not self._plan.until_clear:
            return False
        if self.at_s < self._asked_at + ASK_S:
            return False
        self._asked_at = self.at_s
        return self._stop_rule.is_met(self._plan)

    def _emit(self, marks: tuple[Mark, ...], *, on_time: bool = True) -> None:
        now = self._clock()
        lanes = {id_: lane.tick(now, on_time=on_time) for id_, lane in self._lanes.items()}
        held = self._schedule.allotment
        if self._phase == "racing":
            self._look_for_disturbance(lanes, held, on_time)
            names = {id_: lane.name for id_, lane in self._lanes.items()}
            self._events.see_lanes(self.at_s, lanes, names)
            self._allot(now)
        services = self._services.frames(self._applied.entry.services)
        if self._events.see_services(self.at_s, services):
            self._schedule.disturb()
        frame = Frame(
            seq=self._seq,
            at_s=self.at_s,
            phase=self._phase,
            lanes={id_: self._with_ceiling(lane) for id_, lane in lanes.items()},
            marks=marks,
            turn=held.turn,
            block=held.block,
            spoiled_blocks=self._turns.take_spoiled(),
            services=services,
            machine=self._machine.see(now, self.at_s, lanes, self._services.frames()),
        )
        self._seq += 1
        if self._stop_rule is not None:
            self._stop_rule.add(frame, self._applied)
        self._on_frame(frame)

    def _look_for_disturbance(
        self, lanes: dict[LaneId, LaneFrame], held: Allotment, on_time: bool
    ) -> None:
        """What was just measured may say nothing about the servers."""
        stalled = next((id_ for id_ in held.loaded if not lanes[id_].valid), None)
        spoiled = False
        if stalled or not on_time or any(lane.frozen for lane in self._lanes.values()):
            spoiled = self._schedule.disturb()
        if spoiled and (stalled or not on_time):
            what = "its load generator" if stalled else "this program"
            self._marks.add(
                self.at_s,
                f"turn repeated: {what} stood still",
                held.turn,
                kind="program",
                disturbs=False,
            )

    def _with_ceiling(self, lane: LaneFrame) -> LaneFrame:
        ceiling = self._ceiling(self._applied)
        if ceiling is None:
            return lane
        return msgspec.structs.replace(lane, ceiling_per_s=ceiling * lane.generators)
