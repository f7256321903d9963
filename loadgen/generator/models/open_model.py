"""The open model: requests leave when they are due, whatever became of those before."""

from time import perf_counter

from loadgen.generator.client.connection_registry import STALL_S
from loadgen.generator.models.open_model_connections import OpenModelConnections
from loadgen.generator.models.pacer import BUNCH_S, due_at, pace
from loadgen.generator.models.precise_timer import PreciseTimer, start_precise_timer
from loadgen.generator.recorder import Tally
from loadgen.generator.senders import RequestSource
from loadgen.model.load_plan import OpenModel

# How often connections are looked through that have not been used for long.
PRUNE_S = 0.5

# Connecting is the dearest thing there is to do here. Who comes late, or has something waiting, has
# too much to do already: then it connects little at a time, and who is free first sends what waits.
LATE_S = 0.000_5
OPENED_WHEN_LATE = 2


class Arrivals:
    """Sends at the plan's rate: over as many connections as the plan says, or as are needed.

    A request that finds none of them free waits. One that is due while so many are under way or
    wait as may be is dropped. After a moment in which the generator did not get to send, it sends
    what became due meanwhile, late, and each latency counts from when its request was due. After
    more than ``STALL_S`` that would measure nothing but the generator: those requests are dropped,
    and those that waited.
    """

    def __init__(self, job: RequestSource, tally: Tally) -> None:
        self._tally = tally
        self._lines = OpenModelConnections(job, tally)
        self._alarm: PreciseTimer | None = None
        self._rate = 0.0
        self._limit = 0
        self._begun_at = 0.0
        self._count = 0
        self._awaited_at = 0.0
        self._prune_at = 0.0

    def change(self, model: OpenModel, possible: int) -> None:
        """Send like this from now on, over so many connections as are possible at most."""
        limited, rate = model.connections > 0, model.rate
        # Where each has a connection of its own, there are not more than there are connections.
        self._limit = model.max_in_flight if limited else min(model.max_in_flight, possible)
        self._lines.change(min(model.connections, possible) if limited else self._limit, limited)
        now = perf_counter()
        if self._alarm is None:
            self._alarm = start_precise_timer(self._arrive)
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
        """Send no more.

        What is not answered within ``drain_s`` is cancelled, unless it is None; what waits is
        dropped.
        """
        self._end_schedule()
        self._lines.pause(drain_s)

    async def stop(self, drain_s: float) -> None:
        """Await the answers under way for so long, then cancel the rest."""
        self._end_schedule()
        await self._lines.stop(drain_s)

    def _await(self, at: float) -> None:
        assert self._alarm is not None
        self._awaited_at = at
        self._alarm.set(at)

    def _arrive(self) -> None:
        if self._alarm is None:
            return
        now, lines, tally = perf_counter(), self._lines, self._tally
        due, wait_s = pace(self._rate, now - self._begun_at, self._count)
        late_s = now - self._awaited_at
        if late_s > STALL_S:
            lines.drop_waiting()
            tally.dropped += due
        else:
            room = self._limit - lines.under_way - len(lines.waiting)
            sending = max(0, min(due, room))
            tally.dropped += due - sending
            behind = late_s > LATE_S or lines.waiting
            self._send(sending, OPENED_WHEN_LATE if behind else sending)
        self._count += due
        if now > self._prune_at:
            # A server may grant so many connections, and those at the bottom are in nobody's use.
            self._prune_at = now + PRUNE_S
            lines.prune(now)
        # Who waits although there may be more connections is not to wait for the next one due.
        hurried = lines.may_open and wait_s > BUNCH_S
        self._await(now + (BUNCH_S if hurried else wait_s))

    def _send(self, count: int, openings: int) -> None:
        """What is due now, opening so many connections at most."""
        lines, begun_at, rate, first = self._lines, self._begun_at, self._rate, self._count
        openings -= lines.open_for_waiting(openings)
        for number in range(first, first + count):
            openings -= lines.send(begun_at + due_at(rate, number), openings > 0)

    def _end_schedule(self) -> None:
        if self._alarm is not None:
            self._alarm.close()
            self._alarm = None
