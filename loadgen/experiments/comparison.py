"""Two lanes at the same time: servers and generators in, a Frame out ten times a second."""

import asyncio
import time
from collections.abc import Callable

from loadgen.experiments.changes import Marks, differences
from loadgen.experiments.contracts import StartGenerator, StartServer
from loadgen.experiments.generator_process import start_generator as _start_generator
from loadgen.experiments.lane import Lane
from loadgen.experiments.race_plan import RacePlan
from loadgen.frame import LANES, Frame, LaneId, Mark, Phase
from servers.launcher import start_server as _start_server

TICK_S = 0.1

APPLY_S = 0.05
"""Changes that come faster than this are held back for a moment: of them, the last one wins."""


class Comparison:
    """A race of both lanes together. Build and use it within one running asyncio loop.

    ``on_frame`` is called from the loop, ten times a second from the start to the end; the last
    frame's phase is ``ended``, and its totals are closed. ``clock`` is the one of the servers'
    ``last_heard``.
    """

    def __init__(
        self,
        plan: RacePlan,
        on_frame: Callable[[Frame], None],
        *,
        start_server: StartServer = _start_server,
        start_generator: StartGenerator = _start_generator,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan = self._applied = plan
        self._on_frame = on_frame
        self._clock = clock
        self._marks = Marks()
        self._phase: Phase = "starting"
        self._seq = 0
        self._load_began: float | None = None
        self._stopped = asyncio.Event()
        self._applying: asyncio.TimerHandle | None = None
        self._applied_at = float("-inf")
        self._lanes: dict[LaneId, Lane] = {
            id_: Lane(
                id_,
                plan,
                start_server=start_server,
                start_generator=start_generator,
                on_failure=self._lane_failed,
            )
            for id_ in LANES
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
            self._phase = "ended"
        for task in (ticking, racing):
            if not task.cancelled():
                task.result()
        self._emit(self._marks.take_all())

    def stop(self) -> None:
        """Let ``run`` come to its end: drain, cancel and count the rest, stop all children."""
        self._stopped.set()

    def restart(self, lane: LaneId) -> None:
        """Restart that lane's server, and its generator where it is gone; the other lane goes
        on.
        """
        if self._phase in ("starting", "racing"):
            self._marks.add(self.at_s, f"{self._lanes[lane].name} restarted", lane)
            self._lanes[lane].restart()

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

    def _lane_failed(self, lane: LaneId, name: str) -> None:
        if self._load_began is not None:
            self._marks.add(self.at_s, f"{name} failed", lane)

    async def _race(self) -> None:
        """Let load flow as soon as both servers are ready, or one is and the other failed; then
        wait.
        """
        stopped = asyncio.create_task(self._stopped.wait())
        settled = asyncio.create_task(self._settled())
        try:
            await asyncio.wait({stopped, settled}, return_when=asyncio.FIRST_COMPLETED)
            if not self._stopped.is_set():
                self._load_began = self._clock()
                self._phase = "racing"
                for lane in self._lanes.values():
                    lane.start_load()
            await stopped
        finally:
            stopped.cancel()
            settled.cancel()
            await asyncio.wait({stopped, settled})

    async def _settled(self) -> None:
        for lane in self._lanes.values():
            await lane.settled.wait()

    async def _tick(self) -> None:
        due = self._clock()
        while True:
            late_s = self._clock() - due
            self._emit(self._marks.take(self.at_s), on_time=late_s < 5 * TICK_S)
            self._end_when_over()
            # Ticks keep their rhythm; those that were missed are not made up for.
            due = max(due + TICK_S, self._clock())
            await asyncio.sleep(due - self._clock())

    def _end_when_over(self) -> None:
        duration = self._plan.duration_s
        over = duration is not None and self.at_s >= duration - TICK_S / 10
        if over or all(lane.failed for lane in self._lanes.values()):
            self._stopped.set()

    def _emit(self, marks: tuple[Mark, ...], *, on_time: bool = True) -> None:
        now = self._clock()
        frame = Frame(
            seq=self._seq,
            at_s=self.at_s,
            phase=self._phase,
            lanes={id_: lane.tick(now, on_time=on_time) for id_, lane in self._lanes.items()},
            marks=marks,
        )
        self._seq += 1
        self._on_frame(frame)
