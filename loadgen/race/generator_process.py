"""A load generator child, as the experiment sees it: plans in, snapshots out."""

import asyncio
from collections.abc import Callable
from typing import Never

import msgspec
from msgspec.structs import replace

from loadgen.model.load_plan import LoadPlan, LoadRequest
from loadgen.model.snapshot import Snapshot
from servers.process.child_process import GRACE_S, Child
from servers.process.exit_outcome import Outcome
from servers.process.reporting_child import ReportingChild

_encoder = msgspec.json.Encoder()

RETRY_S = 0.01
"""Poll interval: whether a generator has read the plan that was sent before."""


class RunningGenerator(ReportingChild[Never, Snapshot]):
    """A generator that runs: it announces nothing, and sends no load before its first plan."""

    noun = "load generator"
    decoder = msgspec.json.Decoder(Snapshot)
    report_type = Snapshot

    def __init__(self, child: Child, on_snapshot: Callable[[Snapshot], None]) -> None:
        super().__init__(child, on_snapshot)
        self._requests: tuple[LoadRequest, ...] = ()
        self._waiting: LoadPlan | None = None
        self._retry: asyncio.TimerHandle | None = None

    def send(self, plan: LoadPlan) -> None:
        """Replace the plan before.

        Never waits. Plans are coalesced while the generator has not read the one before, which may
        be long: the last one wins.
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

    async def stop(self, grace_s: float = GRACE_S) -> Outcome:
        """Let it drain, cancel the rest and report a last time. Cancelled, it is killed at once."""
        self._write()
        return await super().stop(grace_s)


async def start_generator(on_snapshot: Callable[[Snapshot], None]) -> RunningGenerator:
    """Start a generator child; raises OSError when there is no process to be had."""
    return RunningGenerator(await Child.start("loadgen.generator"), on_snapshot)
