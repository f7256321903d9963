"""A load generator child, as the experiment sees it: plans in, snapshots out."""

import asyncio
import time
from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from loadgen.plan import LoadPlan, LoadRequest
from loadgen.snapshot import Snapshot
from servers.child import GRACE_S, Child
from servers.outcome import Outcome

_decoder = msgspec.json.Decoder(Snapshot)
_encoder = msgspec.json.Encoder()

RETRY_S = 0.01
"""So soon it is asked again whether a generator has read what it was told before."""


class RunningGenerator:
    """A generator that runs. It does nothing until it is given a plan.

    ``last_heard`` is the ``time.monotonic`` of its latest snapshot, or of its start.
    """

    def __init__(self, child: Child, on_snapshot: Callable[[Snapshot], None]) -> None:
        self._child = child
        self._on_snapshot = on_snapshot
        self.last_heard = time.monotonic()
        self._requests: tuple[LoadRequest, ...] = ()
        self._waiting: LoadPlan | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._listening = asyncio.create_task(self._listen())

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def last_lines(self) -> tuple[str, ...]:
        """Its last words on stderr."""
        return self._child.last_lines

    def send(self, plan: LoadPlan) -> None:
        """Replace the plan before. Never waits: while it has not read that one, which may be long,
        the last plan wins.
        """
        self._waiting = plan
        if self._retry is None:
            self._send_on()

    def _send_on(self) -> None:
        self._retry = None
        if self._child.unsent:
            self._retry = asyncio.get_running_loop().call_later(RETRY_S, self._send_on)
        else:
            self._write()

    def _write(self) -> None:
        plan, self._waiting = self._waiting, None
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None
        if plan is None:
            return
        known, self._requests = plan.requests == self._requests, plan.requests
        self._child.send(_encoder.encode(replace(plan, requests=()) if known else plan) + b"\n")

    async def wait(self) -> Outcome:
        """Until it has ended and its last snapshot was taken."""
        outcome = await self._child.wait()
        await asyncio.wait([self._listening])
        return outcome

    async def stop(self, grace_s: float = GRACE_S) -> Outcome:
        """Let it drain, cancel the rest and report a last time. Cancelled, it is killed at once."""
        try:
            self._write()
            await self._child.stop(grace_s)
            return await self.wait()
        finally:
            self._listening.cancel()
            await asyncio.wait([self._listening])

    async def _listen(self) -> None:
        async for line in self._child.lines():
            try:
                snapshot = _decoder.decode(line)
            except msgspec.MsgspecError:
                continue  # not a snapshot: something that was printed in the child
            self.last_heard = time.monotonic()
            self._on_snapshot(snapshot)


async def start_generator(on_snapshot: Callable[[Snapshot], None]) -> RunningGenerator:
    """Start a generator child; raises OSError when there is no process to be had."""
    return RunningGenerator(await Child.start("loadgen.generator"), on_snapshot)
