"""What the connections of one generator share: known heads, counters, the watch over deadlines."""

import asyncio
from time import perf_counter
from typing import Protocol

from loadgen.generator.head import HeadCache
from loadgen.generator.parser import BODY_LIMIT

SWEEP_S = 0.05


class Watched(Protocol):
    """A connection: when its request is due, by ``time.perf_counter``, and what to do then."""

    deadline: float

    def expire(self, now: float) -> None:
        """The deadline has passed."""


class ConnectionGroup:
    """One sweep over all open connections keeps every deadline to within ``SWEEP_S``: a timer for
    each request would cost more than all the rest of sending it.
    """

    def __init__(self, *, body_limit: int = BODY_LIMIT) -> None:
        self.heads = HeadCache()
        self.body_limit = body_limit
        self.bytes_received = 0
        self._open: set[Watched] = set()
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def add(self, connection: Watched) -> None:
        """Watch over a connection that has opened."""
        self._open.add(connection)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SWEEP_S, self._sweep)

    def discard(self, connection: Watched) -> None:
        """Forget a connection that has closed; the last one stops the watch."""
        self._open.discard(connection)
        if not self._open and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _sweep(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(SWEEP_S, self._sweep)
        now = perf_counter()
        for connection in [each for each in self._open if each.deadline < now]:
            connection.expire(now)
