"""The connections of the open model: each takes one due request at a time."""

import asyncio
from collections import deque
from time import perf_counter

from loadgen.generator.client.transport import KEEPALIVE_S
from loadgen.generator.recorder import Tally
from loadgen.generator.senders import ConnectionSlot, RequestSource


class _Connection:
    """Sends what it is given, then what has waited longest, then rests until it is given more.

    ``busy`` is whether it has a request under way.
    """

    __slots__ = ("_gate", "_job", "_lines", "_tally", "busy", "rests_since", "seat", "task")

    def __init__(
        self,
        lines: "OpenModelConnections",
        job: RequestSource,
        tally: Tally,
        due: float,
        waited: bool,
    ) -> None:
        self._lines = lines
        self._job = job
        self._tally = tally
        self._gate: asyncio.Future[float] | None = None
        self.seat = ConnectionSlot(job)
        self.busy = True
        self.rests_since = 0.0
        self.task = asyncio.get_running_loop().create_task(self._run(due, waited))

    def give(self, due: float) -> None:
        """Have it send, where it rests."""
        assert self._gate is not None
        self.busy = True
        self._gate.set_result(due)

    async def _run(self, due: float, waited: bool) -> None:
        lines, tally, job, seat = self._lines, self._tally, self._job, self.seat
        loop = asyncio.get_running_loop()
        while True:
            if seat.generation != job.generation:
                seat.renew()
            if not waited:
                tally.lags_s.append(perf_counter() - due)
            try:
                response = await seat.sender.handle_async_request(job.next_request())
            except Exception as error:  # whatever it is, it is counted
                tally.fail_with(error)
            else:
                service_s = response.latency_s
                # What came before it was sent, such as connecting, made its user wait just as well.
                since_due_s = response.sent_at - due + service_s
                tally.answer_due(response.status_code, since_due_s, service_s)
            self.busy = False
            lines.under_way -= 1
            if lines.lets_go(self):
                return
            if lines.waiting:
                due, waited = lines.take_waiting(), lines.limited
                self.busy = True
            else:
                waited = False
                self._gate = loop.create_future()
                self.rests_since = perf_counter()
                lines.resting.append(self)
                due = await self._gate


class OpenModelConnections:
    """At most so many as is said; what finds none free waits, in the order in which it came.

    ``under_way`` is how many requests are sent and not answered; ``waiting`` is when those were due
    that wait, by ``perf_counter``; ``resting`` are the free ones, the one used last at the end.
    ``limited`` is whether a person wants so few: then waiting is what is to be seen. Otherwise it
    is this process that does not get to connecting, and the wait counts as its own lag.
    """

    def __init__(self, job: RequestSource, tally: Tally) -> None:
        self._job = job
        self._tally = tally
        self._active: set[_Connection] = set()
        self._tasks: dict[asyncio.Task[None], _Connection] = {}
        self._draining: asyncio.TimerHandle | None = None
        self._most = 0
        self.resting: list[_Connection] = []
        self.waiting: deque[float] = deque()
        self.limited = False
        self.under_way = 0

    def change(self, most: int, limited: bool) -> None:
        """So many from now on; what is under way ends nevertheless."""
        self._stop_draining()
        self._most, self.limited = most, limited
        self._dismiss(max(0, len(self._active) - most))
        for line in self.resting:
            if line.seat.generation != self._job.generation:
                line.seat.renew()

    def send(self, due: float, may_open: bool) -> bool:
        """Send what is due at that ``perf_counter``, or have it wait; whether a line was opened."""
        if self.resting:
            self._count_sent()
            self.resting.pop().give(due)
            return False
        if may_open and len(self._active) < self._most and not self.waiting:
            self._open(due, waited=False)
            return True
        self.waiting.append(due)
        self._tally.waiting += 1
        if self.limited:
            self._tally.lags_s.append(perf_counter() - due)
        return False

    def open_for_waiting(self, count: int) -> int:
        """Open so many lines for what waits, where that is possible; how many were."""
        opened = min(count, len(self.waiting), self._most - len(self._active))
        for _ in range(opened):
            self._open(self._pop_waiting(), waited=self.limited)
        return max(0, opened)

    @property
    def may_open(self) -> bool:
        """Whether something waits that could have a connection of its own."""
        return bool(self.waiting) and len(self._active) < self._most

    def take_waiting(self) -> float:
        """When that was due which has waited longest; it counts as sent now."""
        self._count_sent()
        return self._pop_waiting()

    def lets_go(self, line: _Connection) -> bool:
        """Whether this one, which is free, is one too many."""
        if len(self._active) <= self._most:
            return False
        self._active.discard(line)
        return True

    def prune(self, now: float) -> None:
        """Close those that have rested for too long for their connection to be used again."""
        oldest = now - KEEPALIVE_S
        # The one that was used last is the last one.
        kept = (n for n, line in enumerate(self.resting) if line.rests_since > oldest)
        self._dismiss(next(kept, len(self.resting)))

    def pause(self, drain_s: float | None) -> None:
        """Send no more. What is not answered within ``drain_s`` is cancelled, unless it is None."""
        self.drop_waiting()
        self.change(0, self.limited)
        if drain_s:
            self._draining = asyncio.get_running_loop().call_later(drain_s, self._cancel)
        elif drain_s is not None:
            self._cancel()

    async def stop(self, drain_s: float) -> None:
        """Await the answers under way for so long, then cancel the rest."""
        self.pause(None)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=drain_s)
        self._cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def drop_waiting(self) -> None:
        """Give up what was not sent yet."""
        self._tally.dropped += len(self.waiting)
        self._tally.waiting = 0
        self.waiting.clear()

    def _open(self, due: float, waited: bool) -> None:
        self._count_sent()
        line = _Connection(self, self._job, self._tally, due, waited)
        self._active.add(line)
        self._tasks[line.task] = line
        line.task.add_done_callback(self._gone)

    def _dismiss(self, count: int) -> None:
        """So many, at most, of those that rest, those first that have rested for longest."""
        for line in self.resting[:count]:
            self._active.discard(line)
            line.task.cancel()
        del self.resting[:count]

    def _count_sent(self) -> None:
        self.under_way += 1
        self._tally.sent += 1
        self._tally.in_flight += 1

    def _pop_waiting(self) -> float:
        self._tally.waiting -= 1
        return self.waiting.popleft()

    def _gone(self, task: asyncio.Task[None]) -> None:
        line = self._tasks.pop(task)
        self._active.discard(line)
        line.seat.leave()
        if line.busy:  # it was cancelled, it may be before it has even begun
            self.under_way -= 1
            self._tally.in_flight -= 1
            self._tally.cancelled += 1

    def _stop_draining(self) -> None:
        if self._draining is not None:
            self._draining.cancel()
            self._draining = None

    def _cancel(self) -> None:
        for task in self._tasks:
            task.cancel()
