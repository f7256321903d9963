"""A generator: users or arrivals, the recorder, and the clock that all go by."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator

from loadgen.generator import descriptor_limit
from loadgen.generator.client.connection_registry import STALL_S, ConnectionRegistry
from loadgen.generator.models.closed_model import Users
from loadgen.generator.models.open_model import Arrivals
from loadgen.generator.recorder import Recorder, Tally
from loadgen.generator.request_cycle import cycle_of
from loadgen.generator.senders import RequestSource
from loadgen.model.clock import Clock, PauseDetector, suspend_aware_clock
from loadgen.model.load_plan import ClosedModel, LoadPlan, connections_of
from loadgen.model.snapshot import TICK_S, Snapshot

# How often the event loop's lateness is looked at.
PULSE_S = 0.01


class Generator:
    """Follows the latest plan. To be used inside a running event loop.

    ``clock`` goes on while the machine is suspended.
    """

    def __init__(self, clock: Clock = suspend_aware_clock) -> None:
        self._clock = clock
        self._group = ConnectionRegistry()
        self._tally = Tally()
        self._job = RequestSource(self._group)
        self.users = Users(self._job, self._tally)
        self.arrivals = Arrivals(self._job, self._tally)
        self.recorder = Recorder(self._tally, self._group)
        self.plan: LoadPlan | None = None
        self._pauses: PauseDetector | None = None
        self._looked_at = 0.0
        self._notice = ""
        self._timers: dict[str, asyncio.TimerHandle] = {}

    @contextlib.contextmanager
    def running(self, report: Callable[[], object]) -> Iterator[None]:
        """Call ``report`` ten times a second, and watch the event loop's lateness meanwhile."""
        loop = asyncio.get_running_loop()
        self._pauses = PauseDetector(STALL_S, clock=self._clock)
        self._beat(loop, time.perf_counter())
        self._tick(loop, report, loop.time())
        try:
            yield
        finally:
            for timer in self._timers.values():
                timer.cancel()
            self._pauses = None

    def follow(self, plan: LoadPlan) -> None:
        """Do what this plan says, instead of the one before; raises TargetError."""
        before, wanted = self.plan, connections_of(plan.model)
        if before is None or _what(before) != _what(plan):
            self._job.change(*cycle_of(plan), plan.client, plan.ports, plan.requests_per_connection)
        self._tally.status_kinds = plan.status_kinds
        possible = descriptor_limit.allow_connections(wanted)
        self._notice = descriptor_limit.notice(wanted, possible)
        self._tally.own_limit = None
        self.plan = plan
        if wanted and not (before and connections_of(before.model)):
            self.recorder.restart()
        # From one model to the other, requests under way end as in any other change.
        drain_s = None if wanted else plan.drain_s
        if isinstance(plan.model, ClosedModel):
            self.arrivals.pause(drain_s)
            self.users.change(min(wanted, possible), plan.drain_s, plan.ramp_s)
        else:
            self.users.change(0, None)
            self.arrivals.change(plan.model, possible)

    def snapshot(self) -> Snapshot:
        """What happened since the last one."""
        self._look()
        return self.recorder.snapshot(revision=self._revision, notice=self._said)

    async def stop(self) -> Snapshot:
        """Let what is under way end, cancel what does not; the last snapshot."""
        drain_s = self.plan.drain_s if self.plan else 0.0
        await asyncio.gather(self.users.stop(drain_s), self.arrivals.stop(drain_s))
        await self._job.stop()
        return self.recorder.snapshot(revision=self._revision, notice=self._said, final=True)

    @property
    def _revision(self) -> int:
        return self.plan.revision if self.plan else 0

    @property
    def _said(self) -> str:
        return self._notice or descriptor_limit.hindrance(self._tally.own_limit)

    def _look(self) -> None:
        """Void the interval in which this process did not run, and take the pause off latencies.

        Latencies are by ``perf_counter``, which may have stopped while the machine was suspended.
        """
        now, before = time.perf_counter(), self._looked_at
        self._looked_at = now
        if self._pauses and self._pauses.look():
            self.recorder.void()
            self._group.forgive(now - before)

    def _beat(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        # Not the loop's own clock: uvloop's stands still while callbacks run.
        now = time.perf_counter()
        self.recorder.lag(now - due)
        self._look()
        self._timers["beat"] = loop.call_later(PULSE_S, self._beat, loop, now + PULSE_S)

    def _tick(
        self, loop: asyncio.AbstractEventLoop, report: Callable[[], object], due: float
    ) -> None:
        now = loop.time()
        # Where a tick was missed, the next is a whole one.
        following = due + TICK_S if due + TICK_S / 2 > now else now + TICK_S
        self._timers["tick"] = loop.call_at(following, self._tick, loop, report, following)
        report()


def _what(plan: LoadPlan) -> tuple[object, ...]:
    return (
        plan.client,
        plan.url,
        plan.ports,
        plan.requests,
        plan.timeout_s,
        plan.requests_per_connection,
    )
