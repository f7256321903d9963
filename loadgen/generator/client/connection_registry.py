"""What the connections of one generator share: known heads, counters, the watch over deadlines."""

import asyncio
from time import perf_counter
from typing import Protocol

from loadgen.generator.client.response_head import HeadCache
from loadgen.generator.client.response_parser import BODY_LIMIT

SWEEP_S = 0.05

STALL_S = 0.25
"""A pause of this process longer than this would be measured as latency of the server."""


class Watched(Protocol):
    """A connection: when its request is due, by ``time.perf_counter``, and what to do then."""

    deadline: float

    def expire(self, now: float) -> None:
        """The deadline has passed."""

    def forgive(self, seconds: float) -> None:
        """This process stood still for so long."""


class ConnectionRegistry:
    """One sweep over all open connections keeps every deadline to within ``SWEEP_S``.

    A timer for each request would cost more than all the rest of sending it. ``opened`` counts the
    connections since the start.
    """

    def __init__(self, *, body_limit: int = BODY_LIMIT) -> None:
        self.heads = HeadCache()
        self.body_limit = body_limit
        self.bytes_received = 0
        self.opened = 0
        self._open: set[Watched] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._sweep_due = 0.0

    def __len__(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def add(self, connection: Watched) -> None:
        """Watch over a connection that has opened."""
        self._open.add(connection)
        self.opened += 1
        if self._timer is None:
            self._await_sweep(perf_counter())

    def discard(self, connection: Watched) -> None:
        """Forget a connection that has closed; the last one stops the watch."""
        self._open.discard(connection)
        if not self._open and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def forgive(self, seconds: float) -> None:
        """This process stood still for so long: no request under way is older for that."""
        for connection in self._open:
            connection.forgive(seconds)

    def _await_sweep(self, now: float) -> None:
        self._sweep_due = now + SWEEP_S
        self._timer = asyncio.get_running_loop().call_later(SWEEP_S, self._sweep)

    def _sweep(self) -> None:
        now = perf_counter()
        stood_still = now - self._sweep_due > STALL_S
        self._await_sweep(now)
        if stood_still:
            return  # answers may have come that nobody has read yet
        for connection in [each for each in self._open if each.deadline < now]:
            connection.expire(now)
