"""A generator: users, the recorder, and the clock that both go by."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator

from loadgen.generator import limits
from loadgen.generator.group import ConnectionGroup
from loadgen.generator.recorder import Recorder, Tally
from loadgen.generator.request import PreparedRequest
from loadgen.generator.target import check_target
from loadgen.generator.users import Users
from loadgen.plan import LoadPlan
from loadgen.snapshot import Snapshot

TICK_S = 0.1
# How often the event loop's lateness is looked at.
PULSE_S = 0.01


class Generator:
    """Follows the latest plan. To be used inside a running event loop."""

    def __init__(self) -> None:
        group = ConnectionGroup()
        tally = Tally()
        self.users = Users(tally, group)
        self.recorder = Recorder(tally, group)
        self.plan: LoadPlan | None = None
        self._notice = ""
        self._timers: dict[str, asyncio.TimerHandle] = {}

    @contextlib.contextmanager
    def running(self, report: Callable[[], object]) -> Iterator[None]:
        """Call ``report`` ten times a second, and watch the event loop's lateness meanwhile."""
        loop = asyncio.get_running_loop()
        self._beat(loop, time.perf_counter())
        self._tick(loop, report, loop.time())
        try:
            yield
        finally:
            for timer in self._timers.values():
                timer.cancel()

    def follow(self, plan: LoadPlan) -> None:
        """Do what this plan says, instead of the one before; raises TargetError."""
        before, count = self.plan, plan.model.concurrency
        request = None
        if before is None or _what(before) != _what(plan):
            request = request_of(plan)
        possible = limits.allow_connections(count)
        self._notice = limits.notice(count, possible)
        self.plan = plan
        self.users.change(request, min(count, possible), plan.drain_s)

    def snapshot(self) -> Snapshot:
        """What happened since the last one."""
        return self.recorder.snapshot(revision=self._revision, notice=self._notice)

    async def stop(self) -> Snapshot:
        """Let what is under way end, cancel what does not; the last snapshot."""
        await self.users.stop(self.plan.drain_s if self.plan else 0.0)
        return self.recorder.snapshot(revision=self._revision, notice=self._notice, final=True)

    @property
    def _revision(self) -> int:
        return self.plan.revision if self.plan else 0

    def _beat(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        # Not the loop's own clock: uvloop's stands still while callbacks run.
        now = time.perf_counter()
        self.recorder.lag(now - due)
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
    return plan.url, plan.method, plan.headers, plan.body, plan.timeout_s


def request_of(plan: LoadPlan) -> PreparedRequest:
    """What the plan sends; raises TargetError, or httpx.TransportError where that is impossible."""
    return PreparedRequest(
        plan.method,
        plan.url,
        headers=list(plan.headers),
        content=plan.body,
        timeout_s=plan.timeout_s,
        address=check_target(plan.url),
    )
