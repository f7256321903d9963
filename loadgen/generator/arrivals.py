"""The open model: requests leave when they are due, whatever became of those before."""

import asyncio
from time import perf_counter

from loadgen.generator.alarm import Alarm, alarm
from loadgen.generator.job import Job, Sender
from loadgen.generator.pacer import due_at, pace
from loadgen.generator.recorder import Tally
from loadgen.generator.stall import STALL_S

# How often connections are looked through that have not been used for long.
PRUNE_S = 0.5


class Arrivals:
    """Sends at the plan's rate, over connections that are made as they are needed.

    A request that is due while so many are under way as may be is dropped. After a moment in which
    the generator did not get to send, it sends what became due meanwhile, late, and each latency
    counts from when its request was due. After more than ``STALL_S`` that would measure nothing but
    the generator: those requests are dropped.
    """

    def __init__(self, job: Job, tally: Tally) -> None:
        self._job = job
        self._tally = tally
        self._sender: Sender | None = None
        self._generation = -1
        self._under_way: set[asyncio.Task[None]] = set()
        self._alarm: Alarm | None = None
        self._draining: asyncio.TimerHandle | None = None
        self._rate = 0.0
        self._limit = 0
        self._begun_at = 0.0
        self._count = 0
        self._awaited_at = 0.0
        self._prune_at = 0.0

    def change(self, rate: float, max_in_flight: int) -> None:
        """Send at this rate from now on."""
        self._stop_draining()
        self._limit = max_in_flight
        if self._generation != self._job.generation:
            self._generation = self._job.generation
            self._retire_sender()
            self._sender = self._job.sender_for_all()
        now = perf_counter()
        if self._alarm is None:
            self._alarm = alarm(self._arrive)
            self._begun_at, self._count = now, 0
        elif rate != self._rate:
            # The next is due as long after the last one as the new rate says: a slider that is
            # drawn adds none.
            last = self._begun_at + due_at(self._rate, self._count - 1)
            self._begun_at, self._count = max(last + 1 / rate, now), 0
        else:
            return
        self._rate = rate
        self._await(max(self._begun_at, now))

    def pause(self, drain_s: float | None) -> None:
        """Send no more. What is not answered within ``drain_s`` is cancelled, unless it is None."""
        self._end_schedule()
        self._stop_draining()
        if drain_s:
            self._draining = asyncio.get_running_loop().call_later(drain_s, self._cancel)
        elif drain_s is not None:
            self._cancel()
        self._generation = -1
        self._retire_sender()

    async def stop(self, drain_s: float) -> None:
        """Await the answers under way for so long, then cancel the rest."""
        self._end_schedule()
        self._stop_draining()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=drain_s)
        self._cancel()
        if self._under_way:
            await asyncio.wait(self._under_way)
        self._retire_sender()

    def _await(self, at: float) -> None:
        assert self._alarm is not None
        self._awaited_at = at
        self._alarm.set(at)

    def _arrive(self) -> None:
        if self._alarm is None:
            return
        now = perf_counter()
        elapsed_s = now - self._begun_at
        due, wait_s = pace(self._rate, elapsed_s, self._count)
        stood_still = now - self._awaited_at > STALL_S
        room = 0 if stood_still else self._limit - len(self._under_way)
        sending = max(0, min(due, room))
        create, sender = asyncio.get_running_loop().create_task, self._sender
        assert sender is not None
        for number in range(self._count, self._count + sending):
            task = create(self._send(sender, self._begun_at + due_at(self._rate, number)))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        if now > self._prune_at:
            # A server may grant so many connections, and those at the bottom are in nobody's use.
            self._prune_at = now + PRUNE_S
            sender.prune()
        self._tally.dropped += due - sending
        self._count += due
        self._await(now + wait_s)

    async def _send(self, sender: Sender, due: float) -> None:
        tally = self._tally
        tally.sent += 1
        tally.in_flight += 1
        tally.lags_s.append(perf_counter() - due)
        try:
            response = await sender.handle_async_request(self._job.next_request())
        except asyncio.CancelledError:
            tally.in_flight -= 1
            tally.cancelled += 1
            raise
        except Exception as error:  # whatever it is, it is counted
            tally.fail_with(error)
        else:
            service_s = response.latency_s
            # What came before it was sent, such as connecting, made its user wait just as well.
            tally.answer_due(response.status_code, response.sent_at - due + service_s, service_s)

    def _end_schedule(self) -> None:
        if self._alarm is not None:
            self._alarm.close()
            self._alarm = None

    def _stop_draining(self) -> None:
        if self._draining is not None:
            self._draining.cancel()
            self._draining = None

    def _cancel(self) -> None:
        for task in self._under_way:
            task.cancel()

    def _retire_sender(self) -> None:
        if self._sender is not None:
            self._job.retire(self._sender, self._under_way)
            self._sender = None
