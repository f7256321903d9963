"""The closed model: so many users, each with one connection and one request in flight."""

import asyncio
from functools import partial

from loadgen.generator.recorder import Tally
from loadgen.generator.senders import ConnectionSlot, RequestSource

BACK_OFF_S = 0.05
BACK_OFF_MAX_S = 0.5
# New users come at this pace, so that their connects do not overrun the server's backlog.
NEW_PER_S = 32_000
BATCH_PAUSE_S = 0.002


class User:
    """Sends, waits for the answer, sends again; each request is counted once, however it ends.

    After a failure it waits a moment, so that a server that is down does not make the generator
    spin.
    """

    __slots__ = (
        "_job",
        "_leaving",
        "_resting",
        "_seat",
        "_tally",
        "task",
    )

    def __init__(self, job: RequestSource, tally: Tally) -> None:
        self._job = job
        self._tally = tally
        self._seat = ConnectionSlot(job)
        self._leaving = False
        self._resting = False
        self.task = asyncio.get_running_loop().create_task(self._run())

    def leave(self) -> None:
        """End with the answer that is awaited."""
        self._leaving = True
        if self._resting:
            self.task.cancel()

    def stay(self) -> bool:
        """Take back a ``leave``; False when it is too late for that."""
        self._leaving = bool(self.task.cancelling()) or self.task.done()
        return not self._leaving

    async def _run(self) -> None:
        pause_s = BACK_OFF_S
        try:
            while not self._leaving:
                answered = await self._send_until_failure()
                pause_s = BACK_OFF_S if answered else min(pause_s * 2, BACK_OFF_MAX_S)
                if not self._leaving:
                    self._resting = True
                    await asyncio.sleep(pause_s)
                    self._resting = False
        finally:
            self._seat.leave()

    async def _send_until_failure(self) -> bool:
        """Whether there was any answer before the failure, if it was one that ended this."""
        job, tally, seat = self._job, self._tally, self._seat
        send = seat.sender.handle_async_request
        answered = False
        while not self._leaving:
            if seat.generation != job.generation:
                seat.renew()
                send = seat.sender.handle_async_request
            tally.sent += 1
            tally.in_flight += 1
            try:
                response = await send(job.next_request())
            except asyncio.CancelledError:
                tally.in_flight -= 1
                tally.cancelled += 1
                raise
            except Exception as error:  # whatever it is, it is counted
                tally.fail_with(error)
                return answered
            answered = True
            if response.status_code == 200:
                tally.in_flight -= 1
                tally.latencies_s.append(response.latency_s)
            else:
                tally.answer(response.status_code, response.latency_s)
        return answered


class Users:
    """As many users as the plan says, at any moment.

    A change decides what is sent next and by how many; it does not touch a request under way. A
    server works on what it was sent whether anybody waits or not: cancelling would only hide from
    the figures what still keeps it busy. No users at all is a pause: it cancels what is not
    answered within its ``drain_s``, at once when that is 0, never when it is None.
    """

    def __init__(self, job: RequestSource, tally: Tally) -> None:
        self._job = job
        self._tally = tally
        self._wanted = 0
        self._new_per_s = float(NEW_PER_S)
        self._owed = 0.0
        self._active: dict[User, None] = {}
        self._leaving: dict[User, None] = {}
        self._filling: asyncio.TimerHandle | None = None
        self._draining: asyncio.TimerHandle | None = None
        self._filled_at = 0.0

    def __len__(self) -> int:
        """How many there are, those on their way out not counted."""
        return len(self._active)

    def change(self, count: int, drain_s: float | None = 0.0, ramp_s: float = 0.0) -> None:
        """Be ``count`` users; where there were none, evenly over ``ramp_s``."""
        if len(self._active) < self._wanted or not self._active:
            self._new_per_s = min(NEW_PER_S, count / ramp_s) if ramp_s > 0 else NEW_PER_S
        self._wanted = count
        self._dismiss(len(self._active) - count)
        self._stop_draining()
        if count == 0 and drain_s:
            self._draining = asyncio.get_running_loop().call_later(drain_s, self._cancel)
        elif count == 0 and drain_s is not None:
            self._cancel()
        self._fill()

    async def stop(self, drain_s: float) -> None:
        """Await the answers under way for so long, then cancel the rest."""
        self._wanted = 0
        self._stop_draining()
        if self._filling is not None:
            self._filling.cancel()
        self._dismiss(len(self._active))
        tasks = [user.task for user in self._leaving]
        if tasks:
            await asyncio.wait(tasks, timeout=drain_s)
            self._cancel()
            await asyncio.wait(tasks)

    def _fill(self) -> None:
        self._call_back()
        if self._filling is not None:
            return
        missing = self._wanted - len(self._active)
        if missing <= 0:
            self._new_per_s, self._owed = NEW_PER_S, 0.0
            return
        loop = asyncio.get_running_loop()
        now = loop.time()
        # A busy loop comes here late: the pace is kept nevertheless.
        since = min(max(now - self._filled_at, BATCH_PAUSE_S), 20 * BATCH_PAUSE_S)
        self._filled_at = now
        owed, self._owed = divmod(self._owed + self._new_per_s * since, 1)
        for _ in range(min(int(owed), missing)):
            user = User(self._job, self._tally)
            user.task.add_done_callback(partial(self._gone, user))
            self._active[user] = None
        self._filling = loop.call_later(BATCH_PAUSE_S, self._fill_on)

    def _call_back(self) -> None:
        """Who is about to leave may as well stay: a slider drawn to and fro adds nobody."""
        for user in list(self._leaving):
            if len(self._active) >= self._wanted:
                return
            if user.stay():
                del self._leaving[user]
                self._active[user] = None

    def _gone(self, user: User, _: asyncio.Task[None]) -> None:
        self._leaving.pop(user, None)

    def _fill_on(self) -> None:
        self._filling = None
        self._fill()

    def _dismiss(self, count: int) -> None:
        for _ in range(count):
            user = self._active.popitem()[0]
            self._leaving[user] = None
            user.leave()

    def _stop_draining(self) -> None:
        if self._draining is not None:
            self._draining.cancel()
            self._draining = None

    def _cancel(self) -> None:
        for user in self._leaving:
            user.task.cancel()
