"""The closed model: so many users, each with one connection and one request in flight."""

import asyncio
from functools import partial

from loadgen.generator.failures import kind_of
from loadgen.generator.group import ConnectionGroup
from loadgen.generator.recorder import Tally
from loadgen.generator.request import PreparedRequest
from loadgen.generator.transport import LoadTransport

# How long requests of before a change may still take, so that the change is soon seen.
GRACE_S = 0.2
BACK_OFF_S = 0.05
BACK_OFF_MAX_S = 0.5
# New users come at this pace, so that their connects do not overrun the server's backlog.
NEW_PER_S = 32_000
BATCH_PAUSE_S = 0.002


class Job:
    """What all users send at present. ``generation`` counts how often that has changed."""

    __slots__ = ("generation", "request")

    def __init__(self) -> None:
        self.request: PreparedRequest | None = None
        self.generation = 0

    def change(self, request: PreparedRequest) -> None:
        """Send this from now on."""
        self.request = request
        self.generation += 1


class User:
    """Sends, waits for the answer, sends again; each request is counted once, however it ends.

    After a failure it waits a moment, so that a server that is down does not make the generator
    spin.
    """

    __slots__ = ("_job", "_leaving", "_resting", "_tally", "_transport", "generation", "task")

    def __init__(self, job: Job, tally: Tally, group: ConnectionGroup) -> None:
        self._job = job
        self._tally = tally
        self._transport = LoadTransport(group=group)
        self._leaving = False
        self._resting = False
        self.generation = job.generation
        self.task = asyncio.get_running_loop().create_task(self._run())

    def leave(self) -> None:
        """End with the answer that is awaited."""
        self._leaving = True
        if self._resting:
            self.task.cancel()

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
            await self._transport.aclose()

    async def _send_until_failure(self) -> bool:
        """Whether there was any answer before the failure, if it was one that ended this."""
        job, tally, send = self._job, self._tally, self._transport.handle_async_request
        answered = False
        while not self._leaving:
            if self.generation != job.generation:
                self.generation = job.generation
                self._transport.keep_only(job.request.wire.origin)  # type: ignore[union-attr]
            tally.sent += 1
            tally.in_flight += 1
            try:
                response = await send(job.request)  # type: ignore[arg-type]
            except asyncio.CancelledError:
                tally.in_flight -= 1
                tally.cancelled += 1
                raise
            except Exception as error:  # whatever it is, it is counted
                tally.fail(kind_of(error))
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

    A change does not touch requests under way unless they outlast it by ``GRACE_S``: then they are
    cancelled, and counted so. No users at all is a pause, and cancels at once.
    """

    def __init__(self, tally: Tally, group: ConnectionGroup) -> None:
        self._tally = tally
        self._group = group
        self._job = Job()
        self._wanted = 0
        self._active: dict[User, None] = {}
        self._leaving: set[User] = set()
        self._filling: asyncio.TimerHandle | None = None
        self._filled_at = 0.0
        self._hurrying: asyncio.TimerHandle | None = None
        self._due_generation = 0
        self._due_leaving: set[User] = set()

    def __len__(self) -> int:
        """How many there are, those on their way out not counted."""
        return len(self._active)

    @property
    def changing(self) -> bool:
        """Whether requests may still be under way that the last change did away with."""
        return self._hurrying is not None

    def change(self, request: PreparedRequest | None, count: int) -> None:
        """Be ``count`` users; ``request`` replaces what they send, None leaves it."""
        if request is not None:
            self._job.change(request)
        self._wanted = count
        while len(self._active) > count:
            self._dismiss(self._active.popitem()[0])
        if count == 0:
            self._cancel(self._leaving)
        self._fill()
        if self._hurrying is None and (self._active or self._leaving):
            self._arm()

    async def stop(self, drain_s: float) -> None:
        """Await the answers under way for so long, then cancel the rest."""
        self._wanted = 0
        for timer in (self._filling, self._hurrying):
            if timer is not None:
                timer.cancel()
        while self._active:
            self._dismiss(self._active.popitem()[0])
        tasks = [user.task for user in self._leaving]
        if tasks:
            await asyncio.wait(tasks, timeout=drain_s)
            self._cancel(self._leaving)
            await asyncio.wait(tasks)

    def _fill(self) -> None:
        if self._filling is not None or len(self._active) >= self._wanted:
            return
        loop = asyncio.get_running_loop()
        now = loop.time()
        # A busy loop comes here late: the pace is kept nevertheless.
        since = min(max(now - self._filled_at, BATCH_PAUSE_S), 20 * BATCH_PAUSE_S)
        self._filled_at = now
        for _ in range(min(int(NEW_PER_S * since), self._wanted - len(self._active))):
            user = User(self._job, self._tally, self._group)
            user.task.add_done_callback(partial(self._gone, user))
            self._active[user] = None
        self._filling = loop.call_later(BATCH_PAUSE_S, self._fill_on)

    def _gone(self, user: User, _: asyncio.Task[None]) -> None:
        self._leaving.discard(user)

    def _fill_on(self) -> None:
        self._filling = None
        self._fill()

    def _dismiss(self, user: User) -> None:
        self._leaving.add(user)
        user.leave()

    def _cancel(self, users: set[User]) -> None:
        for user in users:
            user.task.cancel()

    def _arm(self) -> None:
        self._due_generation = self._job.generation
        self._due_leaving = set(self._leaving)
        self._hurrying = asyncio.get_running_loop().call_later(GRACE_S, self._hurry)

    def _hurry(self) -> None:
        """Cancel who still leaves; replace who still awaits the answer to an older request."""
        self._hurrying = None
        late = [user for user in self._active if user.generation < self._due_generation]
        for user in late:
            del self._active[user]
            self._dismiss(user)
        self._cancel(self._due_leaving.union(late) & self._leaving)
        self._fill()
        self._due_leaving.clear()
        if self._due_generation < self._job.generation or self._leaving:
            self._arm()
